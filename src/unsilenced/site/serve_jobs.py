"""The process that does the jobs: procrastinate's worker. Started by site.serving."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from typing import TYPE_CHECKING

import django
import psycopg

from unsilenced.running.lifeline import end_when_closed

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.app import WorkerOptions

PAUSE = 2
"""Seconds to wait for a database that is away."""

# Each sign of life would be a transaction, and by their steady count others could be dated. They
# serve to find workers that died; no job of ours waits for those, as the next hour has its own.
_DAY = 86_400.0
WORKER: WorkerOptions = {
    "concurrency": 1,
    "delete_jobs": "successful",
    "install_signal_handlers": False,
    "update_heartbeat_interval": _DAY,
    "stalled_worker_timeout": 7 * _DAY,
}

logger = logging.getLogger(__name__)


def serve_jobs(lifeline: int) -> None:
    """Do jobs until SIGTERM, or until the pipe `lifeline` is closed."""
    end_when_closed(lifeline)
    django.setup()
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    work_on()


def work_on() -> None:
    """Do jobs, and go on with them when a PostgreSQL that went away is back."""
    from django.db import DatabaseError  # noqa: PLC0415 - needs Django set up
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415

    while True:
        try:
            done = work()
        except (ConnectorException, DatabaseError, psycopg.Error):
            done = False
        if done:
            return
        # Without a traceback: what failed may stand in it.
        logger.error("The database is away; the jobs go on once it is back.")
        time.sleep(PAUSE)


def work(*, until_told: bool = True) -> bool:
    """Do jobs, one after the other, until SIGINT or SIGTERM, or else until none is left.

    Return false where the worker gave up by itself, as it does without an exception when what
    listens to the database for it fails.
    """
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django set up
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector) as working:
        return asyncio.run(_work(working, until_told=until_told))


async def _work(app: App, *, until_told: bool) -> bool:
    async with app.open_async():
        worker = asyncio.ensure_future(app.run_worker_async(**WORKER | {"wait": until_told}))
        if until_told:
            for each in (signal.SIGINT, signal.SIGTERM):
                # Cancelled, it finishes the job that it is doing.
                asyncio.get_running_loop().add_signal_handler(each, worker.cancel)
        try:
            await worker
        except asyncio.CancelledError:
            return True
        return not until_told


if __name__ == "__main__":
    serve_jobs(int(sys.argv[1]))
