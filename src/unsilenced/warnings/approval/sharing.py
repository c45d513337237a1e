"""The one door through which the text of a warning, or its records, leave the desk.

The members' feed, a release, a roll back and a notice to members all ask here. They get an answer
only while the reporter's `warn` consent is active and the warning's review day has not come. An
import contract names the modules that may touch `shared.py`, and a test walks the code to prove
that nothing else reads a warning's texts or an entry's record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from django.db import transaction
from django.db.models import QuerySet
from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from unsilenced.http.fields import DAY_SCHEMA
from unsilenced.oblivious.texts import canonical_warning
from unsilenced.process.utc_day import utc_today
from unsilenced.reports import consent
from unsilenced.reports.models import Report, Scope
from unsilenced.warnings.locking import lock_standing
from unsilenced.warnings.models import Release, Warning, WarningKind, WarningQuerySet
from unsilenced.warnings.shared import Entry, ReleasedWarning

Months = TypedDict("Months", {"from": str, "to": str})
"""The first and the last month, `YYYY-MM`."""

DayText = Annotated[str, WithJsonSchema(DAY_SCHEMA)]


class MembersText(TypedDict):
    """What members read of a warning; `texts` are by language, `original` is one of them."""

    kind: WarningKind
    areas: list[str]
    months: Months
    original: str
    texts: dict[str, str]


class PublishedWarning(MembersText):
    """A warning as a release has it (docs/check.md)."""

    reference: str
    project: str
    four_eyes: bool
    published_on: DayText
    review_on: DayText


@dataclass(frozen=True)
class Shared:
    """A warning that may be shared now, with its canonical JSON (docs/check.md, Release)."""

    warning: Warning
    canonical: bytes


def shareable(warnings: WarningQuerySet) -> WarningQuerySet:
    """Return those of `warnings` that are approved, not ended, not due, and still agreed to.

    Their days are checked here too: a warning that is due ends when a release is made or a job
    runs, and both can fail for a long time.
    """
    return warnings.standing().agreeing_to(Scope.WARN).filter(review_on__gt=utc_today())


def lock_all(warnings: WarningQuerySet) -> None:
    """Lock the standing ones of `warnings`, and their ledgers, until the transaction ends.

    Call it first in a transaction that shares something for longer, as a release does. Somebody who
    withdraws consent or takes a warning down in that time waits, and the next such transaction sees
    the change.
    """
    reports = Report.objects.present().filter(warnings__in=warnings.standing())
    held = Report.objects.filter(pk__in=reports.values("pk")).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))
    list(warnings.standing().order_by("pk").select_for_update(no_key=True).values_list("pk"))


def canonical(warnings: WarningQuerySet, day: dt.date) -> Iterator[Shared]:
    """Yield the shareable ones of `warnings` by reference, each as the release of `day` has it.

    A warning that was never published gets `day` as the day of its publication.
    """
    found = shareable(warnings).select_related("project").order_by("reference")
    for warning in found.iterator():
        yield Shared(warning, _canonical(warning, warning.published_on or day))


def entries(epoch: str) -> QuerySet[Entry]:
    """Return the entries of all shareable warnings in `epoch`, in no order."""
    return Entry.objects.filter(epoch=epoch, warning__in=shareable(Warning.objects.all()))


@dataclass(frozen=True)
class LookedOver:
    """What a colleague compares with a warning's draft: its text for members, and its records."""

    said: MembersText
    records: list[Entry]


def looked_over(warning: Warning) -> LookedOver:
    """Return what one standing warning tells members, for its own project to check.

    Raises refusals: 404 for a report that was deleted in the meantime, 409 `no-consent` and
    `not-standing`.
    """
    with transaction.atomic():
        consent.require(warning.report, Scope.WARN)
        held = lock_standing(warning)
        records = Entry.objects.filter(warning=held).order_by("epoch", "place")
        return LookedOver(_said(held), list(records))


def released(release: Release) -> Iterator[Shared]:
    """Yield, by reference, the warnings of `release` that may still be shared, as it has them."""
    found = ReleasedWarning.objects.filter(
        release=release, warning__in=shareable(Warning.objects.all())
    )
    for one in found.select_related("warning").order_by("warning__reference").iterator():
        yield Shared(one.warning, bytes(one.canonical))


def _canonical(warning: Warning, published_on: dt.date) -> bytes:
    members: PublishedWarning = {
        "reference": warning.reference,
        **_said(warning),
        "project": warning.project.name,
        "four_eyes": warning.four_eyes,
        "published_on": f"{published_on:%Y-%m-%d}",
        "review_on": f"{warning.review_on:%Y-%m-%d}",
    }
    return canonical_warning(members)


def _said(warning: Warning) -> MembersText:
    return {
        "kind": WarningKind(warning.kind),
        "areas": sorted(warning.areas),
        "months": {"from": f"{warning.month_from:%Y-%m}", "to": f"{warning.month_to:%Y-%m}"},
        "original": warning.original,
        "texts": warning.texts,
    }
