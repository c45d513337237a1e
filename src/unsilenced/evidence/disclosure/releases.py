"""The releases so far: a folder of tables, numbered as they came, that each new one joins."""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.disclosure.publish import write_csv
from unsilenced.evidence.disclosure.published import (
    PublishedTable,
    check_dimensions,
    read_published,
)
from unsilenced.evidence.errors import BadInput

_FILE: Final = re.compile(r"([0-9]{4,})(?:-rounded-([1-9][0-9]{0,8}))?\.csv")


@dataclass(frozen=True, slots=True)
class Releases:
    """What `folder` holds, the oldest first."""

    folder: Path
    tables: tuple[PublishedTable, ...]

    def linked(self, dimensions: tuple[str, str]) -> tuple[PublishedTable, ...]:
        """Return those that share a dimension with these, or with one that does, and so on.

        The others tell nothing of the same counts but, perhaps, how many people there are in all.
        Raises `BadInput` where one of them is called otherwise than in a release before.
        """
        held = [(str(self.folder / each.name), each.dimensions) for each in self.tables]
        check_dimensions([*held, ("the table", dimensions)])
        known = set(dimensions)
        for _ in self.tables:
            for table in self.tables:
                if known & set(table.dimensions):
                    known |= set(table.dimensions)
        return tuple(table for table in self.tables if known & set(table.dimensions))

    def enter(self, released: Released) -> str:
        """Add a table, whole or not at all, and return the name of its file.

        The same table as the last is not added again. Raises `BadInput` if it cannot be written.
        """
        table = released.table
        if self.tables and replace(self.tables[-1], name=table.name) == table:
            return self.tables[-1].name
        rounded = f"-rounded-{table.rounded_to}" if table.rounded_to > 1 else ""
        name = f"{len(self.tables) + 1:04}{rounded}.csv"
        try:
            with tempfile.TemporaryDirectory(prefix=".", dir=self.folder) as beside:
                whole = Path(beside) / name
                write_csv(released, whole)
                with whole.open("rb") as file:
                    os.fsync(file.fileno())
                whole.rename(self.folder / name)
        except OSError as error:
            reason = f"cannot be written: {error.strerror}"
            raise BadInput(reason, file=str(self.folder / name)) from error
        return name


@contextmanager
def releases_in(folder: Path) -> Iterator[Releases]:
    """Read the releases in `folder`, a new one perhaps, and keep it to oneself until one is done.

    Raises `BadInput` for what is no release, where a number is missing, and while somebody else
    has the folder.
    """
    try:
        folder.mkdir(exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BadInput(f"cannot be used: {error.strerror}", file=str(folder)) from error
    try:
        _lock(held, folder)
        yield Releases(folder, _tables(folder))
    finally:
        os.close(held)


def _lock(held: int, folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BadInput("somebody else is releasing a table just now", file=str(folder)) from error


def _tables(folder: Path) -> tuple[PublishedTable, ...]:
    files = sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))
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
