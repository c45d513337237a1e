"""The jobs process does by itself, each hour, what belongs to the hour."""

import asyncio
import datetime as dt
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.utils import timezone
from faults.running_site import until
from migrated_folder import migrated_folder
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from site_running import surroundings

from unsilenced.evaluator.keyring import keyring
from unsilenced.process.postgres.embedded import embedded_postgres, process
from unsilenced.process.serving.processes import GRACE
from unsilenced.process.utc_day import utc_today
from unsilenced.reports.models import FailedLookups
from unsilenced.site.jobs import serving, tasks
from unsilenced.site.jobs.serving import work
from unsilenced.warnings.models import KeyHolderKey, Release

NINE = int(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC).timestamp())


def work_until_nothing_is_left():
    """Work as the process does."""
    in_a_thread(work(until_told=False))


def in_a_thread(coroutine):
    """Run it to its end in a thread: the tests' own may have a browser's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


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


def test_the_minute_of_wrong_words_is_forgotten_in_every_hour(db):
    FailedLookups.objects.create(minute=1, count=1)
    tasks.hourly(timestamp=NINE)
    assert not FailedLookups.objects.exists()


def at(hour):
    """A full hour of today, in the site's time."""
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)


def yesterday():
    """Have the present release be a day old."""
    Release.objects.update(day=utc_today() - dt.timedelta(days=1))


def test_the_first_release_is_published_in_the_first_hour(keyholder, db):
    tasks.keep_releases_fresh(at(1))
    assert Release.objects.current().number == 1


def test_a_release_a_day_is_published_from_its_hour_on(keyholder, db):
    tasks.keep_releases_fresh(at(4))
    yesterday()
    tasks.keep_releases_fresh(at(4))
    assert Release.objects.current().number == 1
    for hour in (6, 7):
        tasks.keep_releases_fresh(at(hour))
    assert Release.objects.current().number == 2


def test_a_key_holder_that_is_away_is_asked_again_each_hour(keyholder, db, monkeypatch, caplog):
    tasks.keep_releases_fresh(at(5))
    yesterday()
    with monkeypatch.context() as away:
        away.setattr("unsilenced.warnings.releases.key_holder_site.TIMEOUT", 0.000_001)
        tasks.keep_releases_fresh(at(5))
    assert Release.objects.current().number == 1
    assert "The key holder does not answer" in caplog.text
    tasks.keep_releases_fresh(at(6))
    assert Release.objects.current().day == utc_today()


def test_the_key_holders_keys_are_looked_after_between_releases(keyholder, db):
    tasks.keep_releases_fresh(at(5))
    KeyHolderKey.objects.all().delete()
    tasks.keep_releases_fresh(at(6))
    known = {bytes(each.public_key) for each in KeyHolderKey.objects.all()}
    assert known == {keyholder.keys.current.public_key} != {keyring().current.public_key}


@pytest.mark.parametrize("fault", [ConnectorException, OperationalError, psycopg.OperationalError])
def test_the_jobs_outlive_a_database_that_goes_away(fault, monkeypatch, caplog):
    told, ends = asyncio.Event(), iter([fault("away"), fault("still away"), None])

    async def work(*, until_told):
        end = next(ends, told)
        if isinstance(end, Exception):
            raise end
        if end is told:
            told.set()
            await asyncio.Future()

    monkeypatch.setattr(serving, "work", work)
    monkeypatch.setattr(serving, "PAUSE", 0)
    in_a_thread(serving.work_on(told))
    assert list(ends) == []
    assert caplog.text.count("The database is away") == 3
    assert "still" not in caplog.text


def registered(address):
    with suppress(psycopg.OperationalError), psycopg.connect(address) as asked:
        return asked.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (1,)


def no_hour_is_due(address):
    """Have this hour's work and the next one's begun already, whatever the clock says."""
    hour = int(dt.datetime.now(dt.UTC).timestamp()) // 3600 * 3600
    with psycopg.connect(address) as asked:
        asked.cursor().executemany(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp)"
            " VALUES (%s, %s)",
            [(tasks.hourly.name, each) for each in (hour, hour + 3600)],
        )


def test_jobs_that_are_told_to_stop_while_their_database_is_away_need_not_be_killed(tmp_path):
    """They waited for a connection longer than `serve` waits for them."""
    folder = tmp_path / "postgres"
    migrated_folder(tmp_path)
    with embedded_postgres(folder, durable=False) as url:
        no_hour_is_due(url)
        held, end = os.pipe()
        loaded, ready = os.pipe()
        jobs = subprocess.Popen(
            [sys.executable, "-m", "unsilenced.site.jobs.serving", str(held), str(ready)],
            env=surroundings(tmp_path, DATABASE_URL=url),
            pass_fds=[held, ready],
            stderr=subprocess.PIPE,
            text=True,
        )
        os.close(held)
        os.close(ready)
        until(lambda: registered(url) or jobs.poll() is not None)
        assert jobs.poll() is None
        os.kill(process(folder), signal.SIGKILL)
        said = jobs.stderr.readline()
        jobs.terminate()
        code = jobs.wait(GRACE)
        said += jobs.communicate()[1]
        os.close(end)
        os.close(loaded)
    assert code == 0
    told = "ERROR __main__: The database is away; the jobs go on once it is back."
    assert set(said.splitlines()) == {told}
