"""`/health/` tells a monitor one bit, tells everybody the same, and costs next to nothing."""

import datetime as dt
import threading

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from unsilenced.answering.health import Look
from unsilenced.evaluating.models import SpentToken
from unsilenced.keyholder import health as keyholder_health
from unsilenced.reports import storage
from unsilenced.site import health
from unsilenced.site.models import JobsDone
from unsilenced.site.tasks import hourly
from unsilenced.utc_day import utc_today

DAY = dt.timedelta(days=1)


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
    """Ask as anybody, each time anew."""

    def asked(**more):
        look = Look(health.is_well)
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
        patch.setattr("unsilenced.site.tasks.forget_moments", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hourly(moment)
    assert ask().status_code == 503
    hourly(moment)
    assert ask().status_code == 200
    assert JobsDone.objects.get().day == utc_today()


@pytest.mark.parametrize(
    "fault",
    [
        ("unsilenced.site.health.held", OSError("canary")),
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


def test_however_often_it_is_asked_it_looks_once_in_a_while(monkeypatch):
    looked, now = [], [0.0]
    monkeypatch.setattr("unsilenced.answering.health.time.monotonic", lambda: now[0])
    look = Look(lambda: looked.append(now[0]) or len(looked) == 1)
    assert [look.seen() for _ in range(1000)] == [True] * 1000
    assert looked == [0.0]
    now[0] = 10.0
    assert [look.seen() for _ in range(1000)] == [False] * 1000
    assert looked == [0.0, 10.0]


def test_who_asks_while_another_looks_is_told_at_once_what_was_seen_last(monkeypatch):
    """A database that hangs holds one thread, not all of them."""
    now, inside, go_on = [0.0], threading.Event(), threading.Event()
    monkeypatch.setattr("unsilenced.answering.health.time.monotonic", lambda: now[0])

    def hanging():
        if now[0]:
            inside.set()
            go_on.wait(60)
        return not now[0]

    look = Look(hanging)
    assert look.seen()
    now[0] = 10.0
    hangs = threading.Thread(target=look.seen)
    hangs.start()
    assert inside.wait(60)
    assert look.seen(), "as it was seen last"
    go_on.set()
    hangs.join()
    assert not look.seen()


def test_a_key_holder_that_does_not_purge_is_not_well(db):
    assert keyholder_health.is_well()
    SpentToken.objects.create(day=utc_today() - 2 * DAY, nonce=b"1", use=b"")
    assert keyholder_health.is_well()
    SpentToken.objects.create(day=utc_today() - 3 * DAY, nonce=b"2", use=b"")
    assert not keyholder_health.is_well()
