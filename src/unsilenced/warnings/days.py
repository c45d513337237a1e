"""The days and months that a call may name."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from typing_extensions import override

from unsilenced.http.fields import DAY_SCHEMA, JsonSchema, Read, iso_day

LATEST_REVIEW = dt.timedelta(days=183)
"""How far ahead the day may be on which somebody looks at a warning again."""

EARLIEST_MONTH = dt.date(2000, 1, 1)

_MONTH_LENGTH = len("2026-11")


class _ReviewDay(Read):
    """A day after today, but not too far ahead."""

    @override
    def words(self, name: str) -> str:
        return _("Choose a day for the next look: after today, at most six months from now.")

    @override
    def read(self, value: str) -> dt.date:
        day, today = iso_day(value), timezone.localdate()
        if not today < day <= today + LATEST_REVIEW:
            raise ValueError
        return day

    @override
    def schema(self) -> JsonSchema:
        return DAY_SCHEMA


class _Months(Read):
    """The first days of two months, `from` and `to`; neither is in the future."""

    taken = dict

    @override
    def words(self, name: str) -> str:
        return _("Choose two months that are not to come, the earlier one first.")

    @override
    def read(self, value: dict[str, object]) -> tuple[dt.date, dt.date]:
        first, last = (_month(value.get(name)) for name in ("from", "to"))
        if not EARLIEST_MONTH <= first <= last <= timezone.localdate():
            raise ValueError
        return first, last

    @override
    def schema(self) -> JsonSchema:
        month = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
        return {
            "type": "object",
            "properties": {"from": month, "to": month},
            "required": ["from", "to"],
        }


ReviewDay = Annotated[dt.date, _ReviewDay()]
Months = Annotated[tuple[dt.date, dt.date], _Months()]


def _month(value: object) -> dt.date:
    if not isinstance(value, str) or len(value) != _MONTH_LENGTH:
        raise ValueError
    return iso_day(f"{value}-01")
