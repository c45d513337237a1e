"""Log-in sessions: half a session after the passphrase, a full one after the second factor."""

from __future__ import annotations

import datetime as dt

from django.contrib import auth
from django.http import HttpRequest
from django.middleware.csrf import get_token, rotate_token
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import User
from unsilenced.people.separation import act_for, naming

HALF_LIFE = dt.timedelta(minutes=20)
"""How long the second factor may take: enrolling may mean finding and setting up an app."""

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_USER = "second_factor_pending_user"
_HASH = "second_factor_pending_hash"


def log_in_first() -> Refusal:
    """A refusal for somebody who is not logged in, or no longer."""
    return Refusal(401, "log-in", _("Log in first. You may have been logged out after a while."))


def begin_half(request: HttpRequest, person: User) -> str:
    """Start a session that still needs the second factor; return its CSRF token."""
    request.session.flush()
    request.session[_USER] = str(person.pk)
    request.session[_HASH] = person.get_session_auth_hash()
    request.session.set_expiry(timezone.now() + HALF_LIFE)
    rotate_token(request)
    return get_token(request)


def complete(request: HttpRequest, person: User) -> str:
    """Turn the half session into a full one, under a new cookie; return its CSRF token."""
    request.session.flush()
    auth.login(request, person, backend=_BACKEND)
    return get_token(request)


def end(request: HttpRequest) -> None:
    """End the session, and forget all that was stored for it."""
    auth.logout(request)


def end_whosever(request: HttpRequest) -> None:
    """End the session that the cookie names, without reading whether it is a member's."""
    request.session.delete()


def person_of_half(request: HttpRequest) -> User | None:
    """Return who gave the right passphrase but no second factor yet, and act for them."""
    person_id = request.session.get(_USER)
    if person_id is None:
        return None
    with naming(user=person_id):
        person = User.objects.active().filter(pk=person_id).first()
    if person is None:
        return None
    same = constant_time_compare(request.session[_HASH], person.get_session_auth_hash())
    return _acting(person) if same else None


def person_of_full(request: HttpRequest) -> User | None:
    """Return who is logged in with both factors, and act for them."""
    return _acting(request.user) if isinstance(request.user, User) else None


def _acting(person: User) -> User:
    act_for(person.organisation_id)
    return person
