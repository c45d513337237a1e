"""Answering requests in one process: Granian and its workers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.core.handlers.wsgi import WSGIHandler
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from unsilenced.running.lifeline import end_when_closed
from unsilenced.running.serving import Address

THREADS = 4
"""Requests that one worker answers at the same time; each thread keeps a database connection."""


def answer_requests(module: str, address: Address, workers: int, lifeline: int) -> None:
    """Answer with the `application` of `module` until SIGTERM, or until `lifeline` is closed.

    Granian would log addresses only in its access log, which is off.
    """
    end_when_closed(lifeline)
    server = Granian(
        f"{module}:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=10,
        log_access=False,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=_loader(module, lifeline), wrap_loader=False)


def _loader(module: str, lifeline: int) -> Callable[[], WSGIHandler]:
    def application() -> WSGIHandler:
        # Called in each worker, which would otherwise outlive a killed parent.
        end_when_closed(lifeline)
        loaded: WSGIHandler = import_module(module).application
        return loaded

    return application
