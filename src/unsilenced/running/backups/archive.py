"""PostgreSQL's programs, and what they tell of a backup's file before anything is done with it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from unsilenced.running import versions
from unsilenced.running.backups.encrypting import encrypting
from unsilenced.running.backups.kinds import KEPT_BY, Kind
from unsilenced.running.postgres import programs

EXTENSION = re.compile(r"\d+; \d+ \d+ (COMMENT - )?EXTENSION ")
"""A line of a backup's list that makes an extension, or says what it is."""

_COPIES = re.compile(r"COPY (?:public\.)?django_migrations \(([a-z, ]+)\) FROM stdin;")
_ENDS = "\\."

Environment = Mapping[str, str]


class BackupError(Exception):
    """A backup or a restore that could not be done; the message says why, and what to do."""


def check(kind: Kind, file: Path) -> None:
    """Read a backup through, so that one cut short, or of something else, is noticed at once."""
    try:
        run("pg_restore", "--file=/dev/null", file)
        listed = run("pg_restore", "--list", file)
    except BackupError as error:
        raise BackupError(
            f"{file} is not a whole backup: it is cut short, damaged, or something else. Nothing "
            f"was changed. {error}"
        ) from error
    if _holds(listed, kind.table):
        return
    for table, whose in KEPT_BY.items():
        if _holds(listed, table):
            raise BackupError(f"{file} is a backup of {whose}. Nothing was changed.")
    raise BackupError(f"{file} is not a backup of this program. Nothing was changed.")


def refuse_newer(file: Path) -> None:
    """Raise NewerVersionError where a newer program than this one made the backup."""
    versions.refuse_unknown(applied(file), f"The backup {file}")


def applied(file: Path) -> set[versions.Migration]:
    """Return which migrations a backup's database had."""
    script = run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", file)
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


def _holds(listed: str, table: str) -> bool:
    return f"TABLE DATA public {table} " in listed


@contextmanager
def without_extensions(file: Path) -> Iterator[Path]:
    """List what is in a backup but extensions, which those of earlier versions hold."""
    with TemporaryDirectory() as folder:
        listed = Path(folder) / "list"
        lines = run("pg_restore", "--list", file).splitlines(keepends=True)
        kept = (line for line in lines if not EXTENSION.match(line))
        listed.write_text("".join(kept), encoding="utf-8")
        yield listed


@contextmanager
def service(database: Mapping[str, str]) -> Iterator[Environment]:
    """Tell the programs where the database is, without the password in the list of processes.

    Raises PostgresError where they could not encrypt the connection.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "service"
        lines = (f"{name}={value}\n" for name, value in database.items())
        file.write_text("[site]\n" + "".join(lines), encoding="utf-8")
        told = {"PGSERVICEFILE": str(file), "PGSERVICE": "site"}
        yield {**os.environ, **told, **encrypting(database)}


def run(
    program: str,
    *arguments: str | Path,
    environment: Environment | None = None,
    held: tuple[int, ...] = (),
) -> str:
    """Run one of PostgreSQL's programs; `held` are descriptors that it keeps open.

    Raises BackupError.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [programs() / program, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        pass_fds=held,
    )
    if done.returncode:
        raise BackupError(f"{program} failed. {done.stderr.strip()}")
    return done.stdout
