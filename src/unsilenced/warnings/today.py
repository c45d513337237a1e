"""The day by which warnings end and releases are dated: UTC, as the key holder's log has it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """Return the day that it is now in UTC."""
    return timezone.now().astimezone(dt.UTC).date()
