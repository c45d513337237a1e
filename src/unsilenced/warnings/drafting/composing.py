"""Drafts: composing one beside its report, writing it again, discarding it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import User
from unsilenced.reports import consent
from unsilenced.reports.intake.project_key import refuse_retired_key
from unsilenced.reports.intake.quotas import take_turn
from unsilenced.reports.intake.shapes import refuse_unsealed
from unsilenced.reports.models import Report, Scope
from unsilenced.reports.records import NewRecord, uid_taken
from unsilenced.warnings.locking import lock_draft
from unsilenced.warnings.models import Warning

_REFERENCE_SIZE = 7

MOST_BYTES = 8 * 1024 * 1024
"""What the drafts of one project may measure together, with those of warnings that are listed.

The desk gets them in one list. They are two thousand of the usual size."""


@dataclass(frozen=True)
class Composed:
    """A stored draft; `created` is false where the same had been sent before."""

    warning: Warning
    created: bool


@dataclass(frozen=True)
class SealedDraft:
    """A draft as its writer sealed it."""

    key: UUID
    body: bytes
    project_wrap: bytes

    @classmethod
    def read(cls, members: JsonObject) -> SealedDraft:
        """Read the members of a call. Raises a 422 refusal that names the wrong one."""
        return cls(
            key=members.uuid("key"),
            body=members.bytes("body"),
            project_wrap=members.bytes("project_wrap"),
        )


def reference_of(uid: UUID) -> str:
    """Return the 14 hex digits by which a warning is known to members (docs/check.md, Record)."""
    return uid.bytes[:_REFERENCE_SIZE].hex()


def compose(report: Report, person: User, new: NewRecord) -> Composed:
    """Store a draft that `person` composed from `report`.

    Raises refusals: 422 for what could not be sealed, 404 for a report deleted meanwhile, 409
    `no-consent`, `key-retired`, `uid-taken` and `too-many-warnings`.
    """
    sealed = SealedDraft(new.key, new.body, new.project_wrap)
    _refuse_unsealed(sealed)
    try:
        with transaction.atomic():
            consent.require(report, Scope.WARN)
            before = Warning.objects.filter(pk=new.uid).first()
            if before is not None:
                return _again(before, report, sealed)
            refuse_retired_key(report.project, new.key)
            _refuse_too_many(report, sealed)
            return Composed(_store(report, person, new.uid, sealed), created=True)
    except IntegrityError:
        # Another warning has this uid, or begins as it does and so would have its reference.
        raise uid_taken() from None


def rewrite(warning: Warning, person: User, sealed: SealedDraft) -> None:
    """Put another draft in the place of one; `person` is now who composed it.

    Raises refusals: 422 for what could not be sealed, 404 for a report deleted meanwhile, 409
    `no-consent`, `not-a-draft`, `key-retired` and `too-many-warnings`.
    """
    _refuse_unsealed(sealed)
    with transaction.atomic():
        consent.require(warning.report, Scope.WARN)
        held = lock_draft(warning)
        refuse_retired_key(warning.report.project, sealed.key)
        _refuse_too_many(warning.report, sealed, instead_of=held)
        held.composed_by, held.composed_on = person, timezone.localdate()
        held.key_id, held.body, held.project_wrap = sealed.key, sealed.body, sealed.project_wrap
        held.save(
            update_fields=["composed_by", "composed_on", "key", "body", "project_wrap"],
        )


def discard(warning: Warning) -> None:
    """Remove a draft. Raises a 409 refusal `not-a-draft` for what is none any more."""
    with transaction.atomic():
        lock_draft(warning).delete()


def _refuse_unsealed(sealed: SealedDraft) -> None:
    refuse_unsealed(body=sealed.body, project_wrap=sealed.project_wrap, reporter_wrap=None)


def _refuse_too_many(
    report: Report, sealed: SealedDraft, instead_of: Warning | None = None
) -> None:
    """Raise a 409 refusal where the list would be too long with `sealed`; hold the report."""
    take_turn(report.project_id)
    listed = Warning.objects.filter(project=report.project_id).listed()
    if instead_of is not None:
        listed = listed.exclude(pk=instead_of.pk)
    if listed.size() + len(sealed.body) > MOST_BYTES:
        raise Refusal(
            409,
            "too-many-warnings",
            _("There are too many drafts and warnings. Discard drafts that nobody needs."),
        )


def _store(report: Report, person: User, uid: UUID, sealed: SealedDraft) -> Warning:
    return Warning.objects.create(
        uid=uid,
        reference=reference_of(uid),
        project=report.project,
        report=report,
        composed_by=person,
        composed_on=timezone.localdate(),
        key_id=sealed.key,
        body=sealed.body,
        project_wrap=sealed.project_wrap,
    )


def _again(before: Warning, report: Report, sealed: SealedDraft) -> Composed:
    if before.report_id != report.pk or before.body is None or before.project_wrap is None:
        raise uid_taken()
    stored = SealedDraft(before.key_id, bytes(before.body), bytes(before.project_wrap))
    if stored != sealed:
        raise uid_taken()
    return Composed(before, created=False)
