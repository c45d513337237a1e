"""One row from a form or a call: its values, and for each bad field the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unsilenced.evidence.language import N_
from unsilenced.evidence.schema.descriptor import Schema
from unsilenced.evidence.schema.field import Field, Value
from unsilenced.evidence.schema.reading import Column, Fault
from unsilenced.evidence.schema.rules import Reason, reason
from unsilenced.evidence.spelling import CONTROL, LONGEST, composed


@dataclass(frozen=True, slots=True)
class Record:
    """A row's values. Use it only if it has no `faults`, which are by column."""

    values: Mapping[str, Value]
    faults: Mapping[str, Reason]


def read_record(schema: Schema, given: Mapping[str, str | Sequence[str]]) -> Record:
    """Read one row by `schema`. A field that is not given is empty; a list may be given as a list.

    It returns a record for any input and raises nothing. The caller has the other rows, and checks
    keys that point at them and columns that must differ from theirs.
    """
    readers = {field.name: Column(field) for field in schema.fields}
    texts: dict[str, str] = {}
    faults: dict[str, Reason] = {
        name: reason(N_("there is no such column")) for name in given if name not in readers
    }
    found: dict[str, Value] = {}
    for field in schema.fields:
        text, why = _text(field, given.get(field.name, ""))
        value = readers[field.name].value(text) if why is None else None
        if isinstance(value, Fault):
            why, value = value.reason, None
        if why is not None:
            faults[field.name] = why
        texts[field.name], found[field.name] = text, value
    for field in schema.fields:
        if field.valid_on is not None and not {field.name, field.valid_on.name} & faults.keys():
            value, day = found[field.name], found[field.valid_on.name]
            if fault := readers[field.name].on_a_day(texts[field.name], value, day):
                faults[field.name] = fault.reason
    return Record(found, faults)


def _text(field: Field, given: str | Sequence[str]) -> tuple[str, Reason | None]:
    """Return the text of a field as a file would hold it, or why there is none."""
    if not isinstance(given, str):
        if any(field.delimiter in each for each in given):
            between = N_("has an item with “{delimiter}”, which stands between items")
            return "", reason(between, delimiter=field.delimiter)
        given = field.delimiter.join(each.strip() for each in given)
    text = composed(given.strip())
    if len(text) > LONGEST:
        return "", reason(N_("has more than {limit} characters"), limit=LONGEST)
    if CONTROL.search(text):
        return "", reason(N_("holds a line break, or a sign that cannot be seen: take it out"))
    return text, None
