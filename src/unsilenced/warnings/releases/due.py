"""When a release is made: once a day, from an hour that a setting names."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from unsilenced.process.utc_day import utc_day
from unsilenced.warnings.models import Release

_HOUR = dt.timedelta(hours=1)


def is_due(present: Release | None, moment: dt.datetime) -> bool:
    """Whether a release is made at `moment`, where `present` is the last."""
    if present is None:
        return True
    hour = timezone.localtime(moment).hour
    return hour >= settings.CONFIGURATION.release_hour and present.day < utc_day(moment)


def next_due(moment: dt.datetime) -> dt.datetime | None:
    """Return the full hour after `moment` at which a release is made; None without a key holder."""
    if not settings.CONFIGURATION.keyholder_url:
        return None
    present = Release.objects.current()
    hour = moment.replace(minute=0, second=0, microsecond=0) + _HOUR
    while not is_due(present, hour):
        hour += _HOUR
    return timezone.localtime(hour)
