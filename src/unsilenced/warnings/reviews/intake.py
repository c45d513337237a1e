"""Requests for review: all are taken in alike, and nothing here looks at any warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.fields import Bytes, Objects, Sealed, Text, Uuid
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation, OrganisationKey
from unsilenced.people.separation import name, naming
from unsilenced.process.database.prepared_statement import call, run
from unsilenced.records.models import Record
from unsilenced.records.shapes import refuse_unsealed
from unsilenced.records.storing import NewRecord, store_all_once, uid_taken
from unsilenced.reports.intake import storage
from unsilenced.reports.intake.project_key import refuse_retired_key
from unsilenced.reports.intake.quotas import is_here
from unsilenced.reports.intake.storage import Stored
from unsilenced.sealing.box import OVERHEAD
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.padding import SIZES
from unsilenced.sealing.record import Wrap
from unsilenced.warnings.models import ReviewRequest
from unsilenced.warnings.reviews.routines import REQUESTS

MOST_A_DAY = 50
"""Requests that one project takes on one day, at most."""

MOST_OPEN = 500
"""Open requests of one project, at most: eight MiB."""

LISTED = 15
"""Requests in one answer, at most: 240 KiB. The next ones come when these are closed."""

LARGEST_BODY = SIZES[1] + OVERHEAD
"""Bytes of a request's sealed body; everything that somebody can type fits."""

KEPT_FOR = dt.timedelta(days=30)
"""How long a closed request is kept."""

_REQUESTS = call(REQUESTS)

_MOST_PROJECTS = 100
_LONGEST_SLUG = 50


@dataclass(frozen=True)
class SealedRequest:
    """A request as it was sealed for one project, named by its slug."""

    project: Annotated[str, Text(most=_LONGEST_SLUG)]
    key: Uuid
    body: Annotated[bytes, Bytes(most=LARGEST_BODY)]
    project_wrap: Sealed

    @property
    def wraps(self) -> tuple[Wrap, ...]:
        """Its wrap, with its recipient."""
        return (Wrap(RecipientKind.PROJECT, self.key, self.project_wrap),)


@dataclass(frozen=True)
class SealedRequests:
    """A request for review, sealed for each project."""

    uid: Uuid
    sealed: Annotated[tuple[SealedRequest, ...], Objects(_MOST_PROJECTS)]


def current_keys() -> list[OrganisationKey]:
    """Return the keys to seal a request to: one for each project, by the project's name."""
    keys = OrganisationKey.objects.receiving().select_related("organisation")
    return list(keys.order_by("organisation__name"))


def send(uid: UUID, sealed: Sequence[SealedRequest]) -> bool:
    """Store a request with each project; return false if the same had been sent before.

    Raises refusals: 409 `key-retired` and `uid-taken`, 422 `no-such-project` and for what cannot
    have been sealed, 429 `slow-down`, 503 `no-room`.
    """
    storage.refuse_without_room(Stored.WRITING)
    for each in sealed:
        refuse_unsealed(RecordKind.REVIEW_REQUEST, each.body, each.wraps)
    with transaction.atomic():
        name(request=str(uid), addressed=",".join(each.project for each in sealed))
        projects = _held_projects(sealed)
        stored = store_all_once(
            [_record(uid, projects[each.project], each) for each in sealed],
            Record.objects.filter(subject=uid, kind=RecordKind.REVIEW_REQUEST),
            allow=partial(_refuse_new, uid, projects, sealed),
        )
        if stored.created:
            ReviewRequest.objects.bulk_create(map(_row, stored.records))
        return stored.created


def is_stored(uid: UUID) -> bool:
    """Whether a request of that uid was sent before."""
    with naming(request=str(uid)):
        return ReviewRequest.objects.filter(uid=uid).exists()


def listed(project: Organisation) -> tuple[list[ReviewRequest], bool]:
    """Return the oldest open requests of `project`, and whether there are more."""
    found = list(
        ReviewRequest.objects.open()
        .filter(project=project)
        .select_related("record")
        .prefetch_related("record__wraps")
        .order_by("day", "uid")[: LISTED + 1]
    )
    return found[:LISTED], len(found) > LISTED


def close(project: Organisation, uid: UUID) -> None:
    """Close a request; closing it twice changes nothing. Raises Http404 for another project's."""
    found = ReviewRequest.objects.filter(project=project, uid=uid)
    if not found.exists():
        raise Http404
    found.open().update(closed_on=timezone.localdate())


def forget_closed(today: dt.date) -> None:
    """Remove requests that were closed long enough ago."""
    with transaction.atomic():
        closed = ReviewRequest.objects.filter(closed_on__lte=today - KEPT_FOR)
        records = list(closed.values_list("pk", flat=True))
        closed.delete()
        Record.objects.filter(pk__in=records).only("pk").delete()


def _held_projects(sealed: Sequence[SealedRequest]) -> dict[str, Organisation]:
    """Return the projects by slug, locked, so that no two requests count the same day at once."""
    slugs = [each.project for each in sealed]
    found = Organisation.objects.receiving().filter(slug__in=slugs)
    held = found.select_for_update(of=("self",), no_key=True).order_by("pk")
    projects = {project.slug: project for project in held}
    if not projects or len(projects) != len(slugs):
        raise Refusal(
            422,
            "no-such-project",
            _("The projects here have changed. Reload the page and send it again."),
            field="sealed",
        )
    return projects


def _refuse_new(
    uid: UUID, projects: dict[str, Organisation], sealed: Sequence[SealedRequest]
) -> None:
    # Records of this request would take places among those of the report.
    if is_here(uid):
        raise uid_taken()
    for each in sealed:
        refuse_retired_key(projects[each.project], each.key)
        _refuse_flood(projects[each.project])


def _refuse_flood(project: Organisation) -> None:
    asked = {"asked_project": project.pk, "today": timezone.localdate()}
    ((today, still_open),) = run(_REQUESTS, asked)
    if today >= MOST_A_DAY or still_open >= MOST_OPEN:
        raise Refusal(
            429,
            "slow-down",
            _("We have had many requests today. Nothing was sent. Please try again tomorrow."),
        )


def _record(uid: UUID, project: Organisation, sealed: SealedRequest) -> NewRecord:
    # Each record gets its own uid, so that the request's uid cannot be one of theirs.
    return NewRecord(uuid4(), uid, project, RecordKind.REVIEW_REQUEST, sealed.body, sealed.wraps)


def _row(record: Record) -> ReviewRequest:
    return ReviewRequest(
        record=record, uid=record.subject, project=record.organisation, day=record.day
    )
