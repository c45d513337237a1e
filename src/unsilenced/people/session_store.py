"""Where log-in sessions are kept: the database, asked only for what could be a session."""

from __future__ import annotations

import re

from django.contrib.sessions.backends import db

_KEY = re.compile(r"[a-z0-9]{32}\Z", re.ASCII)


class SessionStore(db.SessionStore):
    """Django's own store, except that a cookie of any other shape counts as none.

    A forged one may hold what PostgreSQL cannot be asked for.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and _KEY.match(key) is not None
