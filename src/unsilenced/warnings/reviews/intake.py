"""Requests for review: taken in alike from everybody, and nothing here looks at any warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation, OrganisationKey
from unsilenced.reports.intake import storage
from unsilenced.reports.intake.project_key import refuse_retired_key
from unsilenced.reports.intake.shapes import refuse_unsealed
from unsilenced.reports.intake.storage import Stored
from unsilenced.reports.records import uid_taken
from unsilenced.sealing.box import OVERHEAD
from unsilenced.sealing.padding import SIZES
from unsilenced.warnings.models import ReviewRequest

MOST_A_DAY = 50
"""Requests that one project takes on one day."""

MOST_OPEN = 500
"""Open requests of one project: eight MiB at most."""

LISTED = 15
"""Requests of one answer: 240 KiB at most. The next ones come when these are closed."""

LARGEST_BODY = SIZES[1] + OVERHEAD
"""Bytes of a request's sealed body; what can be typed fits."""

KEPT_FOR = dt.timedelta(days=30)
"""How long a closed request is kept."""

_MOST_PROJECTS = 100
_LONGEST_SLUG = 50


@dataclass(frozen=True)
class SealedFor:
    """A request as it was sealed for one project, named by its slug."""

    project: str
    key: UUID
    body: bytes
    project_wrap: bytes

    @classmethod
    def read(cls, members: JsonObject) -> SealedFor:
        """Read one of a call's. Raises a 422 refusal that names the wrong member."""
        return cls(
            project=members.text("project", most=_LONGEST_SLUG),
            key=members.uuid("key"),
            body=members.bytes("body", most=LARGEST_BODY),
            project_wrap=members.bytes("project_wrap"),
        )


def read_sealed(members: JsonObject) -> tuple[SealedFor, ...]:
    """Read `sealed`. Raises a 422 refusal that names the wrong member."""
    return tuple(map(SealedFor.read, members.objects("sealed", most=_MOST_PROJECTS)))


def current_keys() -> list[OrganisationKey]:
    """Return the keys that a request is sealed to: one for each project, by the project's name."""
    keys = OrganisationKey.objects.receiving().select_related("organisation")
    return list(keys.order_by("organisation__name"))


def send(uid: UUID, sealed: Sequence[SealedFor]) -> bool:
    """Store a request with each project; return false where the same had been sent before.

    Raises refusals: 409 `key-retired` and `uid-taken`, 422 `no-such-project` and for what could
    not be sealed, 429 `slow-down`, 503 `no-room`.
    """
    storage.refuse_without_room(Stored.WRITING)
    for each in sealed:
        refuse_unsealed(body=each.body, project_wrap=each.project_wrap, reporter_wrap=None)
    with transaction.atomic():
        projects = _held_projects(sealed)
        before = _stored(uid)
        if before:
            if before != set(sealed):
                raise uid_taken()
            return False
        for each in sealed:
            refuse_retired_key(projects[each.project], each.key)
            _refuse_flood(projects[each.project])
        ReviewRequest.objects.bulk_create(_row(uid, projects, each) for each in sealed)
    return True


def listed(project: Organisation) -> tuple[list[ReviewRequest], bool]:
    """Return the oldest open requests of `project`, and whether there are more."""
    found = list(
        ReviewRequest.objects.open().filter(project=project).order_by("day", "uid")[: LISTED + 1]
    )
    return found[:LISTED], len(found) > LISTED


def close(project: Organisation, uid: UUID) -> None:
    """Close a request; closing it twice changes nothing. Raises Http404 for another's."""
    found = ReviewRequest.objects.filter(project=project, uid=uid)
    if not found.exists():
        raise Http404
    found.open().update(closed_on=timezone.localdate())


def forget_closed(today: dt.date) -> None:
    """Remove requests that were closed long enough ago."""
    ReviewRequest.objects.filter(closed_on__lte=today - KEPT_FOR).delete()


def _held_projects(sealed: Sequence[SealedFor]) -> dict[str, Organisation]:
    """Return the projects by slug, held, so that no two requests count the same day's at once."""
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


def _stored(uid: UUID) -> set[SealedFor]:
    rows = ReviewRequest.objects.filter(uid=uid).select_related("project")
    return {
        SealedFor(row.project.slug, row.key_id, bytes(row.body), bytes(row.project_wrap))
        for row in rows
    }


def _refuse_flood(project: Organisation) -> None:
    own = ReviewRequest.objects.filter(project=project)
    today = own.filter(day=timezone.localdate())
    if today.count() >= MOST_A_DAY or own.open().count() >= MOST_OPEN:
        raise Refusal(
            429,
            "slow-down",
            _("We have had many requests today. Nothing was sent. Please try again tomorrow."),
        )


def _row(uid: UUID, projects: dict[str, Organisation], sealed: SealedFor) -> ReviewRequest:
    return ReviewRequest(
        uid=uid,
        project=projects[sealed.project],
        key_id=sealed.key,
        body=sealed.body,
        project_wrap=sealed.project_wrap,
        day=timezone.localdate(),
    )
