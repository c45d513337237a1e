"""What is logged, and what is not."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from types import TracebackType
from typing import Any

from unsilenced.process.faults import NO_SPACE, is_for_want_of_space, kind_and_place

QUIET = 55 * 60.0
"""Seconds in which a process says a thing once: hourly work may say it each time."""

MOST = 100
"""How many different lines a process writes in that time."""


class OnceAnHour(logging.Filter):
    """Passes the first line about a fault, and no more for an hour.

    The journal dates each line. A line for each request with a fault would tell when somebody was
    here, and strangers could fill the journal.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._said: dict[Hashable, float] = {}
        self._one_at_a_time = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is about something that was not logged in this hour."""
        what, now = _kind(record), self._now()
        with self._one_at_a_time:
            self._said = {each: at for each, at in self._said.items() if now - at < QUIET}
            if what in self._said or len(self._said) >= MOST:
                return False
            self._said[what] = now
            return True


def _kind(record: logging.LogRecord) -> Hashable:
    """Return what a line is about: its words and places, without counts and other values."""
    given = record.args if isinstance(record.args, tuple) else ()
    words = tuple(each for each in given if isinstance(each, str))
    fault = record.exc_info[1] if record.exc_info else None
    return record.name, record.levelno, str(record.msg), words, fault and kind_and_place(fault)


class Lines(logging.Formatter):
    """Formats lines without traceback: its values may be somebody's words."""

    def formatException(  # noqa: N802 - logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Return the kind and the place of a fault."""
        if ei[1] is None:
            return ""
        place = kind_and_place(ei[1])
        return f"{NO_SPACE} ({place})" if is_for_want_of_space(ei[1]) else place

    def formatStack(self, stack_info: str) -> str:  # noqa: N802, ARG002 - logging's name
        """Return nothing."""
        return ""


# Log lines say what failed, never who asked: no address, no user agent, no path with an
# identifier in it. Django's own request logger writes paths, so it is silent.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": Lines, "format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {"once": {"()": OnceAnHour}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["once"],
        },
        # With no handler at all Python would print warnings, and so paths, as a last resort.
        "silence": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["silence"], "propagate": False},
        "django.security": {"handlers": ["silence"], "propagate": False},
    },
}
