"""The end of a warning: taken down, expired, or without consent."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from unsilenced.records.models import Record
from unsilenced.reports.models import Report, Scope
from unsilenced.warnings.models import EndedBecause, State, Warning, WarningQuerySet
from unsilenced.warnings.shared import Entry, ReleasedWarning


def end(warnings: WarningQuerySet, because: EndedBecause) -> None:
    """End those of `warnings` that stand. Their texts and entries are deleted at once.

    Their records stay in the present release until the next one. The server cannot read them.
    """
    with transaction.atomic():
        # Lock them in the order in which a release locks them, so that the two never wait for each
        # other.
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
    """End what a release of `today` may not contain: expired warnings and those without consent."""
    agreed = Warning.objects.agreeing_to(Scope.WARN)
    with transaction.atomic():
        end(Warning.objects.exclude(pk__in=agreed), EndedBecause.CONSENT)
        end_expired(today)


def end_expired(today: dt.date) -> None:
    """End warnings that nobody renewed, whether or not a release can be made."""
    end(Warning.objects.due(today), EndedBecause.EXPIRED)


def end_with_report(report: Report) -> None:
    """End all that was made from a report which its writer deletes.

    A warning that was never in a release is deleted. Of any other, the server still knows that it
    existed, and where and when: so that members can be told that it is gone, and the next release
    can leave its records out.
    """
    made = Warning.objects.filter(report=report)
    end(made, EndedBecause.CONSENT)
    Record.objects.drafts_of(made.values("pk")).only("pk").delete()
    made.filter(published_on=None, released_records=None).delete()
