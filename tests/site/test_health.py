"""`/health/` tells a monitor one bit, tells everybody the same, and costs next to nothing."""

import datetime as dt
import os
import signal
import socket
import threading

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from unsilenced.evaluator.models import SpentToken
from unsilenced.http.health import Look
from unsilenced.keyholder import health as keyholder_health
from unsilenced.people.models import Organisation
from unsilenced.process.database.settings import databases
from unsilenced.process.utc_day import utc_today
from unsilenced.reports.intake import storage
from unsilenced.site import health
from unsilenced.site.jobs.tasks import hourly
from unsilenced.site.models import JobsDone

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """A busy machine makes no look too long."""
    monkeypatch.setattr("unsilenced.http.health.PATIENCE", 60)


@pytest.fixture
def jobs_done(db):
    """The jobs were done on that day, and on no other."""

    def on(day):
        JobsDone.objects.all().delete()
        JobsDone.objects.create(day=day)

    on(utc_today())
    return on


@pytest.fixture
def ask(monkeypatch):
    """Ask as anybody, with a new look each time."""

    def asked(**more):
        # In this thread, whose transaction holds what the test wrote.
        look = Look(health.is_well, begin=lambda look: look())
        cell = _cell("look")
        monkeypatch.setattr(cell, "cell_contents", look)
        return Client(SERVER_NAME="localhost").get("/health/", **more)

    return asked


def _cell(name):
    view = health.health.__wrapped__
    return view.__closure__[view.__code__.co_freevars.index(name)]


def told(answer):
    return answer.status_code, answer.content


def test_a_site_that_is_well_says_the_same_to_everybody(jobs_done, ask):
    answers = [
        ask(),
        ask(HTTP_ACCEPT_LANGUAGE="pt-BR"),
        ask(HTTP_ACCEPT="text/html"),
        ask(HTTP_COOKIE="s=somebody"),
    ]
    assert {told(each) for each in answers} == {(200, b"well\n")}
    headers = [dict(each.items()) for each in answers]
    assert all(each["Cache-Control"] == "no-store" for each in headers)
    assert not any("Set-Cookie" in each or "Date" in each for each in headers)


def test_jobs_that_were_not_done_show_from_two_in_the_morning_on(jobs_done):
    jobs_done(dt.date(2026, 11, 29))
    at = [
        (dt.datetime(2026, 11, 29, 23, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 11, 30, 1, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 11, 30, 2, 0, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 12, 24, 12, 0, tzinfo=dt.UTC), False),
    ]
    assert [health.jobs_are_done(now) for now, _ in at] == [well for _, well in at]


def test_a_site_whose_jobs_stopped_is_not_well(jobs_done, ask):
    jobs_done(utc_today() - 2 * DAY)
    assert told(ask()) == (503, b"not well\n")


