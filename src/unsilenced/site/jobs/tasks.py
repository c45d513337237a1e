"""The periodic jobs and their times. Times of day are in the time zone of the site's places."""

from __future__ import annotations

import datetime as dt
import logging

import psycopg
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from procrastinate.contrib.django import app

from unsilenced.cases.digest import is_due, send_digest
from unsilenced.evaluator.keys_file import KeysError
from unsilenced.process import night
from unsilenced.process.database.settling import SettlingError
from unsilenced.process.postgres.commit_times import forget_commit_times
from unsilenced.process.postgres.embedded import PostgresError, bound_log
from unsilenced.process.utc_day import utc_today
from unsilenced.reports.intake import quotas, storage
from unsilenced.reports.intake.storage import Stored
from unsilenced.site.health import note_jobs_done
from unsilenced.site.jobs.moments import forget_moments
from unsilenced.site.jobs.purge import purge
from unsilenced.site.jobs.settled import settle_rows
from unsilenced.warnings.approval.ending import end_expired
from unsilenced.warnings.models import Release
from unsilenced.warnings.releases import due, known_keys
from unsilenced.warnings.releases.key_holder_site import KeyHolderError
from unsilenced.warnings.releases.publishing import ReleaseError, publish

logger = logging.getLogger(__name__)


# Do not change the name: the database has it beside the waiting jobs.
@app.periodic(cron="0 * * * *")
@app.task(name="unsilenced.site.tasks.hourly", queueing_lock="hourly")
def hourly(timestamp: int) -> None:
    """Do the work of this hour. Procrastinate counts hours in UTC, people in their own time."""
    # First, before anything that can fail: it must not depend on anything else.
    end_expired(utc_today())
    forget_moments()
    bound_log(settings.CONFIGURATION.postgres_folder)
    quotas.look_each_hour()
    warn_of_little_room()
    moment = dt.datetime.fromtimestamp(timestamp, dt.UTC)
    hour = timezone.localtime(moment).hour
    if hour == night.HOUR:
        purge()
        settle_or_say_why()
    if is_due(moment):
        send_digest_or_say_why()
    if settings.CONFIGURATION.keyholder_url:
        keep_releases_fresh(moment)
    note_jobs_done()


def send_digest_or_say_why() -> None:
    """Send the digest; tell the administrator why it did not go out, but not to whom."""
    delivery = send_digest()
    if delivery.unsent:
        logger.error("The digest could not be sent to %d people.", delivery.unsent)
    for fault in delivery.faults:
        logger.error("%s", fault.line)


def warn_of_little_room() -> None:
    """Log that the site refuses photos, or everything."""
    if storage.is_short(Stored.WRITING):
        logger.error("Storage is full: reports and messages are refused. Make room.")
    elif storage.is_short(Stored.PHOTO):
        logger.error("Storage is nearly full: photos are refused. Make room.")


def settle_or_say_why() -> None:
    """Settle the day's rows, and make the log forget when; log a failure for the administrator.

    Nothing depends on it: the next night settles what could not be settled.
    """
    for step in (settle_rows, forget_commit_times):
        try:
            step()
        except SettlingError as error:
            logger.error("%s It is tried again next night.", error)  # noqa: TRY400 - it says enough
        except (DatabaseError, psycopg.Error, PostgresError) as error:
            # Without its message, which may hold values of what failed.
            name = type(error).__name__
            logger.error("What dates the database's rows was not removed: %s.", name)  # noqa: TRY400


def keep_releases_fresh(moment: dt.datetime) -> None:
    """Publish the day's release once its hour has come; otherwise check the key holder's keys.

    Ask a key holder that was away again each hour.
    """
    try:
        if due.is_due(Release.objects.current(), moment):
            publish()
        else:
            known_keys.refresh()
    except (KeyHolderError, KeysError, ReleaseError) as error:
        logger.error("No release was published. %s", error)  # noqa: TRY400 - it says what to do
