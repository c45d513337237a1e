"""The process that does the jobs: procrastinate's worker. Started by site.serving."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import django
import psycopg

from unsilenced.running.lifeline import end_when_closed

PAUSE = 2
"""Seconds to wait for a database that is away."""

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
            work()
        except (ConnectorException, DatabaseError, psycopg.Error):
            # Without a traceback: what failed may stand in it.
            logger.error("The database is away; the jobs go on once it is back.")  # noqa: TRY400
            time.sleep(PAUSE)
        else:
            return


def work(**options: Any) -> None:
    """Do jobs, one after the other; `options` are procrastinate's for its worker."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django set up
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(concurrency=1, delete_jobs="successful", **options)


if __name__ == "__main__":
    serve_jobs(int(sys.argv[1]))
