"""Backup and restore of the whole database, with PostgreSQL's own programs."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import LiteralString

import psycopg
from psycopg.conninfo import make_conninfo

from unsilenced.running.postgres import programs
from unsilenced.site.emptying import EMPTY

# Who is logged in now, and who can check or has checked today, is nothing to keep. A request with
# the recovery sheet would come back with its wait over, and with a yes that a no has ended since.
LEAVE_OUT = (
    "django_session",
    "people_membersession",
    "people_failedtries",
    "people_recoveryrequest",
    "evaluating_spenttoken",
    "warnings_membertokens",
    "warnings_caseworkertokens",
    "warnings_pursesissued",
    "reports_photosremoved",
    "reports_shut",
)
# A provider's extensions: the site needs none of them, and elsewhere they may not be there.
EXTENSIONS = ("--extension=plpgsql",)
EXTENSION = re.compile(r"\d+; \d+ \d+ (COMMENT - )?EXTENSION ")
"""A line of a backup's list that makes an extension, or says what it is."""
OURS = "SELECT to_regclass('public.people_project') IS NOT NULL"
OURS_LISTED = "TABLE DATA public people_project "
ANY_PROJECT = "SELECT EXISTS (SELECT FROM people_project)"
ANY_TABLE = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"
SETTINGS = "SELECT name FROM pg_settings"
SETS = re.compile(rb"SET (\w+) =")
"""A line of pg_restore's script that sets something."""
OWN_NOTE = re.compile(rb"ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_attver=[0-9]+\);\n")
"""A note on a column that PostgreSQL 15.20 keeps for itself; other versions refuse it."""
BEFORE_ALL = (b"SET ", b"--", b"\\", b"\n")
"""How the lines begin with which the script begins: what is set, comments, psql's own words."""

Environment = Mapping[str, str]


class BackupError(Exception):
    """A backup or a restore that could not be done; the message says why, and what to do."""


def backup(database: Mapping[str, str], file: Path) -> None:
    """Write the database to `file`, in PostgreSQL's custom format, and read it once through.

    `file` appears only when it is whole. Raises BackupError, also for a database without a project:
    whoever names another database than the site's would else keep backups of nothing.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with _service(database) as environment:
            left_out = [f"--exclude-table-data={table}" for table in LEAVE_OUT]
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            _run(
                "pg_dump",
                "--format=custom",
                *EXTENSIONS,
                *left_out,
                f"--file={part}",
                environment=environment,
            )
        if not _holds_a_project(database):
            raise BackupError(
                "Nothing was written: this database holds no project. "
                "Are DATABASE_URL and DATA_DIR those of the site?"
            )
        _check(part)
        part.replace(file)
    except OSError as error:
        raise BackupError(f"{file} could not be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def restore(
    database: Mapping[str, str],
    file: Path,
    *,
    replace: bool,
    prepare: Callable[[], None] = lambda: None,
) -> None:
    """Put what `file` holds in place of what the database holds: all of it or nothing.

    Before anything is put in, but only where it can be, `prepare` makes ready what it will need.
    Raises BackupError; without `replace`, also for a database that holds a project; and what
    `prepare` raises.
    """
    _check(file)
    if not replace and _holds_something(database):
        raise BackupError(
            "The database is not empty. To throw away what it holds, add --replace; "
            "write a backup of it first."
        )
    prepare()
    known = _settings(database)
    with (
        _service(database) as environment,
        _without_extensions(file) as listed,
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
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=environment,
        ) as psql,
    ):
        _feed(psql, script, known)
        if psql.wait() or script.wait():
            said.seek(0)
            raise BackupError(f"Nothing was restored. {said.read().decode(errors='replace')}")


def _feed(
    psql: subprocess.Popen[bytes], script: subprocess.Popen[bytes], known: Collection[bytes]
) -> None:
    """Give psql the script as one transaction, committed only if the script came whole.

    `known` are the server's settings: an older one has not all that the script sets.
    """
    if psql.stdin is None or script.stdout is None:
        raise TypeError("both must be pipes")
    try:
        with psql.stdin as told:
            told.write(b"BEGIN;\n" + EMPTY.encode())
            for line in script.stdout:
                name = SETS.match(line)
                if name is None or name[1] in known:
                    told.write(line)
                if not line.startswith(BEFORE_ALL):
                    break
            told.writelines(line for line in script.stdout if not OWN_NOTE.fullmatch(line))
            if script.wait() == 0:
                told.write(b"\nCOMMIT;\n")
    except BrokenPipeError:
        script.kill()


def _holds_something(database: Mapping[str, str]) -> bool:
    """Whether there is a project, or another program's tables."""
    if _asked(database, OURS):
        return _holds_a_project(database)
    return _asked(database, ANY_TABLE)


def _holds_a_project(database: Mapping[str, str]) -> bool:
    return _asked(database, OURS) and _asked(database, ANY_PROJECT)


def _settings(database: Mapping[str, str]) -> Collection[bytes]:
    """Return the names of all that can be set in this version of PostgreSQL."""
    with psycopg.connect(make_conninfo(**dict(database))) as connection:
        return {name.encode() for (name,) in connection.execute(SETTINGS).fetchall()}


def _asked(database: Mapping[str, str], question: LiteralString) -> bool:
    with psycopg.connect(make_conninfo(**dict(database))) as connection:
        return connection.execute(question).fetchone() == (True,)


def _check(file: Path) -> None:
    """Read a backup through, so that one cut short, or of something else, is noticed at once."""
    _run("pg_restore", "--file=/dev/null", file)
    if OURS_LISTED not in _run("pg_restore", "--list", file):
        raise BackupError(f"{file.name} is not a backup of a site like this one.")


@contextmanager
def _without_extensions(file: Path) -> Iterator[Path]:
    """List what is in a backup but extensions, which those of earlier versions hold."""
    with TemporaryDirectory() as folder:
        listed = Path(folder) / "list"
        lines = _run("pg_restore", "--list", file).splitlines(keepends=True)
        kept = (line for line in lines if not EXTENSION.match(line))
        listed.write_text("".join(kept), encoding="utf-8")
        yield listed


@contextmanager
def _service(database: Mapping[str, str]) -> Iterator[Environment]:
    """Tell the programs where the database is, without the password in the list of processes."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "service"
        lines = (f"{name}={value}\n" for name, value in database.items())
        file.write_text("[site]\n" + "".join(lines), encoding="utf-8")
        yield {**os.environ, "PGSERVICEFILE": str(file), "PGSERVICE": "site"}


def _run(program: str, *arguments: str | Path, environment: Environment | None = None) -> str:
    done = subprocess.run(  # noqa: S603 - our own program
        [programs() / program, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} failed. {done.stderr.strip()}")
    return done.stdout
