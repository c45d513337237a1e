"""The day in UTC: the two sites of a check agree on it, whatever their time zones."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def utc_today() -> dt.date:
    """Return today in UTC."""
    return utc_day(timezone.now())


def utc_day(moment: dt.datetime) -> dt.date:
    """Return the day in UTC on which `moment` lies."""
    return moment.astimezone(dt.UTC).date()
