"""The onion service beside the domain: what its visitors may say, and how others are told of it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from unsilenced.http.onion import is_onion

READ = frozenset({"GET", "HEAD"})


def onion_service(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: believe nobody of the onion service that HTTPS is in front, and tell the others.

    Tor Browser heeds `Onion-Location` on pages that came over HTTPS, and no other browser does.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_onion(request):
            # No proxy with HTTPS stands there: whoever sends this sent it themselves.
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
            return get_response(request)
        response = get_response(request)
        onion = settings.CONFIGURATION.onion_host
        is_page = response.get("Content-Type", "").startswith("text/html")
        if onion and settings.CONFIGURATION.site_https and is_page and request.method in READ:
            response["Onion-Location"] = f"http://{onion}{request.get_full_path()}"
        return response

    return middleware
