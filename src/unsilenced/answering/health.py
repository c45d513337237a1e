"""Whether a site is well, for a monitor: one of two answers, the same for everybody.

Strangers ask too, as often as they like. So it tells one bit that a visitor could find out in other
ways, it is looked at a few times a minute however often it is asked, and who asks while another
looks is told what was seen last.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FRESH = 10.0
"""Seconds for which one look serves, in each process."""

WELL, NOT_WELL = b"well\n", b"not well\n"


class Look:
    """What was seen last by this process."""

    def __init__(self, is_well: Callable[[], bool]) -> None:
        self._is_well = is_well
        self._looking = threading.Lock()
        self._seen: bool | None = None
        self._at = float("-inf")

    def seen(self) -> bool:
        """Return whether all is well, as it is or was a moment ago."""
        if self._seen is None:
            with self._looking:
                if self._seen is None:
                    self._look()
        elif self._looking.acquire(blocking=False):
            try:
                if time.monotonic() - self._at >= FRESH:
                    self._look()
            finally:
                self._looking.release()
        return bool(self._seen)

    def _look(self) -> None:
        try:
            self._seen = self._is_well()
        except Exception:  # noqa: BLE001 - whatever it is, it is not well
            self._seen = False
        self._at = time.monotonic()


def view_of(is_well: Callable[[], bool]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view that answers whether `is_well`."""
    look = Look(is_well)

    @require_safe
    def health(_request: HttpRequest) -> HttpResponse:
        """Answer 200 or 503, with one word."""
        well = look.seen()
        body, status = (WELL, 200) if well else (NOT_WELL, 503)
        return HttpResponse(body, status=status, content_type="text/plain; charset=utf-8")

    return health
