"""Pages that belong to no domain: start, about, transparency, and the quick exit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from unsilenced.people.accounts import sessions
from unsilenced.people.models import OrganisationKey
from unsilenced.sealing.keys import fingerprint
from unsilenced.site.built import manifest


@dataclass(frozen=True)
class Reader:
    """A project that can receive reports, and the key that they are sealed to now."""

    name: str
    fingerprint: str
    made_on: date


def readers() -> list[Reader]:
    """Return the projects that can receive reports, by name."""
    keys = OrganisationKey.objects.receiving().select_related("organisation")
    return [
        Reader(key.organisation.name, fingerprint(bytes(key.public_key)), key.made_on)
        for key in keys.order_by("organisation__name")
    ]


COMES_FROM_OUTSIDE = frozenset({"none", "cross-site"})
"""What a browser says in `Sec-Fetch-Site` if none of our pages led here: a typed address, say."""


def _guessed(request: HttpRequest) -> str:
    """Return the start in the language that the browser asks for; empty if this is the one.

    Only for somebody who comes from outside: whoever chose a language here keeps it.
    """
    if request.headers.get("Sec-Fetch-Site") not in COMES_FROM_OUTSIDE:
        return ""
    if get_language() != settings.LANGUAGE_CODE:
        return ""
    guess = get_language_from_request(request)
    address = translate_url(request.get_full_path(), guess)
    return "" if guess == get_language() or address == request.get_full_path() else address


@require_safe
@vary_on_headers("Accept-Language", "Sec-Fetch-Site")
def start(request: HttpRequest) -> HttpResponse:
    """The first page, in the language of the browser of somebody who comes from outside."""
    guessed = _guessed(request)
    if guessed:
        return redirect(guessed)
    return render(request, "start.html", {"readers": readers()})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """About: who runs the site, and what it protects and does not protect."""
    return render(request, "about.html", {"readers": readers()})


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """Hashes of the browser code and fingerprints of the projects' keys."""
    return render(
        request,
        "transparency.html",
        {
            "readers": readers(),
            "files": manifest().files,
            "origin": f"{request.scheme}://{request.get_host()}",
        },
    )


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: end the session, clear all data of this site, and go to a neutral page.

    Not every browser clears data when asked, so the server ends the session itself.
    """
    response = HttpResponse(status=303, headers={"Location": settings.CONFIGURATION.exit_url})
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        # The exit must work even if the database does not answer.
        with suppress(DatabaseError):
            sessions.end_whosever(request)
        response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Strict")
    return response
