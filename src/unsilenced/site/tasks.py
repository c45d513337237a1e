"""What the jobs process does by itself, and when. Times of day are London's."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from unsilenced.cases.digest import send_digest
from unsilenced.site.purge import purge

PURGE_HOUR = 4

logger = logging.getLogger(__name__)


@app.periodic(cron="0 * * * *")
@app.task(queueing_lock="hourly")
def hourly(timestamp: int) -> None:
    """Do what belongs to this hour; procrastinate counts hours in UTC, people do not."""
    hour = timezone.localtime(dt.datetime.fromtimestamp(timestamp, dt.UTC)).hour
    if hour == PURGE_HOUR:
        purge()
    if hour in settings.CONFIGURATION.digest_hours:
        failed = send_digest()
        if failed:
            # Not to whom: addresses are nobody's business.
            logger.error("The digest could not be sent to %d people.", failed)
