"""The rules for a field, as data: small files and engines use the same rules.

A rule has a reason for people to read. `reading` checks it in Python, `tables.rules` in an engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from unsilenced.evidence.language import N_
from unsilenced.evidence.schema.field import Bound, Code, Field
from unsilenced.evidence.schema.sheet import LARGEST_COUNT


class Condition(Enum):
    """How to check a rule. All except the first check only values that are there."""

    THERE = auto()
    """It is not missing."""
    READ = auto()
    """Its text writes a value of the field's type."""
    LEAST = auto()
    """The value is at least `limit`."""
    MOST = auto()
    """The value is at most `limit`."""
    FORM = auto()
    """The whole text matches the regular expression `limit`."""
    AMONG = auto()
    """The text, or each item of a list, is one of `limit`."""
    SHORTEST = auto()
    """The text has at least `limit` characters, or the list has at least `limit` items."""
    LONGEST = auto()
    """The text has at most `limit` characters, or the list has at most `limit` items."""
    VALID = auto()
    """The text, or an item of a list, is not the code `limit` on a day when that is not valid."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is refused: a translatable message, and the values for its braces."""

    message: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.told(str)

    def told(self, gettext: Callable[[str], str]) -> str:
        """Return the reason in the language of `gettext`."""
        return gettext(self.message).format(**dict(self.values))


Limit = Bound | str | tuple[str, ...] | Code | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for a field."""

    condition: Condition
    reason: Reason
    limit: Limit = None


def rules_of(field: Field) -> tuple[Rule, ...]:
    """Return all rules for a field, in the order in which they are checked."""
    return tuple(_rules(field))


def reason(message: str, **values: object) -> Reason:
    """Return a reason; whole numbers are written with commas."""
    return Reason(message, tuple((name, _written(value)) for name, value in values.items()))


def _written(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _rules(field: Field) -> Iterator[Rule]:
    if field.required:
        yield Rule(Condition.THERE, reason(N_("is empty")))
    if field.type != "string":
        yield Rule(Condition.READ, _unread(field))
    if field.minimum is not None:
        yield Rule(
            Condition.LEAST, Reason(N_("is below {limit}"), _limit(field.minimum)), field.minimum
        )
    if field.maximum is not None:
        yield Rule(
            Condition.MOST, Reason(N_("is above {limit}"), _limit(field.maximum)), field.maximum
        )
    if field.pattern is not None:
        unlike = reason(N_("is not of the form {form}"), form=field.pattern)
        yield Rule(Condition.FORM, unlike, field.pattern)
    yield from _known(field)
    yield from _lengths(field)
    for code in field.codes if field.valid_on else ():
        if code.is_dated:
            yield Rule(Condition.VALID, _invalid(code), code)


def _known(field: Field) -> Iterator[Rule]:
    codes = tuple(each.text for each in field.codes) or None
    for texts in (field.enum, codes):
        if texts is not None:
            known = tuple(sorted(texts))
            message = N_("has an item that is none of: {known}")
            if field.type != "list":
                message = N_("is none of: {known}")
            yield Rule(Condition.AMONG, reason(message, known=", ".join(known)), known)


def _lengths(field: Field) -> Iterator[Rule]:
    of_list = field.type == "list"
    if field.min_length is not None:
        short = N_("has fewer than {limit} items") if of_list else N_("is shorter than {limit}")
        yield Rule(Condition.SHORTEST, reason(short, limit=field.min_length), field.min_length)
    if field.max_length is not None:
        long = N_("has more than {limit} items") if of_list else N_("is longer than {limit}")
        yield Rule(Condition.LONGEST, reason(long, limit=field.max_length), field.max_length)


def _unread(field: Field) -> Reason:
    if field.type == "integer":
        return reason(N_("is no whole number of at most {limit}"), limit=LARGEST_COUNT)
    if field.type == "number":
        message = N_("is no number like 675 or 675.5, and of at most {limit}")
        return reason(message, limit=LARGEST_COUNT)
    if field.type == "boolean":
        known = ", ".join((*field.true_values, *field.false_values))
        return reason(N_("is none of: {known}"), known=known)
    if field.type == "date":
        return reason(N_("is no date like 2026-11-30"))
    message = N_("is no list with “{delimiter}” between its items")
    return reason(message, delimiter=field.delimiter)


def _invalid(code: Code) -> Reason:
    if code.valid_from is None:
        message = N_("is not valid on this day: {code} ended on {last}")
    elif code.valid_to is None:
        message = N_("is not valid on this day: {code} begins on {first}")
    else:
        message = N_("is not valid on this day: {code} is valid from {first} to {last}")
    return reason(message, code=code.text, first=code.valid_from, last=code.valid_to)


def _limit(bound: Bound) -> tuple[tuple[str, str], ...]:
    # As the schema writes it, without commas.
    return (("limit", bound.isoformat() if isinstance(bound, date) else str(bound)),)
