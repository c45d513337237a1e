"""The key holder's purge: each hour of past days' tokens, once a day of what dates the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from unsilenced.evaluator.spending import forget_past_days
from unsilenced.process.database.settling import SettlingError, settle
from unsilenced.process.postgres.commit_times import forget_commit_times
from unsilenced.process.postgres.embedded import PostgresError, bound_log
from unsilenced.process.utc_day import utc_today

HOUR = 3600
LEFT = frozenset({"django_migrations"})
"""Not settled: it says which version of the program was installed when."""

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
    settled_on = None
    while True:
        try:
            purge()
            bound_log(settings.CONFIGURATION.postgres_folder)
            if settled_on != utc_today():
                settle(LEFT)
                settled_on = utc_today()
            forget_commit_times()
        except SettlingError as error:
            logger.error("%s It is tried again in an hour.", error)  # noqa: TRY400 - it says enough
        except (DatabaseError, psycopg.Error, PostgresError) as error:
            logger.error("The purge failed: %s", type(error).__name__)  # noqa: TRY400 - no values
        finally:
            connection.close()
        if over.wait(HOUR):
            return


def purge() -> None:
    """Remove spent tokens that are no longer valid."""
    forget_past_days(timezone.now())
