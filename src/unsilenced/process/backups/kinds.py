"""The kinds of backups: how to recognise each, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from unsilenced.process.database.session import connect

KEPT_BY: Mapping[str, str] = {
    "people_organisation": "a site, for `unsilenced restore`",
    "people_project": "a site, for `unsilenced restore`",
    "keyholder_logentry": "a key holder, for `unsilenced keyholder restore`",
}
"""A table that only one of the two sites has, and that site's name."""

ANY_TABLE = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"


@dataclass(frozen=True)
class BackupKind:
    """The database of one of the two sites, as backups see it.

    `tables` are the names of one that only it has: the present name, then those that it had in
    versions before. Without a row of it, which is called `thing`, there is nothing to keep. The
    rows of the tables `left_out` are of a day, or of who is logged in.
    """

    tables: tuple[str, ...]
    thing: str
    left_out: tuple[str, ...]
    settings: str

    def holds_anything(self, database: Mapping[str, str]) -> bool:
        """Whether there is a `thing`."""
        return any(_has_a_row(database, table) for table in self._there(database))

    def is_in_use(self, database: Mapping[str, str]) -> bool:
        """Whether there is a `thing`, or another program's tables."""
        there = self._there(database)
        if there:
            return any(_has_a_row(database, table) for table in there)
        return _asked(database, ANY_TABLE)

    def _there(self, database: Mapping[str, str]) -> list[str]:
        named = "SELECT to_regclass('public.{}') IS NOT NULL"
        return [table for table in self.tables if _asked(database, named.format(table))]


@dataclass(frozen=True)
class Belonging:
    """A file that a backup does not hold and that belongs to it."""

    file: Path
    purpose: str

    def __str__(self) -> str:
        """Say where it is and whether it is there."""
        state = "there" if self.file.exists() else "not there"
        return f"{self.file} ({state}): {self.purpose}"


def _has_a_row(database: Mapping[str, str], table: str) -> bool:
    return _asked(database, f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - ours


def _asked(database: Mapping[str, str], question: str) -> bool:
    with connect(database) as connection:
        return connection.execute(question.encode()).fetchone() == (True,)
