"""The journal dates each line, so a fault is told when it begins, and not for each request."""

import io
import logging

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from unsilenced.http.log_lines import LOGGING, MOST, QUIET, OnceAnHour
from unsilenced.keyholder import settings as keyholder_settings
from unsilenced.site import pages

HOUR = 3600


@pytest.fixture
def journal(monkeypatch):
    """What this process writes to its standard error, as if it had begun now."""
    (handler,) = (
        each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler
    )
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    monkeypatch.setattr(handler, "filters", [type(each)() for each in handler.filters])
    return written


def test_requests_that_meet_the_same_fault_write_one_line(journal, monkeypatch):
    def fails():
        raise OperationalError("canary")

    monkeypatch.setattr(pages, "readers", fails)
    visitor = Client(SERVER_NAME="localhost")
    assert {visitor.get("/").status_code for _ in range(20)} == {500}
    (line,) = journal.getvalue().splitlines()
    assert line.startswith("ERROR unsilenced.http.errors: OperationalError at ")


def test_the_key_holder_logs_the_same_way():
    assert keyholder_settings.LOGGING is settings.LOGGING is LOGGING


def record(said, *values, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("a", logging.ERROR, "", 0, said, values, info)


def test_a_fault_is_told_when_it_begins_and_again_after_the_hour():
    now = [0.0]
    once = OnceAnHour(lambda: now[0])
    told = []
    for second in (0, 1, QUIET - 1, HOUR, HOUR + 1, 2 * HOUR):
        now[0] = second
        told.append(once.filter(record("%s", "KeyError at a:1")))
    assert told == [True, False, False, True, False, True]


def test_another_kind_or_place_is_another_fault_and_another_count_is_not():
    once = OnceAnHour()
    assert once.filter(record("%s", "KeyError at a:1"))
    assert once.filter(record("%s", "KeyError at a:2"))
    assert once.filter(record("Failed.", error=KeyError("x")))
    assert once.filter(record("Failed.", error=ValueError("x")))
    assert not once.filter(record("Failed.", error=KeyError("y")))
    assert once.filter(record("%d failed", 1))
    assert not once.filter(record("%d failed", 2))


def test_whatever_strangers_bring_about_the_lines_of_an_hour_are_bounded():
    now = [0.0]
    once = OnceAnHour(lambda: now[0])
    assert sum(once.filter(record(f"{number}")) for number in range(10 * MOST)) == MOST
    now[0] = HOUR
    assert once.filter(record("goes on"))
