"""Where log-in sessions are stored: the database, which is asked only for possible sessions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from unsilenced.people.separation import naming
from unsilenced.process.night import next_night
from unsilenced.process.utc_day import utc_day

MEMBER_HASH = "member_hash"
"""Only a member's session contains this; it changes with the member's passphrase."""

_OWN_EXPIRY = "_session_expiry"
"""Django's name for the end of one particular session: half a session has one, after minutes."""

_KEY = re.compile(r"[a-z0-9]{32}\Z", re.ASCII)

_ONION = "onion"
_ONION_KEY = re.compile(_ONION + _KEY.pattern, re.ASCII)


class SessionStore(db.SessionStore):
    """Django's own store, but a cookie of any other shape counts as none.

    A forged cookie may contain text that makes a query to PostgreSQL fail.
    """

    shape = _KEY

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and self.shape.match(key) is not None

    def delete(self, session_key: str | None = None) -> None:
        """Remove a session, with the row that says whose it is: anybody who names it may."""
        removed = self.session_key if session_key is None else session_key
        if removed is None:
            return
        with naming(session=removed):
            super().delete(removed)

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to store; its end does not tell the moment when it began.

        A member's session ends at a midnight (UTC), since the site stores no moment about members.
        A session of the desk ends on the hour, and at the latest with the night: so none of an
        earlier day is left then.
        """
        kept = super().create_model_instance(data)
        if MEMBER_HASH in data:
            kept.expire_date = _midnight_after(kept.expire_date)
        elif _OWN_EXPIRY not in data:
            kept.expire_date = min(_hour_of(kept.expire_date), next_night(timezone.now()))
        return kept


class OnionSessionStore(SessionStore):
    """Sessions of the onion service; their keys have a shape that is not valid elsewhere.

    The stored keys have that shape too, so changing the cookie finds nothing.
    """

    shape = _ONION_KEY

    def _get_new_session_key(self) -> str:
        return _ONION + str(super()._get_new_session_key())  # type: ignore[misc]


def _hour_of(moment: dt.datetime) -> dt.datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _midnight_after(moment: dt.datetime) -> dt.datetime:
    next_day = utc_day(moment) + dt.timedelta(days=1)
    return dt.datetime.combine(next_day, dt.time(), dt.UTC)
