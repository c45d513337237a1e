"""The releases so far: a folder of tables, numbered in order, that each new one joins."""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from unsilenced.evidence.disclosure.about import About
from unsilenced.evidence.disclosure.audit import Ledger, Rule
from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.disclosure.publish import write_csv
from unsilenced.evidence.disclosure.published import (
    PublishedTable,
    check_dimensions,
    read_published,
)
from unsilenced.evidence.disclosure.record import FILE, Entry, Record, read_record, remembered
from unsilenced.evidence.disclosure.relating import held_in, linked, related
from unsilenced.evidence.errors import BadInput

_FILE: Final = re.compile(r"([0-9]{4,})(?:-rounded-([1-9][0-9]{0,8}))?\.csv")


@dataclass(frozen=True, slots=True)
class Releases:
    """The tables in `folder`, the oldest first, and `record`, what it knows beside them.

    `new` are releases that have joined but are not in the folder yet.
    """

    folder: Path
    tables: tuple[PublishedTable, ...]
    record: Record = field(default_factory=Record)
    new: tuple[Released, ...] = ()
    names: tuple[str, ...] = ()

    def linked(self, dimensions: tuple[str, str]) -> tuple[PublishedTable, ...]:
        """Return those that share a dimension with these, or a level of one, and so on.

        The others say nothing about the same counts, except perhaps how many people there are.
        """
        held = held_in(self.tables, self.record)
        return tuple(each.table for each in linked(held, dimensions, self.record.together))

    def ledger_for(self, table: PublishedTable, about: About | None, rule: Rule) -> Ledger:
        """Return the tables to audit `table` with; it must show all its counts: see `related`."""
        held = [(str(self.folder / each.name), each.dimensions) for each in self.tables]
        check_dimensions([*held, (table.name, table.dimensions)])
        return related(self.tables, self.record, table, about, rule)

    def joined(self, released: Released, about: About | None = None) -> Releases:
        """Return these and one more, which is in the folder only once all are written.

        It does not add the last table again if it is about the same people.
        """
        table = released.table
        where = {} if about is None else dict(about.where)
        last = self.tables[-1] if self.tables else None
        if last is not None and replace(last, name=table.name) == table:
            entry = held_in(self.tables, self.record)[-1].entry
            if {name: set(labels) for name, labels in entry.where.items()} == {
                name: set(labels) for name, labels in where.items()
            }:
                return replace(self, names=(*self.names, last.name))
        rounded = f"-rounded-{table.rounded_to}" if table.rounded_to > 1 else ""
        name = f"{len(self.tables) + 1:04}{rounded}.csv"
        held, record = held_in(self.tables, self.record), self.record
        entry = Entry(name, where=where)
        if about is not None:
            in_use = {*table.dimensions, *where}.union(*(each.dimensions for each in held))
            columns = about.could_be_dimensions(in_use)
            record = remembered(record, about, in_use)
            entry = Entry(name, about.population, where, about.people, columns)
        if released.audit is not None:
            rule = released.audit.rule
            record = replace(record, threshold=rule.threshold, width=rule.width)
        return Releases(
            self.folder,
            (*self.tables, replace(table, name=name)),
            replace(record, entries=(*record.entries, entry)),
            (*self.new, released),
            (*self.names, name),
        )

    def write(self) -> tuple[str, ...]:
        """Write the new tables into the folder, each whole or not at all; return the file names.

        Raises `BadInput` if that cannot be done.
        """
        tables = self.tables[len(self.tables) - len(self.new) :]
        name = FILE
        try:
            with tempfile.TemporaryDirectory(prefix=".", dir=self.folder) as beside:
                for table, released in zip(tables, self.new, strict=True):
                    name = table.name
                    write_csv(released, Path(beside) / name)
                    _check_read(Path(beside) / name, table)
                # We write what we know about a table first: without the table it does no harm.
                if self.new:
                    (Path(beside) / FILE).write_text(self.record.as_text(), encoding="utf-8")
                    self._move(Path(beside) / FILE)
                for table in tables:
                    name = table.name
                    self._move(Path(beside) / name)
        except OSError as error:
            reason = f"cannot be written: {error.strerror}"
            raise BadInput(reason, file=str(self.folder / name)) from error
        return self.names

    def enter(self, released: Released, about: About | None = None) -> str:
        """Add one table, whole or not at all, and return the name of its file."""
        return self.joined(released, about).write()[-1]

    def _move(self, whole: Path) -> None:
        with whole.open("rb") as file:
            os.fsync(file.fileno())
        whole.rename(self.folder / whole.name)


@contextmanager
def releases_in(folder: Path) -> Iterator[Releases]:
    """Read the releases in `folder`, which may be new, and lock it until the caller is done.

    Raises `BadInput` if a file is no release or a number is missing, and while somebody else has
    the folder.
    """
    try:
        folder.mkdir(exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BadInput(f"cannot be used: {error.strerror}", file=str(folder)) from error
    try:
        _lock(held, folder)
        tables, record = _tables(folder), read_record(folder / FILE)
        # That file may name a table that was never written.
        entries = tuple(each.entry for each in held_in(tables, record))
        yield Releases(folder, tables, replace(record, entries=entries))
    finally:
        os.close(held)


def _check_read(file: Path, table: PublishedTable) -> None:
    """Raise `BadInput` unless the file says the same as the table: every later run reads it."""
    if read_published(file, rounded_to=table.rounded_to) != table:
        reason = "would be read as another table: a label has a line break, or space around it"
        raise BadInput(reason, file=table.name)


def _lock(held: int, folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BadInput("somebody else is releasing a table just now", file=str(folder)) from error


def _tables(folder: Path) -> tuple[PublishedTable, ...]:
    every = (each.name for each in folder.iterdir())
    files = sorted(name for name in every if not name.startswith(".") and name != FILE)
    numbered: dict[int, PublishedTable] = {}
    for name in files:
        found = _FILE.fullmatch(name)
        if found is None or not int(found[1]) or int(found[1]) in numbered:
            raise BadInput(f"“{name}” is no release, or one too many", file=str(folder))
        table = read_published(folder / name, rounded_to=int(found[2] or 1))
        numbered[int(found[1])] = table
    for number in range(1, len(numbered) + 1):
        if number not in numbered:
            reason = f"number {number} of the releases is missing"
            raise BadInput(reason, file=str(folder))
    return tuple(numbered[number] for number in sorted(numbered))
