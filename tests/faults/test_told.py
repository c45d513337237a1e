"""What is told of a fault: its kind and its place, a full disk by its name, and never a value."""

import errno
import logging

import psycopg
import pytest
from django.db import OperationalError

from unsilenced.http.log_lines import Lines
from unsilenced.process.faults import NO_SPACE, is_for_want_of_space, kind_and_place, told
from unsilenced.site import pages


def raised(error, cause=None):
    with pytest.raises(type(error)) as caught:
        raise error from cause
    return caught.value


FULL = [
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    psycopg.errors.DiskFull("canary"),
]


@pytest.mark.parametrize("error", FULL, ids=repr)
def test_a_full_disk_is_known_whatever_it_was_told_through(error):
    for each in (raised(error), raised(OperationalError("canary"), cause=error)):
        assert is_for_want_of_space(each)
        assert NO_SPACE in told(each)
        assert "canary" not in told(each)
    assert not is_for_want_of_space(raised(ValueError("No space left")))


def test_what_nobody_foresaw_is_told_by_kind_and_place():
    error = raised(ValueError("canary"))
    assert kind_and_place(error).startswith("ValueError at test_told:")
    assert "ValueError at test_told:" in told(error)
    assert "canary" not in told(error)
    assert told(raised(PermissionError(errno.EACCES, "Permission denied", "/srv/x"))).startswith(
        "It could not be done. /srv/x: Permission denied."
    )


def test_a_line_of_the_log_holds_no_traceback():
    error = raised(OperationalError("canary"), cause=psycopg.errors.DiskFull("canary"))
    record = logging.LogRecord(
        "jobs",
        logging.ERROR,
        "x",
        1,
        "A job failed.",
        (),
        (type(error), error, error.__traceback__),
    )
    record.stack_info = "canary"
    said = Lines("%(levelname)s %(name)s: %(message)s").format(record)
    assert said.startswith(f"ERROR jobs: A job failed.\n{NO_SPACE} (OperationalError at ")
    assert "Traceback" not in said
    assert "canary" not in said


def test_a_page_that_finds_the_disk_full_says_so_in_the_journal(db, client, monkeypatch, caplog):
    def full():
        raise OperationalError("canary") from psycopg.errors.DiskFull("canary")

    monkeypatch.setattr(pages, "readers", full)
    assert client.get("/").status_code == 500
    assert NO_SPACE in caplog.text
    assert "canary" not in caplog.text
