"""Sessions by host: one that began at the domain is none at the onion service, and the reverse."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse

from unsilenced.http.onion import is_onion
from unsilenced.people.accounts.session_store import OnionSessionStore, SessionStore


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's own, with a store for each host, and a cookie that the onion's browser keeps."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session, which is not looked up before somebody reads it."""
        store = OnionSessionStore if is_onion(request) else SessionStore
        request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session.

        Tor encrypts, so there is no HTTPS that `Secure` could ask for: Tor Browser would take
        such a cookie, others that reach an onion service would not.
        """
        answered = super().process_response(request, response)
        if is_onion(request) and settings.SESSION_COOKIE_NAME in answered.cookies:
            answered.cookies[settings.SESSION_COOKIE_NAME]["secure"] = ""
        return answered
