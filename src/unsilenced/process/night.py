"""The hour of the night at which the site forgets the moments of a day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

HOUR = 4
"""By the site's own clock: the time zone of its places."""


def next_night(moment: dt.datetime) -> dt.datetime:
    """Return the first such hour after `moment`."""
    here = timezone.localtime(moment)
    tonight = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > here else tonight + dt.timedelta(days=1)
