"""Drafts: composing one beside its report, changing it, discarding it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.fields import Sealed, Uuid
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import User
from unsilenced.process.database.taken import if_taken
from unsilenced.records import storing
from unsilenced.records.models import Record
from unsilenced.records.storing import store_once, uid_taken
from unsilenced.reports import consent
from unsilenced.reports.intake.project_key import refuse_retired_key
from unsilenced.reports.intake.quotas import take_turn
from unsilenced.reports.models import Report, Scope
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.record import Wrap
from unsilenced.warnings.locking import lock_draft
from unsilenced.warnings.models import Warning

_REFERENCE_SIZE = 7

MOST_BYTES = 8 * 1024 * 1024
"""How large the drafts of one project may be together, with those of warnings that are listed.

The desk gets them in one list. This is room for two thousand of the usual size.
"""


@dataclass(frozen=True)
class Composed:
    """A stored draft; `created` is false if the same had been sent before."""

    warning: Warning
    created: bool


@dataclass(frozen=True)
class SealedDraft:
    """A draft as its writer sealed it."""

    key: Uuid
    body: Sealed
    project_wrap: Sealed

    @property
    def wraps(self) -> tuple[Wrap, ...]:
        """Its wrap, with its recipient."""
        return (Wrap(RecipientKind.PROJECT, self.key, self.project_wrap),)


def reference_of(uid: UUID) -> str:
    """Return the 14 hex digits by which members know a warning (docs/check.md, Record)."""
    return uid.bytes[:_REFERENCE_SIZE].hex()


def compose(report: Report, person: User, new: NewRecord) -> Composed:
    """Store a draft that `person` composed from `report`.

    Raises refusals: 422 for what cannot have been sealed, 404 for a report that was deleted in the
    meantime, 409 `no-consent`, `key-retired`, `uid-taken` and `too-many-warnings`.
    """
    draft = _draft(report, new.uid, new.body, new.wraps)
    # Another warning may start with the same digits, and so have this reference already.
    with if_taken(uid_taken), transaction.atomic():
        consent.require(report, Scope.WARN)
        stored = store_once(draft, allow=partial(_refuse_new, report, new))
        if stored.created:
            return Composed(_store(report, person, new.uid), created=True)
        before = Warning.objects.filter(pk=new.uid, report=report).first()
        if before is None:
            raise uid_taken()
        return Composed(before, created=False)


def rewrite(warning: Warning, person: User, sealed: SealedDraft) -> None:
    """Replace a draft; from now on `person` is its author.

    Raises refusals: 422 for what cannot have been sealed, 404 for a report that was deleted in the
    meantime, 409 `no-consent`, `not-a-draft`, `key-retired` and `too-many-warnings`.
    """
    new = _draft(warning.report, warning.pk, sealed.body, sealed.wraps)
    with transaction.atomic():
        consent.require(warning.report, Scope.WARN)
        # Lock this before the warning (`separation.separated`).
        take_turn(warning.report.project_id)
        held, draft = lock_draft(warning)
        refuse_retired_key(warning.report.project, sealed.key)
        _refuse_too_many(warning.report, sealed.body, instead_of=held)
        storing.replace(draft, new)
        held.composed_by, held.composed_on = person, timezone.localdate()
        held.save(update_fields=["composed_by", "composed_on"])


def discard(warning: Warning) -> None:
    """Remove a draft. Raises a 409 refusal `not-a-draft` for a warning that is no longer one."""
    with transaction.atomic():
        held, draft = lock_draft(warning)
        draft.delete()
        held.delete()


def _draft(report: Report, uid: UUID, body: bytes, wraps: tuple[Wrap, ...]) -> storing.NewRecord:
    """Return the record of a draft, which has the uid of its warning."""
    return storing.NewRecord(uid, uid, report.project, RecordKind.WARNING, body, wraps)


def _refuse_new(report: Report, new: NewRecord) -> None:
    take_turn(report.project_id)
    # The warning may still be known after its draft was deleted with its report; or a warning of
    # another report has this uid.
    if Warning.objects.filter(pk=new.uid).exists():
        raise uid_taken()
    refuse_retired_key(report.project, new.key)
    _refuse_too_many(report, new.body)


def _refuse_too_many(report: Report, body: bytes, instead_of: Warning | None = None) -> None:
    """Raise a 409 refusal if `body` makes the list too long; call `take_turn` before."""
    listed = Warning.objects.filter(project=report.project_id).listed()
    if instead_of is not None:
        listed = listed.exclude(pk=instead_of.pk)
    drafts = Record.objects.drafts_of(listed.values("pk"))
    if drafts.size() + len(body) > MOST_BYTES:
        raise Refusal(
            409,
            "too-many-warnings",
            _("There are too many drafts and warnings. Discard drafts that nobody needs."),
        )


def _store(report: Report, person: User, uid: UUID) -> Warning:
    return Warning.objects.create(
        uid=uid,
        reference=reference_of(uid),
        project=report.project,
        report=report,
        composed_by=person,
        composed_on=timezone.localdate(),
    )
