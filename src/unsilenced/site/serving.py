"""Serving: the processes that answer requests and do the jobs, started and stopped together."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from dataclasses import dataclass
from pathlib import Path

from unsilenced.running.postgres import process as postgres_process
from unsilenced.site.configuration import Configuration

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 20
"""Seconds that a process may take to finish what it is doing."""

PARTS = {"pages": "unsilenced.site.serve_pages", "jobs": "unsilenced.site.serve_jobs"}


class ServingError(Exception):
    """Serving could not start or go on; the message says why, and what to do."""


@dataclass(frozen=True)
class Part:
    """A running process of the site."""

    name: str
    process: Process


def refuse_port_in_use(configuration: Configuration) -> None:
    """Raise ServingError unless the site can listen where it is told to."""
    host, port = configuration.host, configuration.port
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ServingError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Stop what runs there, or "
            f"choose another port: PORT={port + 1 if port < 65535 else 8000}."  # noqa: PLR2004
        ) from error


def serve(configuration: Configuration, postgres: Path | None, welcome: str) -> None:
    """Serve until told to stop (SIGINT, SIGTERM, SIGHUP), then stop every process.

    `postgres` is the folder of the embedded PostgreSQL, if that is used. `welcome` is printed
    once connections are taken. Raises ServingError when a process ends by itself.
    """
    refuse_port_in_use(configuration)
    asyncio.run(_serve(configuration, postgres, welcome))


async def _serve(configuration: Configuration, postgres: Path | None, welcome: str) -> None:
    told_to_stop = asyncio.Event()
    for each in STOP:
        asyncio.get_running_loop().add_signal_handler(each, told_to_stop.set)
    # A part watches the other end of this pipe: if this process is killed, the parts end too.
    watched, held = os.pipe()
    parts = [await _start(name, module, watched) for name, module in PARTS.items()]
    waiting = {
        asyncio.ensure_future(told_to_stop.wait()),
        *(asyncio.ensure_future(_ends(part)) for part in parts),
    }
    if postgres is not None:
        waiting.add(asyncio.ensure_future(_postgres_ends(postgres)))
    greeting = asyncio.ensure_future(_greet(configuration, welcome))
    try:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for future in {greeting, *waiting}:
            future.cancel()
        await asyncio.gather(*(_stop(part.process) for part in parts))
        os.close(watched)
        os.close(held)
    for future in done:
        if future.exception() is not None and not told_to_stop.is_set():
            raise ServingError(str(future.exception()))


async def _start(name: str, module: str, watched: int) -> Part:
    # In a group of its own, a part is told to stop once: by this process, not by Ctrl-C as well.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        str(watched),
        pass_fds=[watched],
        stdin=DEVNULL,
        process_group=0,
    )
    return Part(name, process)


async def _ends(part: Part) -> None:
    code = await part.process.wait()
    raise ServingError(f"The process for {part.name} ended by itself ({code}). All is stopped.")


async def _postgres_ends(folder: Path) -> None:
    # It is another's child, so nothing but looking tells that it is gone.
    while postgres_process(folder) is not None:  # noqa: ASYNC110
        await asyncio.sleep(1)
    raise ServingError(f"PostgreSQL in {folder} ended by itself. All is stopped.")


async def _greet(configuration: Configuration, welcome: str) -> None:
    """Print `welcome` as soon as a connection is taken."""
    while True:
        try:
            _, writer = await asyncio.open_connection(configuration.host, configuration.port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            print(welcome, flush=True)  # noqa: T201 - this is what was asked for
            return


async def _stop(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
