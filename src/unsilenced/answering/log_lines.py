"""What is logged, and what is not."""

from __future__ import annotations

from typing import Any

# Log lines say what failed, never who asked: no address, no user agent, no path with an
# identifier in it. Django's own request logger writes paths, so it is silent.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
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
