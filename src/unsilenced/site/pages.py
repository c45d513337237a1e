"""Pages that belong to no domain: start, about, transparency, and the quick exit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page."""
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
