"""The day in UTC, by which the two sites of a check agree, whatever each has as its time zone."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def utc_today() -> dt.date:
    """Return the day that it is now in UTC."""
    return utc_day(timezone.now())


def utc_day(moment: dt.datetime) -> dt.date:
    """Return the day in UTC on which `moment` lies."""
    return moment.astimezone(dt.UTC).date()
