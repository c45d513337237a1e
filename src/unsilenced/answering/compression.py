"""Compressing answers: pages alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

MOST = 128 * 1024
"""Bytes of the longest page that is worth it: a longer one holds what was sealed."""


class CompressedPages(GZipMiddleware):
    """Middleware: compress pages, and nothing else.

    What is sealed does not get smaller, and to try it takes longer than all the rest of a call.
    Static files are compressed when they are built. Django pads what it compresses and masks its
    tokens, so lengths give nothing away (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress `response` if it is a page of no great length."""
        if response.streaming or not response["Content-Type"].startswith("text/html"):
            return response
        if len(response.content) > MOST:  # type: ignore[attr-defined]
            return response
        return super().process_response(request, response)
