"""Pages that belong to no domain."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def start(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return render(request, "start.html")


def about(request: HttpRequest) -> HttpResponse:
    """Who runs this, and what it does and does not protect."""
    return render(request, "about.html")


def transparency(request: HttpRequest) -> HttpResponse:
    """Hashes of the browser code and fingerprints of the projects' keys."""
    return render(request, "transparency.html")


def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: clear what the browser holds of this site, then go on to a neutral page."""
    response = HttpResponse(status=303, headers={"Location": settings.CONFIGURATION.exit_url})
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
