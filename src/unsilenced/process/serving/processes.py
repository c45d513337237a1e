"""Serving: the processes that answer requests and do the jobs, started and stopped together."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import Popen

from unsilenced.process.postgres.embedded import is_held
from unsilenced.process.postgres.embedded import process as postgres_process
from unsilenced.process.serving import systemd
from unsilenced.process.serving.lifeline import READY
from unsilenced.process.serving.systemd import given_socket

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LAST_PORT = 65535
USUAL = 8000
FIRST_FREE = 1024
GRACE = 20
"""Seconds that a process may take to finish what it is doing."""


class ServingError(Exception):
    """Serving could not start or go on; the message says why, and what to do."""


@dataclass(frozen=True)
class Address:
    """The address on which a site listens, and the settings that choose it."""

    host: str
    port: int
    setting: str = "PORT"
    host_setting: str = "HOST"

    @property
    def url(self) -> str:
        """The address as a browser on this machine writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def numeric(self) -> Address:
        """Return the same with the host as an IP address, on which servers listen.

        If a name such as `localhost` has several addresses, it takes the first of IPv4 before those
        of IPv6: a proxy set to 127.0.0.1 finds it. Raises ServingError.
        """
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise ServingError(
                f"{self.host_setting}={self.host} is no address of this machine: "
                f"{getattr(error, 'strerror', None) or 'not a host name'}. Behind a proxy on the "
                f"same machine, leave it out: {self.host_setting}=127.0.0.1."
            ) from error
        *_, place = min(found, key=lambda each: each[0] != socket.AF_INET)
        return replace(self, host=str(place[0]))


@dataclass(frozen=True)
class Program:
    """A module that runs as a process of its own, and the environment that it is given.

    A module that `listens` gets the socket that systemd holds, if there is one.
    """

    module: str
    environment: Mapping[str, str] = field(repr=False)
    listens: bool = False


