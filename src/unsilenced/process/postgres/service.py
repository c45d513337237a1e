"""The embedded PostgreSQL as a service: one process holds it, and its users come and go."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from unsilenced.process.postgres.embedded import (
    LOG,
    LOOK,
    PAUSES,
    PostgresError,
    account_of,
    answers,
    held_mark,
    is_held,
    make_ready,
    process,
    programs,
    refuse_moved,
    stop,
    turn_at,
    users_of,
)
from unsilenced.process.serving import systemd

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FAST_SHUTDOWN = signal.SIGINT
_LAST_LINES = 3


def serve(folder: Path, *, durable: bool = True) -> None:
    """Run PostgreSQL on `folder` until SIGTERM, SIGINT or SIGHUP, and again whenever it ends.

    A server that a command has started is taken over: it is stopped, and one of this process's
    own is started. Raises PostgresError where it does not start, or another process holds it.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    refuse_moved(folder)
    with _held(folder):
        make_ready(folder, durable=durable)
        asyncio.run(_hold(folder))


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep every other process from starting or stopping the server."""
    with users_of(folder) as users, held_mark(folder).open("w") as mark:
        with turn_at(folder):
            if is_held(folder):
                raise PostgresError(f"Another process serves the database in {folder} already.")
            fcntl.flock(mark, fcntl.LOCK_EX)
            # This process counts as a user, so no other user is the last.
            fcntl.flock(users, fcntl.LOCK_SH)
            if process(folder) is not None:
                _say("PostgreSQL runs already, as a command's own. It is taken over.")
                stop(folder)
        try:
            yield
        finally:
            # systemd may start this again at once. Processes that come meanwhile wait for that.
            if not systemd.is_listening():
                with turn_at(folder):
                    held_mark(folder).unlink(missing_ok=True)


async def _hold(folder: Path) -> None:
    told_to_stop = asyncio.Event()
    for each in STOP:
        asyncio.get_running_loop().add_signal_handler(each, told_to_stop.set)
    told = asyncio.ensure_future(told_to_stop.wait())
    while not told.done():
        server = await _start(folder, told)
        ends = asyncio.ensure_future(server.wait())
        if not told.done():
            systemd.tell(systemd.READY)
            _say(f"PostgreSQL is ready in {folder} (Ctrl-C stops it)")
        await asyncio.wait({told, ends}, return_when=asyncio.FIRST_COMPLETED)
        if not told.done():
            _say(f"PostgreSQL ended by itself ({server.returncode}). It is started again.")
        elif server.returncode is None:
            systemd.tell(systemd.STOPPING)
            server.send_signal(FAST_SHUTDOWN)
        await ends


async def _start(folder: Path, told: asyncio.Task[Literal[True]]) -> Process:
    """Start the server and wait until it takes connections, or this process is told to stop."""
    # The remains of a killed server (children, shared memory) take a moment to go.
    for pause in (*PAUSES, None):
        server = await _run(folder)
        while server.returncode is None:
            if answers(folder) or told.done():
                return server
            await asyncio.sleep(LOOK)
        if pause is not None:
            await asyncio.wait({told}, timeout=pause)
        if told.done():
            return server
    raise PostgresError(f"PostgreSQL does not start in {folder}. {_last_words(folder)}")


async def _run(folder: Path) -> Process:
    account = account_of(folder)
    descriptor = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if account is not None:
            os.fchown(descriptor, account.pw_uid, account.pw_gid)
        # In a group of its own, only this process tells it to stop, and not Ctrl-C as well.
        return await asyncio.create_subprocess_exec(
            programs() / "postgres",
            "-D",
            folder,
            stdin=DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            cwd="/",
            process_group=0,
            user=account and account.pw_uid,
            group=account and account.pw_gid,
            extra_groups=None if account is None else [],
        )
    finally:
        os.close(descriptor)


def _last_words(folder: Path) -> str:
    """Return the last lines of the server's log, which holds no moments and no values."""
    lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    return " ".join(lines[-_LAST_LINES:])


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()
