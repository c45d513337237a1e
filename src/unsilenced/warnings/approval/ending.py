"""The end of a warning: taken down, expired, or no longer agreed to."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from unsilenced.records.models import Record
from unsilenced.reports.models import Report, Scope
from unsilenced.warnings.models import EndedBecause, State, Warning, WarningQuerySet
from unsilenced.warnings.shared import Entry, ReleasedWarning


def end(warnings: WarningQuerySet, because: EndedBecause) -> None:
    """End those of `warnings` that stand. What they said and their entries go at once.

    Their records stay in the present release, unreadable for the server, until the next one.
    """
    with transaction.atomic():
        # In the order in which a release holds them: so no two wait for one another.
        held = warnings.standing().order_by("pk").select_for_update()
        ending = list(held.values_list("pk", flat=True))
        Entry.objects.filter(warning__in=ending).delete()
        ReleasedWarning.objects.filter(warning__in=ending).delete()
        Warning.objects.filter(pk__in=ending).update(
            state=State.ENDED,
            ended_because=because,
            ended_on=timezone.localdate(),
            texts={},
        )


def end_due(today: dt.date) -> None:
    """End what a release of `today` may not hold: the expired, and what is no longer agreed to."""
    agreed = Report.objects.agreeing_to(Scope.WARN)
    with transaction.atomic():
        end(Warning.objects.exclude(report__in=agreed), EndedBecause.CONSENT)
        end_expired(today)


def end_expired(today: dt.date) -> None:
    """End what nobody renewed, whether or not a release can be made."""
    end(Warning.objects.due(today), EndedBecause.EXPIRED)


def end_with_report(report: Report) -> None:
    """End all that was made from a report which its writer deletes.

    What was never in a release goes. Of the rest it stays known that, where and when there was a
    warning: so that members can be told that it is gone, and its records with the next release.
    """
    made = Warning.objects.filter(report=report)
    end(made, EndedBecause.CONSENT)
    Record.objects.drafts_of(made.values("pk")).only("pk").delete()
    made.filter(published_on=None, released_records=None).delete()
