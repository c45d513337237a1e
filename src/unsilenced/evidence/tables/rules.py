"""The rules of a schema's fields, in the form that an engine checks where the table is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema import rules as schema_rules
from unsilenced.evidence.schema.field import Code, Field
from unsilenced.evidence.schema.rules import Condition
from unsilenced.evidence.schema.sheet import LARGEST_COUNT, listed
from unsilenced.evidence.schema.values import form_of

EXACT = "decimal(24, 6)"
"""The type of sums: floating-point sums depend on the order of the rows."""

VALUED = {"integer": "int64", "number": EXACT, "date": "date"}
"""The types whose texts an engine reads as values, and the engine's names for them."""

Broken = Callable[[ir.Table], ir.BooleanValue]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for a column: `broken` says for each row whether it breaks the rule, never null."""

    column: str
    reason: str
    broken: Broken


def text_of(field: Field, table: ir.Table) -> ir.StringValue:
    """Return the column as text without white space around it."""
    column = table[field.name]
    return (column if column.type().is_string() else column.cast("string")).strip()


def absent_in(field: Field, table: ir.Table) -> ir.BooleanValue:
    """Return where the column is missing."""
    column = table[field.name]
    if not column.type().is_string():
        return column.isnull()
    return column.isnull() | text_of(field, table).isin(sorted(field.missing))


def value_of(field: Field, table: ir.Table) -> ir.Value:
    """Return the column's numbers or dates, null where a value is missing or too large."""
    column = table[field.name]
    kind = VALUED[field.type]
    if column.type().is_string():
        text = text_of(field, table)
        is_one = text.re_search(whole(form_of(field) or ""))
        return ibis.ifelse(is_one, text, ibis.null("string")).cast(kind)
    if field.type == "date":
        return column
    within = column.between(-LARGEST_COUNT, LARGEST_COUNT)
    return ibis.ifelse(within, column, ibis.null(column.type())).cast(kind)


def rules_of(field: Field) -> tuple[Rule, ...]:
    """Return all rules for a field, in the order in which they are checked."""
    return tuple(_rule(field, each) for each in schema_rules.rules_of(field))


def check_type(field: Field, table: ir.Table, name: str) -> None:
    """Raise `BadInput` if the table has no such column, or if its type differs."""
    if field.name not in table.columns:
        has = listed(table.columns)
        raise BadInput(f"there is no column “{field.name}”; there are: {has}", file=name)
    kind = table[field.name].type()
    fits = {
        "string": kind.is_integer() or kind.is_date() or kind.is_boolean(),
        "integer": kind.is_integer(),
        "number": kind.is_numeric(),
        "boolean": kind.is_boolean(),
        "date": kind.is_date(),
        "list": False,
    }
    if not kind.is_string() and not fits[field.type]:
        reason = f"holds {kind}, which is not read as {field.type}"
        raise BadInput(reason, file=name, column=field.name)


def _rule(field: Field, rule: schema_rules.Rule) -> Rule:
    if rule.condition is Condition.THERE:
        return Rule(field.name, str(rule.reason), lambda table: absent_in(field, table))
    broken = _BROKEN[rule.condition](field, rule.limit)
    return Rule(
        field.name,
        str(rule.reason),
        lambda table: ~absent_in(field, table) & broken(table).fill_null(False),  # noqa: FBT003
    )


def _unread(field: Field, _: object) -> Broken:
    def broken(table: ir.Table) -> ir.BooleanValue:
        if field.type in {"integer", "number"}:
            value = value_of(field, table)
            return value.isnull() | (value.abs() > LARGEST_COUNT)
        if not table[field.name].type().is_string():
            return ibis.literal(value=False)
        return _unlike(field, form_of(field))(table)

    return broken


def _unlike(field: Field, form: object) -> Broken:
    return lambda table: ~text_of(field, table).re_search(whole(str(form)))


def whole(form: str) -> str:
    """Return the regular expression of texts that match a form from beginning to end."""
    return f"^(?:{form})$"


def _unknown(field: Field, known: object) -> Broken:
    texts: tuple[str, ...] = known  # type: ignore[assignment]  # of AMONG
    if field.type == "list":
        one = "|".join(map(re.escape, texts))
        return _unlike(field, f"(?:{one})(?:{re.escape(field.delimiter)}(?:{one}))*")
    return lambda table: ~text_of(field, table).isin(texts)


def _length(field: Field, table: ir.Table) -> ir.IntegerValue:
    text = text_of(field, table)
    if field.type != "list":
        return text.length()
    return text.length() - text.replace(field.delimiter, "").length() + 1


def _invalid(field: Field, limit: object) -> Broken:
    code: Code = limit  # type: ignore[assignment]  # of VALID
    dates: Field = field.valid_on  # type: ignore[assignment]  # it has one
    end = re.escape(field.delimiter) if field.type == "list" else "$"
    form = rf"(?:^|{end}){re.escape(code.text)}(?:{end}|$)"

    def broken(table: ir.Table) -> ir.BooleanValue:
        day = value_of(dates, table)
        outside = ibis.literal(value=False)
        if code.valid_from is not None:
            outside |= day < ibis.date(code.valid_from.isoformat())
        if code.valid_to is not None:
            outside |= day > ibis.date(code.valid_to.isoformat())
        text = text_of(field, table)
        used = text.re_search(form) if field.type == "list" else text == code.text
        return used & outside & ~absent_in(dates, table)

    return broken


def _bound(limit: object) -> ir.Value:
    return ibis.date(limit.isoformat()) if isinstance(limit, date) else ibis.literal(limit)


_BROKEN: dict[Condition, Callable[[Field, object], Broken]] = {
    Condition.READ: _unread,
    Condition.LEAST: lambda field, limit: lambda table: value_of(field, table) < _bound(limit),
    Condition.MOST: lambda field, limit: lambda table: value_of(field, table) > _bound(limit),
    Condition.FORM: _unlike,
    Condition.AMONG: _unknown,
    Condition.SHORTEST: lambda field, limit: lambda table: _length(field, table) < limit,
    Condition.LONGEST: lambda field, limit: lambda table: _length(field, table) > limit,
    Condition.VALID: _invalid,
}
