"""Where a page of a list ends: a day and an identifier, so that it tells no count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

_BETWEEN = "_"


@dataclass(frozen=True)
class Place:
    """A place in a list that has the newest day first, and random uids in order within a day."""

    day: dt.date
    uid: UUID

    def __str__(self) -> str:
        return f"{self.day.isoformat()}{_BETWEEN}{self.uid}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read what `str` writes. Raises ValueError for anything else."""
        day, _, uid = text.partition(_BETWEEN)
        place = cls(dt.date.fromisoformat(day), UUID(uid))
        if str(place) != text:
            raise ValueError("This is no place of a list.")
        return place

    def after(self, day: str, uid: str) -> Q:
        """Ask for what comes after this place, with the names of the two columns."""
        return Q(**{f"{day}__lt": self.day}) | Q(**{day: self.day, f"{uid}__lt": self.uid})
