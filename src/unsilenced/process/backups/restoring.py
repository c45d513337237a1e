"""Restoring a backup: all of it in place of what the database holds, or nothing."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from psycopg import sql

from unsilenced.process.backups.archive import BackupError, check, refuse_newer, service, to_restore
from unsilenced.process.backups.kinds import BackupKind
from unsilenced.process.database.emptying import EMPTY
from unsilenced.process.database.session import connect, settings
from unsilenced.process.postgres.embedded import programs

SETTINGS = "SELECT name FROM pg_settings"
SETS = re.compile(rb"SET (\w+) =")
"""A line of pg_restore's script that sets something."""
OWN_NOTE = re.compile(rb"ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_attver=[0-9]+\);\n")
"""A note on a column that PostgreSQL 15.20 keeps for itself; other versions refuse it."""
BEFORE_ALL = (b"SET ", b"--", b"\\", b"\n")
"""The beginnings of the script's first lines: settings, comments, psql's own words."""


@dataclass(frozen=True)
class Under:
    """The account that restores: its address, and the role that it becomes to own the result."""

    address: Mapping[str, str]
    role: str = ""


def restore(
    kind: BackupKind,
    database: Mapping[str, str],
    file: Path,
    *,
    replace: bool,
    prepare: Callable[[], Under] | None = None,
) -> None:
    """Put what `file` holds in place of what the database holds: all of it or nothing.

    Before it, but only if a restore is possible, `prepare` prepares what it needs and says which
    role restores: a person who changed the file can make that role do anything. Raises BackupError;
    NewerVersionError; without `replace`, BackupError also for a database that holds something; and
    what `prepare` raises.
    """
    check(kind, file)
    refuse_newer(file)
    if not replace and kind.is_in_use(database):
        raise BackupError(
            "The database is not empty. To throw away what it holds, add --replace; "
            "write a backup of it first."
        )
    under = prepare() if prepare else Under(database)
    begin, known = _settings(under)
    with (
        service(under.address) as environment,
        to_restore(file) as listed,
        TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - our own program
            [
                programs() / "pg_restore",
                "--no-owner",
                "--no-acl",
                f"--use-list={listed}",
                "--file=-",
                file,
            ],
            stdout=subprocess.PIPE,
            stderr=said,
        ) as script,
        subprocess.Popen(  # noqa: S603 - our own program
            [programs() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment,
        ) as psql,
    ):
        _feed(psql, script, begin, known)
        if psql.wait() or script.wait():
            said.seek(0)
            raise BackupError(f"Nothing was restored. {said.read().decode(errors='replace')}")


def _feed(
    psql: subprocess.Popen[bytes],
    script: subprocess.Popen[bytes],
    begin: bytes,
    known: Collection[bytes],
) -> None:
    """Give psql the script as one transaction, committed when all of it is done.

    It gets COMMIT only then: psql runs what is in the pipe even if this process is killed.
    `begin` sets up the session and empties the database. `known` are the server's settings: an
    older one has not all that the script sets.
    """
    if psql.stdin is None or psql.stdout is None or script.stdout is None:
        raise TypeError("all three must be pipes")
    try:
        with psql.stdin as told:
            told.write(b"\\o /dev/null\n" + begin)
            for line in script.stdout:
                name = SETS.match(line)
                if name is None or name[1] in known:
                    told.write(line)
                if not line.startswith(BEFORE_ALL):
                    break
            told.writelines(line for line in script.stdout if not OWN_NOTE.fullmatch(line))
            if script.wait() == 0:
                told.write(b"\n\\echo done\n")
                told.flush()
                if psql.stdout.readline():
                    told.write(b"COMMIT;\n")
    except BrokenPipeError:
        script.kill()


def _settings(under: Under) -> tuple[bytes, Collection[bytes]]:
    """Return what comes before the script, and the names of all that can be set in this version."""
    with connect(under.address) as connection:
        known = {name.encode() for (name,) in connection.execute(SETTINGS).fetchall()}
        role = sql.SQL("SET ROLE {};").format(sql.Identifier(under.role)).as_bytes()
        begin = settings(connection) + b";\nBEGIN;\n" + EMPTY.encode()
        return begin + (role if under.role else b"") + b"\n", known
