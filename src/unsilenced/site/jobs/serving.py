"""The process that does the jobs: procrastinate's worker. Started by site.serving."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import django
import psycopg

from unsilenced.process.database.session import set_up_session
from unsilenced.process.faults import plainly
from unsilenced.process.serving.lifeline import end_when_closed, tell_ready

if TYPE_CHECKING:
    from procrastinate.app import WorkerOptions

PAUSE = 2
"""Seconds to wait for a database that is away.

Also the wait for a connection of a worker that ends and wants to say so: without this it would wait
half a minute, whether it must stop or start again.
"""

# Each sign of life would be a transaction, and their steady count would date others. They only help
# to find dead workers. None of our jobs needs that: the next hour has its own job.
_DAY = 86_400.0
WORKER: WorkerOptions = {
    "concurrency": 1,
    "delete_jobs": "successful",
    "install_signal_handlers": False,
    "update_heartbeat_interval": _DAY,
    "stalled_worker_timeout": 7 * _DAY,
}

logger = logging.getLogger(__name__)


def serve_jobs(lifeline: int, ready: int) -> None:
    """Do jobs until SIGTERM, or until the pipe `lifeline` is closed.

    Say on the pipe `ready` when all is loaded.
    """
    end_when_closed(lifeline)
    django.setup()
    from unsilenced.process.serving.preloading import preload  # noqa: PLC0415 - needs Django set up

    preload()
    quieten()
    tell_ready(ready)
    asyncio.run(_until_a_signal())


def quieten() -> None:
    """Keep procrastinate from logging that a database is away: `work_on` says it in one line."""
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415 - Django takes its time

    def is_of_something_else(record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, ConnectorException)

    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    for name in ("procrastinate.worker.worker", "procrastinate.utils"):
        logging.getLogger(name).addFilter(is_of_something_else)


async def _until_a_signal() -> None:
    told_to_stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, told_to_stop.set)
    await work_on(told_to_stop)


async def work_on(told_to_stop: asyncio.Event) -> None:
    """Do jobs until told to stop, and go on when PostgreSQL comes back."""
    told = asyncio.ensure_future(told_to_stop.wait())
    while not told.done():
        working = asyncio.ensure_future(_outlived())
        await asyncio.wait({told, working}, return_when=asyncio.FIRST_COMPLETED)
        if not told.done():
            # Without a traceback, which may hold values of the job that failed.
            logger.error("The database is away; the jobs go on once it is back.")
            await asyncio.wait({told}, timeout=PAUSE)
        # If cancelled, it finishes its present job.
        working.cancel()
        await asyncio.wait({working})


async def _outlived() -> None:
    """Do jobs until the database goes away.

    The worker ends without an exception when its listener to the database fails.
    """
    from django.db import DatabaseError  # noqa: PLC0415 - needs Django set up
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415

    with suppress(ConnectorException, DatabaseError, psycopg.Error):
        await work(until_told=True)


async def work(*, until_told: bool) -> None:
    """Do jobs, one after the other, until cancelled, or until none is left."""
    from procrastinate import PsycopgConnector  # noqa: PLC0415 - needs Django set up
    from procrastinate.contrib.django import app  # noqa: PLC0415
    from procrastinate.contrib.django.utils import connector_params  # noqa: PLC0415

    connector = PsycopgConnector(kwargs=connector_params(), configure=set_up_session, timeout=PAUSE)
    with app.replace_connector(connector) as working:
        async with working.open_async():
            await working.run_worker_async(**WORKER | {"wait": until_told})


if __name__ == "__main__":
    plainly(lambda: serve_jobs(*map(int, sys.argv[1:])))
