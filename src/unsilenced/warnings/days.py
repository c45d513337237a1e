"""Reading days and months of a call."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal

LATEST_REVIEW = dt.timedelta(days=183)
"""How far on the day may be on which a warning is looked at again."""

EARLIEST_MONTH = dt.date(2000, 1, 1)

_DAY_LENGTH = len("2026-11-24")
_MONTH_LENGTH = len("2026-11")


def review_day(members: JsonObject) -> dt.date:
    """Read `review_on`: a day after today, and not too far on. Raises a 422 refusal."""
    day = _iso(members.text("review_on", most=_DAY_LENGTH))
    today = timezone.localdate()
    if day is None or not today < day <= today + LATEST_REVIEW:
        message = _("Choose a day for the next look: after today, at most six months from now.")
        raise Refusal(422, "wrong-member", message, field="review_on")
    return day


def months(members: JsonObject) -> tuple[dt.date, dt.date]:
    """Read `months`: the first days of two months, neither to come. Raises a 422 refusal."""
    inside = members.object("months")
    first, last = (
        _iso(f"{inside.text(name, most=_MONTH_LENGTH, least=_MONTH_LENGTH)}-01")
        for name in ("from", "to")
    )
    if first is None or last is None or not EARLIEST_MONTH <= first <= last <= timezone.localdate():
        message = _("Choose two months that are not to come, the earlier one first.")
        raise Refusal(422, "wrong-member", message, field="months")
    return first, last


def _iso(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
