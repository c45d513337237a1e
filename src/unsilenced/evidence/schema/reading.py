"""Reads a whole CSV file by its schema: either every row matches the schema, or none is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from re import compile as compiled
from typing import Any, Final

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.descriptor import Reference, Schema, read_schema, schema_of
from unsilenced.evidence.schema.field import Code, Field, Value
from unsilenced.evidence.schema.rules import Condition, Reason, Rule, reason, rules_of
from unsilenced.evidence.schema.sheet import Sheet, listed, read_sheet
from unsilenced.evidence.schema.values import reader_of

SHOWN: Final = 40
"""The number of characters of a bad value in a message."""

_UNREAD: Final = object()

Holds = Callable[[str, Any], bool]
"""Says whether a rule holds for a text and its value."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that matches its schema: `lines` are the rows' lines in the file; the header is 1."""

    file: str
    schema: Schema
    lines: tuple[int, ...]
    columns: Mapping[str, tuple[Value, ...]]

    def __len__(self) -> int:
        return len(self.lines)

    def rows(self) -> Iterator[tuple[int, dict[str, Value]]]:
        """Yield each row with its line."""
        for line, values in zip(self.lines, zip(*self.columns.values(), strict=True), strict=True):
            yield line, dict(zip(self.columns, values, strict=True))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is refused."""

    text: str
    reason: Reason

    def __str__(self) -> str:
        shown = self.text[:SHOWN]
        return f"“{shown}” {self.reason}" if shown else str(self.reason)


class Column:
    """The reader of one field's texts. It reads each text once, even if many rows have it."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._read = reader_of(field)
        rules = rules_of(field)
        self._rules = [(_holds(field, each), each.reason) for each in rules if _of_a_text(each)]
        self._dated = [each for each in rules if each.condition is Condition.VALID]
        self._known: dict[str, Value | Fault] = {}
        self._on_a_day: dict[tuple[str, Value], Fault | None] = {}

    @property
    def has_faults(self) -> bool:
        """Whether a text that was read is refused."""
        return any(isinstance(value, Fault) for value in self._known.values())

    def value(self, text: str) -> Value | Fault:
        """Return the value of a text, or why it is refused."""
        if text not in self._known:
            self._known[text] = self._look_at(text)
        return self._known[text]

    def values(self, texts: Sequence[str]) -> list[Value | Fault]:
        """Return the values of many texts."""
        known = {text: self.value(text) for text in set(texts)}
        return [known[text] for text in texts]

    def on_a_day(self, text: str, value: Value, day: Value) -> Fault | None:
        """Return why a value is refused on a day: one of its codes is not valid on that day."""
        if not self._dated or not isinstance(day, date) or value is None:
            return None
        if (text, day) not in self._on_a_day:
            items = _items(self.field, text)
            broken = (each for each in self._dated if _is_invalid(each.limit, items, day))
            first = next(broken, None)
            self._on_a_day[text, day] = None if first is None else Fault(text, first.reason)
        return self._on_a_day[text, day]

    def _look_at(self, text: str) -> Value | Fault:
        if text in self.field.missing:
            return Fault("", reason("is empty")) if self.field.required else None
        value: Any
        try:
            value = self._read(text)
        except ValueError:
            value = _UNREAD
        for holds, why in self._rules:
            if not holds(text, value):
                return Fault(text, why)
        looked_at: Value = value  # what is unread breaks a rule
        return looked_at


def read_checked(path: Path, schema: Path | None = None, *, comments: bool = False) -> Table:
    """Read a CSV file whole, checked against its schema: the one beside it unless given.

    With `comments`, lines that begin with # are left out; some of our own files have them.
    Raises `BadInput`, with row, column and reason, for the first row that does not match.
    """
    table = read_table(path, read_schema(schema or schema_of(path)), comments=comments)
    for reference in table.schema.references:
        check_reference(table, reference, None if reference.resource else table)
    return table


def read_table(path: Path, schema: Schema, *, comments: bool = False) -> Table:
    """Read a whole CSV file. Raises `BadInput` for the first row that does not match `schema`."""
    sheet = read_sheet(path, comments=comments)
    if sheet.header != schema.names:
        wanted = ", ".join(schema.names)
        reason = f"the columns are {listed(sheet.header)}; they must be {wanted}"
        raise BadInput(reason, file=path.name)
    texts = dict(zip(schema.names, _across(sheet), strict=True))
    readers = {field.name: Column(field) for field in schema.fields}
    found = {name: readers[name].values(texts[name]) for name in schema.names}
    bad = _bad(schema, readers, texts, found)
    lines = tuple(line.number for line in sheet.lines)
    if bad:
        raise _first(path, lines, bad)
    columns: dict[str, tuple[Value, ...]] = {
        name: tuple(values)  # type: ignore[arg-type]  # no fault is among them
        for name, values in found.items()
    }
    return Table(path.name, schema, lines, columns)


