"""Headers of the key holder's answers: members' browsers call it from the platform's pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unsilenced.http.headers import ALWAYS, HSTS, NO_PAGE

# Browsers obey HSTS only over HTTPS, so without HTTPS it does no harm.
HEADERS = {
    **ALWAYS,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Strict-Transport-Security": HSTS,
    "Content-Security-Policy": NO_PAGE,
    "Cache-Control": "no-store",
}


def open_to_browsers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: add the headers, and let every page read what the calls answer.

    This exposes nothing: there are no cookies.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        if request.path_info.startswith("/check/"):
            response["Access-Control-Allow-Origin"] = "*"
        return response

    return middleware
