"""Whether a site is well, for a monitor: one of two answers, the same for everybody.

Strangers ask too, as often as they like. So it tells one bit, which a visitor could find out in
other ways. It looks a few times a minute, however often somebody asks; requests meanwhile get the
last result. An old result does not count: a database that hangs is not well.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FRESH = 10.0
"""Seconds for which each process uses one result."""

COUNTS = 3 * FRESH
"""Seconds from the beginning of a look for which its result counts while the next one runs."""

PATIENCE = 5.0
"""Seconds that a request waits for a look: then its thread is free, and the look goes on."""

HEALTH = "/health/"
WELL, NOT_WELL = WORDS = b"well\n", b"not well\n"


def in_a_thread(look: Callable[[], None]) -> None:
    """Look in a thread and with a connection of its own, because both may hang."""

    def looks() -> None:
        try:
            look()
        finally:
            connections.close_all()

    threading.Thread(target=looks, name="looks", daemon=True).start()


class Look:
    """The last result of this process. One look runs at a time."""

    def __init__(
        self,
        is_well: Callable[[], bool],
        *,
        begin: Callable[[Callable[[], None]], None] = in_a_thread,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_well, self._begin, self._now = is_well, begin, now
        self._looking = threading.Lock()
        self._first = threading.Event()
        self._seen, self._since = False, float("-inf")

    def seen(self) -> bool:
        """Return whether all is well, as it is or was a moment ago."""
        if self._age() >= FRESH and self._looking.acquire(blocking=False):
            self._begin_look().wait(PATIENCE)
        elif not self._first.is_set():
            self._first.wait(PATIENCE)
            # Later requests do not wait, even if that look never ends.
            self._first.set()
        return self._seen and self._age() < COUNTS

    def _age(self) -> float:
        return self._now() - self._since

    def _begin_look(self) -> threading.Event:
        """Begin a look, and return what is set at its end."""
        ended, since = threading.Event(), self._now()

        def look() -> None:
            try:
                seen = self._is_well()
            except Exception:  # noqa: BLE001 - whatever it is, it is not well
                seen = False
            self._seen, self._since = seen, since
            self._looking.release()
            self._first.set()
            ended.set()

        try:
            self._begin(look)
        except RuntimeError:
            # No thread can be started.
            self._seen = False
            self._looking.release()
            ended.set()
        return ended


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
