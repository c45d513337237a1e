"""What is logged, and what is not."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Any

from unsilenced.faults import NO_SPACE, is_for_want_of_space, kind_and_place


class Lines(logging.Formatter):
    """Lines without a traceback, whose values may be somebody's words."""

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
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        # With no handler at all Python would print warnings, and so paths, as a last resort.
        "silence": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["silence"], "propagate": False},
        "django.security": {"handlers": ["silence"], "propagate": False},
    },
}
