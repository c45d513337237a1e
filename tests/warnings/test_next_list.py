"""The desk says when members see what is approved now: when the next release is made."""

import datetime as dt
from dataclasses import replace

import pytest

from unsilenced.warnings.models import Release
from unsilenced.warnings.releases.due import is_due, next_due

TODAY = dt.date(2026, 12, 1)
NOON = dt.datetime(2026, 12, 1, 12, 20, tzinfo=dt.UTC)


def of(day):
    """A release of a day, as the key holder logged it."""
    return Release(number=1, day=day, epoch="x", entry=b"e")


@pytest.fixture
def at_six(settings):
    """A site with a key holder, whose release is made at six."""
    settings.CONFIGURATION = replace(
        settings.CONFIGURATION, release_hour=6, keyholder_url="https://k.example"
    )


@pytest.mark.parametrize(
    ("present", "hour"),
    [
        (None, "2026-12-01T13:00:00+00:00"),
        (of(TODAY - dt.timedelta(days=1)), "2026-12-01T13:00:00+00:00"),
        (of(TODAY), "2026-12-02T06:00:00+00:00"),
    ],
)
def test_the_next_list_comes_at_the_first_hour_at_which_one_is_made(
    at_six, monkeypatch, present, hour
):
    monkeypatch.setattr(Release.objects, "current", lambda: present)
    found = next_due(NOON)
    assert found.isoformat() == hour
    assert is_due(present, found)
    assert not any(
        is_due(present, found - dt.timedelta(hours=before))
        for before in range(1, (found - NOON).seconds // 3600 + 1)
    )


def test_without_a_key_holder_no_list_comes(settings):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, keyholder_url="")
    assert next_due(NOON) is None
