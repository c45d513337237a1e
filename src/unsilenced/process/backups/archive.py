"""PostgreSQL's programs, and what they say about a backup's file before it is used."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from psycopg.pq import Conninfo

from unsilenced.process.backups import contents
from unsilenced.process.backups.encrypting import encrypting
from unsilenced.process.backups.kinds import KEPT_BY, BackupKind
from unsilenced.process.database import versions
from unsilenced.process.postgres.embedded import PostgresError, programs

MOST = 1024 * 1024
"""Bytes that are read of a list of contents before a restore: ours have a thirtieth of it."""
MOST_SAID = 64 * 1024

_VARIABLES = {
    each.keyword.decode(): each.envvar.decode() for each in Conninfo.get_defaults() if each.envvar
}
"""The environment variables from which libpq reads its words. A few words have none."""
_LONGEST = 900
"""Bytes that a line of libpq's file can have."""

_COPIES = re.compile(r"COPY (?:public\.)?django_migrations \(([a-z, ]+)\) FROM stdin;")
_ENDS = "\\."

Environment = Mapping[str, str]


class BackupError(Exception):
    """A backup or a restore that could not be done; the message says why, and what to do."""


def check(kind: BackupKind, file: Path) -> None:
    """Read a whole backup, to notice at once if it is cut short or something else."""
    try:
        run("pg_restore", "--file=/dev/null", file)
        listed = _listed(file)
    except BackupError as error:
        raise BackupError(
            f"{file} is not a whole backup: it is cut short, damaged, or something else. Nothing "
            f"was changed. {error}"
        ) from error
    if any(_holds(listed, table) for table in kind.tables):
        _refuse_foreign(file, listed)
        return
    for table, whose in KEPT_BY.items():
        if _holds(listed, table):
            raise BackupError(f"{file} is a backup of {whose}. Nothing was changed.")
    raise BackupError(f"{file} is not a backup of this program. Nothing was changed.")


def refuse_newer(file: Path) -> None:
    """Raise NewerVersionError if a newer program than this one made the backup."""
    versions.refuse_unknown(applied(file), f"The backup {file}")


def applied(file: Path) -> set[versions.Migration]:
    """Return the migrations that a backup's database had."""
    script = run(
        "pg_restore", "--data-only", "--table=django_migrations", "--file=-", file, most=MOST
    )
    lines = iter(script.splitlines())
    found = next((begun for begun in map(_COPIES.fullmatch, lines) if begun), None)
    if found is None:
        raise BackupError(f"{file} does not say which version made it. Nothing was changed.")
    columns = found[1].split(", ")
    rows = [dict(zip(columns, row.split("\t"), strict=False)) for row in _until_end(lines)]
    return {(row.get("app", ""), row.get("name", "")) for row in rows}


def _until_end(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == _ENDS:
            return
        yield line


def _listed(file: Path) -> str:
    return run("pg_restore", "--list", file, most=MOST)


def _refuse_foreign(file: Path, listed: str) -> None:
    found = contents.foreign(listed)
    if found:
        raise BackupError(
            f"{file} holds what no backup of this program holds: {contents.named(found)}. Somebody "
            "changed the file, or put that into the database. Nothing was changed. Take another "
            "backup, or have an administrator of PostgreSQL take that out of the database."
        )


def _holds(listed: str, table: str) -> bool:
    return f"TABLE DATA public {table} " in listed


@contextmanager
def to_restore(file: Path) -> Iterator[Path]:
    """Give `pg_restore` the list of what to restore of a backup."""
    with TemporaryDirectory() as folder:
        listed = Path(folder) / "list"
        listed.write_text(contents.to_put_in(_listed(file)), encoding="utf-8")
        yield listed


@contextmanager
def service(database: Mapping[str, str]) -> Iterator[Environment]:
    """Tell the programs where the database is, without the password in the list of processes.

    Raises PostgresError if they could not encrypt the connection, or if there is no way to tell
    them.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "service"
        lines = (_line(name, value) for name, value in database.items() if name not in _VARIABLES)
        file.write_text("[site]\n" + "".join(lines), encoding="utf-8")
        told = {_VARIABLES[name]: value for name, value in database.items() if name in _VARIABLES}
        told |= {"PGSERVICEFILE": str(file), "PGSERVICE": "site"}
        yield {**os.environ, **told, **encrypting(database)}


def _line(name: str, value: str) -> str:
    """Return a line of the file for a word that has no variable. Raises PostgresError."""
    if value != value.strip() or "\n" in value or len(value.encode()) > _LONGEST:
        raise PostgresError(
            f"PostgreSQL's programs cannot be told {name}: it begins or ends with a blank, or is "
            f"longer than {_LONGEST} bytes. Nothing was done."
        )
    return f"{name}={value}\n"


def run(
    program: str,
    *arguments: str | Path,
    environment: Environment | None = None,
    held: tuple[int, ...] = (),
    most: int = MOST_SAID,
) -> str:
    """Run one of PostgreSQL's programs; return what it prints, of `most` bytes at most.

    `held` are descriptors that it keeps open. Raises BackupError, also if it prints more.
    """
    with (
        TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - our own program
            [programs() / program, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            pass_fds=held,
        ) as running,
    ):
        if running.stdout is None:
            raise TypeError("must be a pipe")
        printed = running.stdout.read(most + 1)
        if len(printed) > most:
            running.kill()
            raise BackupError(f"{program} tells of more than any backup of this program holds.")
        if running.wait():
            said.seek(0)
            told = said.read(MOST_SAID).decode(errors="replace").strip()
            raise BackupError(f"{program} failed. {told}")
    return printed.decode(errors="replace")
