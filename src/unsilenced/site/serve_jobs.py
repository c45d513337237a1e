"""The process that does the jobs: procrastinate's worker. Started by site.serving."""

from __future__ import annotations

import logging
import sys
from typing import Any

import django

from unsilenced.running.lifeline import end_when_closed


def serve_jobs(lifeline: int) -> None:
    """Do jobs until SIGTERM, or until the pipe `lifeline` is closed."""
    end_when_closed(lifeline)
    django.setup()
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    work()


def work(**options: Any) -> None:
    """Do jobs, one after the other; `options` are procrastinate's for its worker."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django set up
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(concurrency=1, delete_jobs="successful", **options)


if __name__ == "__main__":
    serve_jobs(int(sys.argv[1]))
