"""Whether the site is well: its database answers, its keys are there, its jobs are done, it stores.

A stranger learns only yes or no. The jobs count as missed from a fixed hour of the next day, so the
answer does not tell when they stopped.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from unsilenced.evaluator.keyring import keyring
from unsilenced.http.health import view_of
from unsilenced.people.models import Organisation
from unsilenced.process.utc_day import utc_day, utc_today
from unsilenced.reports.intake import storage
from unsilenced.reports.intake.storage import Stored
from unsilenced.site.models import ONLY, JobsDone

LATE = dt.timedelta(hours=2)
"""How long into a new day (UTC) the jobs of the day before count: the first ones take a while."""


def note_jobs_done() -> None:
    """Note once a day that the jobs were done today."""
    today = utc_today()
    if not JobsDone.objects.filter(id=ONLY, day=today).exists():
        JobsDone.objects.update_or_create(id=ONLY, defaults={"day": today})


def jobs_are_done(now: dt.datetime) -> bool:
    """Whether the jobs were done on the day to which `now` still belongs."""
    return JobsDone.objects.filter(day__gte=utc_day(now - LATE)).exists()


def is_well() -> bool:
    """Whether the site does its work. Lets every error through that keeps it from answering."""
    Organisation.objects.exists()
    keyring()
    return jobs_are_done(timezone.now()) and not storage.is_short(Stored.WRITING)


health = view_of(is_well)
