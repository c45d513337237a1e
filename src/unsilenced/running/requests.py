"""Answering requests in one process: Granian and its workers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from wsgiref.types import WSGIApplication

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from unsilenced.running import slow_peers
from unsilenced.running.gateway import Gateway
from unsilenced.running.lifeline import end_when_closed, tell_ready
from unsilenced.running.serving import Address

THREADS = 4
"""Requests that one worker answers at the same time; each thread keeps a database connection."""

CONNECTIONS = 256
"""Connections that one worker takes at a time; the kernel keeps the next ones waiting.

Each may hold one whole request or answer: so this bounds the memory that strangers can use."""

HEAD_MS = 10_000
"""Milliseconds in which the head of a request must have come, also on a connection kept open."""


def answer_requests(module: str, address: Address, workers: int, lifeline: int, ready: int) -> None:
    """Answer with the `application` of `module` until SIGTERM, or until `lifeline` is closed.

    The application is loaded once, before the workers are begun, and `ready` is told. Granian would
    log addresses only in its access log, which is off.
    """
    end_when_closed(lifeline)
    address = address.numeric()
    application = import_module(module).application
    tell_ready(ready)
    server = Granian(
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
    server.serve(target_loader=_loader(application, address.port, lifeline), wrap_loader=False)


def _loader(
    application: WSGIApplication, port: int, lifeline: int
) -> Callable[[], Callable[..., object]]:
    def target() -> Callable[..., object]:
        # Called in each worker, which would otherwise outlive a killed parent.
        end_when_closed(lifeline)
        slow_peers.watch(port)
        return Gateway(application, THREADS).answer

    return target