@dataclass(frozen=True)
class Served:
    """What to serve: the parts by their names, the address, and the embedded PostgreSQL.

    `beside` is a program that runs already and is needed like the parts, and its name.
    """

    parts: Mapping[str, Program]
    address: Address
    postgres: Path | None
    beside: Mapping[str, Popen[bytes]] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A running process of a site."""

    name: str
    process: Process


def refuse_port_in_use(address: Address) -> None:
    """Raise ServingError unless a site, or systemd for it, can listen there."""
    given = given_socket()
    if given is not None:
        _refuse_another_port(given, address)
        return
    here = address.numeric()
    family = socket.AF_INET6 if ":" in here.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((here.host, here.port))
    except OSError as error:
        raise ServingError(
            f"Cannot listen on {address.host}, port {address.port}: {error.strerror}. "
            f"{_what_to_do(address, error)}"
        ) from error


def _refuse_another_port(given: int, address: Address) -> None:
    with socket.socket(fileno=os.dup(given)) as held:
        port = held.getsockname()[1]
    if port != address.port:
        raise ServingError(
            f"systemd listens on port {port} for this service, and {address.setting} is "
            f"{address.port}. Make both the same."
        )


def _what_to_do(address: Address, error: OSError) -> str:
    if error.errno in {errno.EACCES, errno.EPERM}:
        return (
            f"Ports below {FIRST_FREE} are for administrators: let the proxy listen there, and "
            f"choose a higher one here, such as {address.setting}={USUAL}."
        )
    if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
        return (
            f"This machine has no such address: look at {address.host_setting}. Behind a proxy on "
            f"the same machine, leave it out: {address.host_setting}=127.0.0.1."
        )
    other = address.port + 1 if address.port < LAST_PORT else USUAL
    return f"Stop what runs there, or choose another port: {address.setting}={other}."


def serve(served: Served, welcome: str) -> None:
    """Serve until told to stop (SIGINT, SIGTERM, SIGHUP), then stop every process.

    It prints `welcome` once requests are answered. Raises ServingError when a process ends by
    itself.
    """
    refuse_port_in_use(served.address)
    asyncio.run(_serve(served, welcome))


async def _serve(served: Served, welcome: str) -> None:
    told_to_stop = asyncio.Event()
    for each in STOP:
        asyncio.get_running_loop().add_signal_handler(each, told_to_stop.set)
    # A part watches the other end of this pipe: if this process is killed, the parts end too.
    watched, held = os.pipe()
    ready, tell = os.pipe()
    parts = [await _start(name, program, watched, tell) for name, program in served.parts.items()]
    os.close(tell)
    waiting = {
        asyncio.ensure_future(told_to_stop.wait()),
        *(asyncio.ensure_future(_ends(part)) for part in parts),
        *(asyncio.ensure_future(_beside_ends(*each)) for each in served.beside.items()),
    }
    if served.postgres is not None:
        waiting.add(asyncio.ensure_future(_postgres_ends(served.postgres)))
    greeting = asyncio.ensure_future(_greet(served, ready, welcome))
    try:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for future in {greeting, *waiting}:
            future.cancel()
        await asyncio.gather(*(_stop(part.process) for part in parts))
        for pipe in (watched, held, ready):
            os.close(pipe)
    for future in done:
        if future.exception() is not None and not told_to_stop.is_set():
            raise ServingError(str(future.exception()))


async def _start(name: str, program: Program, watched: int, tell: int) -> Part:
    given = given_socket() if program.listens else None
    passed = [watched, tell] if given is None else [watched, tell, given]
    # In a group of its own, a part is told to stop once: by this process, not by Ctrl-C as well.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        program.module,
        *map(str, passed),
        env=program.environment,
        pass_fds=passed,
        stdin=DEVNULL,
        process_group=0,
    )
    return Part(name, process)


async def _ends(part: Part) -> None:
    code = await part.process.wait()
    raise ServingError(_ended(part.name, code))


async def _beside_ends(name: str, process: Popen[bytes]) -> None:
    # The process that started it waits for it, so we must look whether it has ended.
    while process.poll() is None:  # noqa: ASYNC110
        await asyncio.sleep(1)
    raise ServingError(_ended(name, process.returncode))


def _ended(name: str, code: int) -> str:
    return f"The process for {name} ended by itself ({code}). All is stopped."


async def _postgres_ends(folder: Path) -> None:
    # It is another process's child, so we must look whether it has ended.
    while postgres_process(folder) is not None or is_held(folder):  # noqa: ASYNC110
        await asyncio.sleep(1)
    raise ServingError(f"PostgreSQL in {folder} ended by itself. All is stopped.")


async def _greet(served: Served, ready: int, welcome: str) -> None:
    """Print `welcome` as soon as all parts have what they need, and a request is answered.

    Tell systemd then, too.
    """
    await _all_are_ready(ready, len(served.parts))
    # There is no signal for it, so we try.
    while not await _answers(served.address):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    print(welcome, flush=True)  # noqa: T201 - printing is this command's purpose
    systemd.tell(systemd.READY)


async def _all_are_ready(pipe: int, parts: int) -> None:
    """Wait until each part has written to the pipe that it is ready."""
    loop, heard, all_heard = asyncio.get_running_loop(), bytearray(), asyncio.Event()

    def hear() -> None:
        said = os.read(pipe, parts)
        heard.extend(said)
        if not said:
            loop.remove_reader(pipe)
        elif heard == READY * parts:
            all_heard.set()

    loop.add_reader(pipe, hear)
    try:
        await all_heard.wait()
    finally:
        loop.remove_reader(pipe)


async def _answers(address: Address) -> bool:
    """Whether a request is answered. An accepted connection says less.

    It may wait in the kernel until a process that answers is ready.
    """
    here = address.numeric()
    try:
        reader, writer = await asyncio.open_connection(here.host, here.port)
        try:
            writer.write(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return bool(await reader.read(1))
        finally:
            writer.close()
    except OSError:
        return False


async def _stop(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