def check_reference(table: Table, reference: Reference, pointed_at: Table | None) -> None:
    """Raise `BadInput` for the first row that names a missing row."""
    if pointed_at is None or not set(reference.keys) <= pointed_at.columns.keys():
        columns = ", ".join(reference.keys)
        reason = f"it names {columns} of “{reference.resource}”, which is not here"
        raise BadInput(reason, file=table.file, column=reference.fields[0])
    there = set(zip(*(pointed_at.columns[key] for key in reference.keys), strict=True))
    named = zip(*(table.columns[field] for field in reference.fields), strict=True)
    for line, values in zip(table.lines, named, strict=True):
        if None not in values and values not in there:
            reason = f"“{', '.join(map(_shown, values))}” is in no row of {pointed_at.file}"
            raise BadInput(reason, file=table.file, row=line, column=reference.fields[0])


def _shown(value: Value) -> str:
    return str(value)[:SHOWN]


def _across(sheet: Sheet) -> Sequence[Sequence[str]]:
    if not sheet.lines:
        return [()] * len(sheet.header)
    return list(zip(*(line.values for line in sheet.lines), strict=True))


def _bad(
    schema: Schema,
    readers: Mapping[str, Column],
    texts: Mapping[str, Sequence[str]],
    found: Mapping[str, Sequence[Value | Fault]],
) -> dict[int, tuple[str, Fault]]:
    """Return for each bad row the first bad column and the reason."""
    bad: dict[int, tuple[str, Fault]] = {}
    for name, values in found.items():
        if not readers[name].has_faults:  # nearly always, and rows are many
            continue
        for row, value in enumerate(values):
            if isinstance(value, Fault):
                bad.setdefault(row, (name, value))
    for row, name, fault in _used_when_not_valid(schema, readers, texts, found):
        bad.setdefault(row, (name, fault))
    fields = {field.name: field for field in schema.fields}
    for key in schema.keys:
        compared = [_compared(fields[name], texts[name], found[name]) for name in key]
        for row, fault in _repeated(key, texts, compared):
            bad.setdefault(row, (key[0], fault))
    return bad


def _used_when_not_valid(
    schema: Schema,
    readers: Mapping[str, Column],
    texts: Mapping[str, Sequence[str]],
    found: Mapping[str, Sequence[Value | Fault]],
) -> Iterator[tuple[int, str, Fault]]:
    for field in schema.fields:
        if field.valid_on is None:
            continue
        rows = zip(texts[field.name], found[field.name], found[field.valid_on.name], strict=True)
        for row, (text, value, day) in enumerate(rows):
            if isinstance(value, Fault) or isinstance(day, Fault):
                continue
            if fault := readers[field.name].on_a_day(text, value, day):
                yield row, field.name, fault


def _compared(
    field: Field, texts: Sequence[str], found: Sequence[Value | Fault]
) -> Sequence[Value | Fault]:
    """Return what to compare rows by: values, or the text of lists."""
    if field.type != "list":
        return found
    both = zip(texts, found, strict=True)
    return [text if isinstance(value, tuple) else value for text, value in both]


def _repeated(
    key: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    columns: Sequence[Sequence[Value | Fault]],
) -> Iterator[tuple[int, Fault]]:
    if len({*zip(*columns, strict=True)}) == len(columns[0]):
        return
    seen: set[tuple[Value | Fault, ...]] = set()
    for row, values in enumerate(zip(*columns, strict=True)):
        if any(value is None or isinstance(value, Fault) for value in values):
            continue  # what is missing is the same as nothing else
        if values in seen:
            told = ", ".join(texts[name][row] for name in key)
            yield row, Fault(told, REPEATED)
        seen.add(values)


REPEATED: Final = reason("stands in a row above already")


def _first(path: Path, lines: Sequence[int], bad: Mapping[int, tuple[str, Fault]]) -> BadInput:
    row = min(bad)
    column, fault = bad[row]
    told = str(fault)
    if len(bad) > 1:
        told += f" (and {len(bad) - 1:,} more rows are not as they must be)"
    return BadInput(told, file=path.name, row=lines[row], column=column)


def _of_a_text(rule: Rule) -> bool:
    return rule.condition not in {Condition.THERE, Condition.VALID}


def _holds(field: Field, rule: Rule) -> Holds:
    """Return a function that says whether the rule holds for a text and its value."""
    limit: Any = rule.limit  # of the type that goes with the condition
    holds: dict[Condition, Callable[[], Holds]] = {
        Condition.READ: lambda: lambda _, value: value is not _UNREAD,
        Condition.LEAST: lambda: lambda _, value: value >= limit,
        Condition.MOST: lambda: lambda _, value: value <= limit,
        Condition.FORM: lambda: _is_of(limit),
        Condition.AMONG: lambda: _is_among(field, frozenset(limit)),
        Condition.SHORTEST: lambda: lambda _, value: len(value) >= limit,
        Condition.LONGEST: lambda: lambda _, value: len(value) <= limit,
    }
    return holds[rule.condition]()


def _is_of(form: str) -> Holds:
    whole = compiled(form)
    return lambda text, _: whole.fullmatch(text) is not None


def _is_among(field: Field, known: frozenset[str]) -> Holds:
    return lambda text, _: known.issuperset(_items(field, text))


def _items(field: Field, text: str) -> list[str]:
    """Return the texts to compare with codes: for a list, the text of each item."""
    return text.split(field.delimiter) if field.type == "list" else [text]


def _is_invalid(code: object, items: Sequence[str], day: date) -> bool:
    return isinstance(code, Code) and code.text in items and not code.holds_on(day)