def test_the_hourly_jobs_note_the_day_once_and_only_when_they_came_to_their_end(
    jobs_done, ask, monkeypatch
):
    jobs_done(utc_today() - 2 * DAY)
    moment = int(timezone.now().replace(hour=12).timestamp())
    with monkeypatch.context() as patch:
        patch.setattr("unsilenced.site.jobs.tasks.forget_moments", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hourly(moment)
    assert ask().status_code == 503
    hourly(moment)
    assert ask().status_code == 200
    assert JobsDone.objects.get().day == utc_today()


@pytest.mark.parametrize(
    "fault",
    [
        ("unsilenced.site.health.keyring", OSError("canary")),
        ("unsilenced.site.health.jobs_are_done", OperationalError("canary")),
    ],
)
def test_what_keeps_it_from_being_asked_is_not_well_and_not_told(
    jobs_done, ask, monkeypatch, caplog, fault
):
    place, what = fault

    def fails(*_):
        raise what

    monkeypatch.setattr(place, fails)
    assert told(ask()) == (503, b"not well\n")
    assert "canary" not in caplog.text


def test_a_site_without_room_for_reports_is_not_well(jobs_done, ask, settings, monkeypatch):
    monkeypatch.setattr(storage, "room", lambda: 0)
    assert told(ask()) == (503, b"not well\n")


def test_however_often_it_is_asked_it_looks_once_in_a_while():
    looked, now = [], [0.0]
    look = Look(lambda: looked.append(now[0]) or len(looked) == 1, now=lambda: now[0])
    assert [look.seen() for _ in range(1000)] == [True] * 1000
    assert looked == [0.0]
    now[0] = 10.0
    assert [look.seen() for _ in range(1000)] == [False] * 1000
    assert looked == [0.0, 10.0]


def test_while_a_look_takes_what_was_seen_last_is_told_and_not_for_ever(monkeypatch):
    """A database that hangs is not well, and holds no request's thread."""
    monkeypatch.setattr("unsilenced.http.health.PATIENCE", 0)
    begun, now = [], [0.0]
    look = Look(lambda: True, begin=begun.append, now=lambda: now[0])
    assert not look.seen(), "nothing was seen yet"
    begun[0]()
    assert look.seen()
    told = {}
    for second in (9.9, 10.0, 20.0, 29.9, 30.0, 31.0, 86400.0):
        now[0] = second
        told[second] = look.seen()
    assert told == {
        9.9: True,
        10.0: True,
        20.0: True,
        29.9: True,
        30.0: False,
        31.0: False,
        86400.0: False,
    }
    assert len(begun) == 2, "one look at a time"
    begun[1]()
    assert not look.seen(), "what that look saw began at 10"
    begun[2]()
    assert look.seen()


def test_a_look_that_no_thread_can_be_had_for_is_not_well_and_the_next_one_is():
    threads, now = [], [0.0]

    def begin(look):
        if not threads:
            raise RuntimeError
        look()

    look = Look(lambda: True, begin=begin, now=lambda: now[0])
    assert not look.seen()
    threads.append("free")
    assert look.seen()


def test_a_socket_that_never_answers_is_not_well_and_lets_the_request_go(tmp_path, monkeypatch):
    monkeypatch.setattr("unsilenced.http.health.PATIENCE", 0)
    now, over = [0.0], threading.Event()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / ".s.PGSQL.5432"))
        silent.listen()

        def asks():
            try:
                psycopg.connect(host=str(tmp_path), dbname="x")
            finally:
                over.set()

        look = Look(asks, now=lambda: now[0])
        assert not look.seen()
        now[0] = 3600.0
        assert not look.seen()
        assert not over.is_set(), "it still asks"
        # The receiver of the call ends it by hanging up.
        silent.accept()[0].close()
    assert over.wait(60)


@pytest.mark.django_db(transaction=True)
def test_a_stopped_database_is_not_well_until_it_goes_on(jobs_done):
    """The processes that answer are stopped, as by a disk that hangs."""
    now, stopped, is_stopped = [0.0], [], threading.Event()

    def asks():
        Organisation.objects.exists()
        if now[0] == 10.0:
            stopped.append(connection.connection.info.backend_pid)
            os.kill(stopped[0], signal.SIGSTOP)
            is_stopped.set()
        return health.is_well()

    look = Look(asks, now=lambda: now[0])
    assert look.seen()
    now[0] = 10.0
    request = threading.Thread(target=look.seen)
    request.start()
    try:
        assert is_stopped.wait(60)
        assert look.seen(), "as it was seen last"
        now[0] = 30.0
        assert not look.seen()
    finally:
        for each in stopped:
            os.kill(each, signal.SIGCONT)
    request.join()
    assert look.seen()


@pytest.mark.django_db(transaction=True)
def test_a_look_leaves_no_connection_behind():
    used = []

    def asks():
        Organisation.objects.exists()
        used.append(connection.connection)
        return True

    before = set(threading.enumerate())
    assert Look(asks).seen()
    for each in set(threading.enumerate()) - before:
        each.join()
    assert used[0].closed
    assert used[0] is not connection.connection


def test_a_connection_that_broke_without_a_word_ends_by_itself():
    """So no look, and no request, hangs on a network that is gone."""
    options = databases({"host": "db", "tcp_user_timeout": "5000"})["default"]["OPTIONS"]
    assert options == {
        "connect_timeout": "10",
        "keepalives_idle": "30",
        "keepalives_interval": "10",
        "keepalives_count": "3",
        "tcp_user_timeout": "5000",
    }


def test_a_key_holder_that_does_not_purge_is_not_well(db):
    assert keyholder_health.is_well()
    SpentToken.objects.create(day=utc_today() - 2 * DAY, nonce=b"1", use=b"")
    assert keyholder_health.is_well()
    SpentToken.objects.create(day=utc_today() - 3 * DAY, nonce=b"2", use=b"")
    assert not keyholder_health.is_well()
