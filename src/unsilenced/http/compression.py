"""Compressing answers: pages, and text that is the same for everybody."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

Response = TypeVar("Response", bound=HttpResponse)

MOST = 128 * 1024
"""Bytes of the longest page that is worth it: longer ones hold sealed records."""


class CompressedPages(GZipMiddleware):
    """Middleware: compress pages, and almost nothing else.

    Sealed bytes do not get smaller, and trying takes longer than all the rest of a call.
    Static files are compressed when they are built. Django pads what it compresses and masks its
    tokens, so lengths give nothing away (BREACH). Text that is the same for everybody may be
    compressed too (`same_for_everybody`).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress `response` if it is a page and not too long."""
        if not response.streaming and (_is_short_page(response) or _is_marked(response)):
            return super().process_response(request, response)
        return response


def same_for_everybody(response: Response) -> Response:
    """Mark an answer in clear text that is the same for everybody: it may be compressed."""
    response._same_for_everybody = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _is_marked(response: HttpResponseBase) -> bool:
    return getattr(response, "_same_for_everybody", False)


def _is_short_page(response: HttpResponseBase) -> bool:
    is_page = response["Content-Type"].startswith("text/html")
    return is_page and len(response.content) <= MOST  # type: ignore[attr-defined]
