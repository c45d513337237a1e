"""Sessions by host: a session of the domain is not valid at the onion service, nor the reverse.

This module also finds whose a session is: it looks only for the person whom the session names.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth import middleware as auth_middleware
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions import middleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from unsilenced.http.errors import answer
from unsilenced.http.onion import is_onion
from unsilenced.people.accounts.session_store import OnionSessionStore, SessionStore
from unsilenced.people.accounts.sessions import log_in_first
from unsilenced.people.separation import naming


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's own, with a store for each host, and a cookie that works at the onion service."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session; it is looked up only when somebody reads it."""
        store = OnionSessionStore if is_onion(request) else SessionStore
        request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Store the session; ask for a new log-in if it ended elsewhere during the call.

        Tor encrypts, so an onion service has no HTTPS, which `Secure` asks for: Tor Browser would
        accept such a cookie there, other browsers that reach an onion service would not.
        """
        try:
            answered = super().process_response(request, response)
        except SessionInterrupted:
            return answer(request, log_in_first())
        if is_onion(request) and settings.SESSION_COOKIE_NAME in answered.cookies:
            answered.cookies[settings.SESSION_COOKIE_NAME]["secure"] = ""
        return answered


class AuthenticationMiddleware(auth_middleware.AuthenticationMiddleware):
    """Django's own, but it first names the session's person: no other person can be seen."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its user; the user is looked up only when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]


def _user(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    named = request.session.get(SESSION_KEY)
    if named is None:
        return AnonymousUser()
    with naming(user=named):
        return auth_middleware.get_user(request)
