"""The key holder's purge: spent tokens of past days go, moments before all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from unsilenced.evaluating.spending import forget_past_days
from unsilenced.running.commit_times import forget_commit_times

HOUR = 3600

logger = logging.getLogger(__name__)


@contextmanager
def purging() -> Iterator[None]:
    """Purge at once and every hour, in a thread of its own, while serving."""
    over = threading.Event()
    thread = threading.Thread(target=_purge_until, args=[over])
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _purge_until(over: threading.Event) -> None:
    while True:
        try:
            purge()
        except DatabaseError as error:
            logger.error("The purge failed: %s", type(error).__name__)  # noqa: TRY400 - no values
        finally:
            connection.close()
        if over.wait(HOUR):
            return


def purge() -> None:
    """Remove spent tokens that hold no more, and the database's log of commits."""
    forget_past_days(timezone.now())
    forget_commit_times()
