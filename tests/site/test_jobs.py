"""The jobs process does by itself, each hour, what belongs to the hour."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from unsilenced.site import tasks
from unsilenced.site.serve_jobs import work

NINE = int(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC).timestamp())


def work_until_nothing_is_left():
    """Work as the process does, in a thread: the tests' own may have a browser's event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(work, wait=False, install_signal_handlers=False).result()


def test_the_hour_is_planned_and_done_and_leaves_no_trace(
    transactional_db, caseworker, monkeypatch
):
    # The worker's thread would keep its connection for the next job.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    caseworker(email="amara@example.org")
    tasks.hourly.defer(timestamp=NINE)
    work_until_nothing_is_left()
    assert [message.to for message in mail.outbox] == [["amara@example.org"]]
    assert not ProcrastinateJob.objects.exists()


def test_every_hour_is_planned():
    planned = app.periodic_registry.periodic_tasks.values()
    assert [(each.cron, each.task.name) for each in planned] == [
        ("0 * * * *", "unsilenced.site.tasks.hourly")
    ]
