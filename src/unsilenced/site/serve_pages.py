"""The process that answers requests: Granian and its workers. Started by site.serving."""

from __future__ import annotations

import sys

from django.core.handlers.wsgi import WSGIHandler
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from unsilenced.running.lifeline import end_when_closed
from unsilenced.site.configuration import configuration

THREADS = 4
"""Requests that one worker answers at the same time; each thread keeps a database connection."""


def serve_pages(lifeline: int) -> None:
    """Answer requests until SIGTERM, or until the pipe `lifeline` is closed.

    Granian would log addresses only in its access log, which is off.
    """

    def application() -> WSGIHandler:
        # Called in each worker, which would otherwise outlive a killed parent.
        end_when_closed(lifeline)
        from unsilenced.site.wsgi import application  # noqa: PLC0415 - loads Django

        return application

    end_when_closed(lifeline)
    set_up = configuration()
    server = Granian(
        "unsilenced.site.wsgi:application",
        address=set_up.host,
        port=set_up.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=set_up.workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=10,
        log_access=False,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=application, wrap_loader=False)


if __name__ == "__main__":
    serve_pages(int(sys.argv[1]))
