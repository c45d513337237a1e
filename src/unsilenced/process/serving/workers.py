"""The workers that answer requests: the processes that Granian forks, each with its threads."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from wsgiref.types import WSGIApplication

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder  # type: ignore[attr-defined]
from granian.server.mp import MPServer

from unsilenced.process.serving import slow_peers
from unsilenced.process.serving.gateway import Gateway
from unsilenced.process.serving.lifeline import end_when_closed, tell_ready
from unsilenced.process.serving.processes import Address

THREADS = 4
"""Requests that one worker answers at the same time; each thread keeps a database connection."""

CONNECTIONS = 256
"""Connections that one worker takes at a time; the kernel keeps the next ones waiting.

Each may hold one whole request or answer, so this limits the memory that strangers can use."""

BACKLOG = 1024
"""Connections that wait in a socket that listens."""

HEAD_MS = 10_000
"""Milliseconds within which a request's head must come, also on a connection kept open."""


@dataclass(frozen=True)
class Pipes:
    """Pipes to the process that started this one: closed when that dies, written to when ready."""

    lifeline: int
    ready: int


def answer_requests(
    module: str, address: Address, workers: int, pipes: Pipes, given: int | None = None
) -> None:
    """Answer with the `application` of `module` until SIGTERM, or until the lifeline is closed.

    It loads the application once, before the workers start, and writes to the pipe `ready`. Granian
    would log addresses only in its access log, which is off.
    """
    end_when_closed(pipes.lifeline)
    address = address.numeric()
    application = import_module(module).application
    tell_ready(pipes.ready)
    # The workers share the loaded application. From Python 3.14 on, this is not the default.
    multiprocessing.set_start_method("fork", force=True)
    server = _Server(
        given,
        f"{module}:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MS),
        workers_kill_timeout=10,
        log_access=False,
        log_level=LogLevels.error,
    )
    server.serve(
        target_loader=_loader(application, address.port, pipes.lifeline), wrap_loader=False
    )


def close_connections() -> None:
    """Close this thread's database connection, before PostgreSQL ends it because it is idle.

    PostgreSQL would log that, and so show when the last visitor before a quiet time came.
    """
    from django.db import connections  # noqa: PLC0415 - needs Django set up

    connections.close_all()


class _Server(MPServer):
    """Granian on a given socket, if there is one."""

    def __init__(self, given: int | None, target: str, **settings: Any) -> None:
        super().__init__(target, **settings)
        self._given = given

    def _init_shared_socket(self) -> None:
        if self._given is None:
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
        else:
            # Granian does the same with its own socket if each worker cannot have one.
            self._ssp, self._sso = None, None
            self._sfd = self._given  # type: ignore[assignment]
            is_unix = False
            self._shd = SocketHolder(self._given, is_unix, BACKLOG)  # type: ignore[assignment, call-arg]


def _loader(
    application: WSGIApplication, port: int, lifeline: int
) -> Callable[[], Callable[..., object]]:
    def target() -> Callable[..., object]:
        # Each worker calls this; otherwise it would outlive a killed parent.
        end_when_closed(lifeline)
        slow_peers.watch(port)
        return Gateway(application, THREADS, close_connections).answer

    return target
