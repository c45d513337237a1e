"""Refuse calls that change something when another site makes the browser send them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unsilenced.http.errors import refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def same_origin_only(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a browser's fetch metadata says which site started a call.

    Old browsers send no `Sec-Fetch-Site`; the desk has a CSRF token as well, and the public
    calls carry their own secret, so nothing rests on this header alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        started_by = request.headers.get("Sec-Fetch-Site", "none")
        if request.method not in SAFE and started_by not in {"same-origin", "none"}:
            return refusal(request, 403, "other-site")
        return get_response(request)

    return middleware
