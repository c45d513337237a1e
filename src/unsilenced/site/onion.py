"""The onion service beside the domain: which headers count there, and how others learn of it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from unsilenced.http.onion import is_onion

READ = frozenset({"GET", "HEAD"})


def onion_service(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: ignore claims of HTTPS at the onion service, and tell other visitors of it.

    Only Tor Browser reads `Onion-Location`, and only on pages over HTTPS.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_onion(request):
            # No proxy with HTTPS stands there: the visitors have sent this header themselves.
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
            return get_response(request)
        response = get_response(request)
        onion = settings.CONFIGURATION.onion_host
        is_page = response.get("Content-Type", "").startswith("text/html")
        if onion and settings.CONFIGURATION.site_https and is_page and request.method in READ:
            response["Onion-Location"] = f"http://{onion}{request.get_full_path()}"
        return response

    return middleware
