"""Texts and the values that they write: the form of each type, and the value of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from unsilenced.evidence.schema.field import Field, Scalar, Type, Value
from unsilenced.evidence.schema.sheet import LARGEST_COUNT

_Number = TypeVar("_Number", int, Decimal)

INTEGER: Final = "-?[0-9]{1,18}"
NUMBER: Final = r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?"

# Only days that exist, so that we never ask an engine for a day that overflows its dates.
_COMMON: Final = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP: Final = "(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)"
DATE: Final = f"(?:[1-9][0-9]{{3}}-{_COMMON}|{_LEAP}-02-29)"
"""A day from the year 1000 on, as ISO 8601 writes it."""


def form_of(field: Field) -> str | None:
    """Return the regular expression that every text of a field matches; `None` if any text may.

    Python, RE2, PostgreSQL and Java read it in the same way.
    """
    if field.type != "list":
        return _form(field, field.type)
    item = _form(field, field.item_type) or f"[^{_in_brackets(field.delimiter)}]+"
    return f"(?:{item})(?:{re.escape(field.delimiter)}(?:{item}))*"


def _form(field: Field, kind: Type) -> str | None:
    if kind == "boolean":
        return "|".join(map(re.escape, (*field.true_values, *field.false_values)))
    return {"integer": INTEGER, "number": NUMBER, "date": DATE}.get(kind)


def _in_brackets(delimiter: str) -> str:
    return "".join(rf"\{each}" if each in r"\]^-" else each for each in delimiter)


def reader_of(field: Field) -> Callable[[str], Value]:
    """Return a function that reads a field's text; it raises `ValueError` for a wrong text."""
    form = re.compile(form_of(field) or "(?s:.*)")
    of_list = field.type == "list"
    one = _scalar(field, field.item_type if of_list else field.type)

    def read(text: str) -> Value:
        if not form.fullmatch(text):
            raise ValueError("is not of the form")
        return tuple(map(one, text.split(field.delimiter))) if of_list else one(text)

    return read


def _scalar(field: Field, kind: Type) -> Callable[[str], Scalar]:
    readers: dict[Type, Callable[[str], Scalar]] = {
        "string": str,
        "integer": lambda text: _within(int(text)),
        "number": lambda text: _within(Decimal(text)),
        "boolean": frozenset(field.true_values).__contains__,
        "date": date.fromisoformat,
    }
    return readers[kind]


def _within(number: _Number) -> _Number:
    if abs(number) > LARGEST_COUNT:
        raise ValueError("is too large")
    return number
