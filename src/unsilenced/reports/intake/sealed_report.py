"""Taking in a sealed report: everything or nothing, once, in one statement.

One statement is one round trip. So a small machine can take hundreds of reports a second, and
leaves nothing half stored if it dies.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.fields import Sealed, SomeOf, Text
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import RECEIVING_KIND
from unsilenced.process.database.prepared_statement import call, run
from unsilenced.process.database.taken import if_taken
from unsilenced.records.shapes import refuse_unsealed
from unsilenced.records.storing import uid_taken
from unsilenced.reports import puzzle
from unsilenced.reports.consent import refuse_unknown_wording
from unsilenced.reports.intake import flood, quotas, storage
from unsilenced.reports.intake.project_key import key_retired
from unsilenced.reports.intake.quotas import is_here
from unsilenced.reports.intake.routines import TAKE_IN
from unsilenced.reports.intake.shapes import refuse_lookup_hash, refuse_public_key
from unsilenced.reports.intake.storage import Stored
from unsilenced.reports.models import Scope, SealedBy
from unsilenced.reports.records import SealedForBoth
from unsilenced.reports.reference import reference_of
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.record import Wrap

LONGEST_SLUG = 50
LONGEST_WORDING = 20


@dataclass(frozen=True)
class Submission:
    """A sealed report as its writer sent it; `project` is the slug of the project."""

    uid: UUID
    project: str
    key: UUID
    body: bytes
    project_wrap: bytes
    reporter_wrap: bytes
    reporter_public_key: bytes
    lookup_hash: bytes
    consents: frozenset[Scope]
    wording: str
    sealed_by: SealedBy

    @property
    def wraps(self) -> tuple[Wrap, ...]:
        """Its wraps, each with its recipient."""
        return (
            Wrap(RecipientKind.PROJECT, self.key, self.project_wrap),
            Wrap(RecipientKind.REPORTER, None, self.reporter_wrap),
        )

    @property
    def bound_to(self) -> bytes:
        """Return what its proof of work is bound to: a submission can be stored only once."""
        return self.lookup_hash + self.uid.bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of all that was sent: only the same submission has the same digest."""
        told = [
            str(self.uid),
            self.project,
            str(self.key),
            sorted(self.consents),
            self.wording,
            self.sealed_by,
        ]
        # JSON contains no NUL byte, and every part but the body has one size, so the parts cannot
        # shift.
        digest = sha256(json.dumps(told).encode() + b"\0")
        digest.update(self.project_wrap + self.reporter_wrap)
        digest.update(self.reporter_public_key + self.lookup_hash)
        digest.update(self.body)
        return digest.digest()


@dataclass(frozen=True)
class Confirmation:
    """What the writer is told; `created` is false if the same report had been sent before."""

    uid: UUID
    received_on: date
    created: bool

    @property
    def reference(self) -> str:
        """What the writer may call the report."""
        return reference_of(self.uid)


@dataclass(frozen=True)
class SealedReport(SealedForBoth):
    """A report as it is sent."""

    reporter_public_key: Sealed
    lookup_hash: Sealed
    consents: Annotated[tuple[Scope, ...], SomeOf(Scope)]
    wording: Annotated[str, Text(most=LONGEST_WORDING)]

    def submission(self, project: str, sealed_by: SealedBy) -> Submission:
        """Return the report, for the project that has this slug."""
        return Submission(
            uid=self.uid,
            project=project,
            key=self.key,
            body=self.body,
            project_wrap=self.project_wrap,
            reporter_wrap=self.reporter_wrap,
            reporter_public_key=self.reporter_public_key,
            lookup_hash=self.lookup_hash,
            consents=frozenset(self.consents),
            wording=self.wording,
            sealed_by=sealed_by,
        )


@dataclass(frozen=True)
class SealedReportTo(SealedReport):
    """A report as its writer sends it, who chose the project."""

    project: Annotated[str, Text(most=LONGEST_SLUG)]


def submit(submission: Submission, proof: puzzle.Proof | None = None) -> Confirmation:
    """Store a report with its record and first consents.

    Raises refusals: 422 for what cannot have been sealed, for an unknown wording or project; 409
    `key-retired`, `uid-taken` and `receipt-taken` (another report has this look-up hash); 429
    `puzzle` while receipts are guessed or far too much is sent, `flood` (`flood`) and
    `too-many-today` (`quotas`); 503 `no-room` (`storage`). A refusal leaves no trace but the count
    of a taken receipt.

    A look-up also tells whether a receipt is taken. So a sender must do the same work here for
    either answer, and `receipt-taken` counts as a failed look-up.
    """
    _check(submission)
    puzzle.brake(submission.bound_to, proof)
    from_stranger = submission.sealed_by is not SealedBy.CASEWORKER
    if from_stranger:
        _brake(submission, proof)
    storage.refuse_without_room(Stored.WRITING)
    with quotas.place_for(submission.project, submission.uid) if from_stranger else nullcontext():
        outcome = _store(submission)
        if outcome.clashed:
            # Another call committed the same uid or receipt while this statement waited for it.
            # This statement could not see it; a second one can.
            outcome = _store(submission)
    confirmation = outcome.confirmation()
    if confirmation.created and from_stranger:
        flood.count(without_script=submission.sealed_by is SealedBy.SERVER)
    return confirmation


def _brake(submission: Submission, proof: puzzle.Proof | None) -> None:
    """Refuse a stranger's report while far too much is sent.

    A report that is here already passes without JavaScript too, even when no place is left: its
    sender, whose browser cannot do the work, is told again that it came.
    """
    if submission.sealed_by is not SealedBy.SERVER:
        flood.brake(submission.bound_to, proof)
    elif not is_here(submission.uid):
        flood.brake_without_script()


def _check(submission: Submission) -> None:
    refuse_unsealed(RecordKind.REPORT, submission.body, submission.wraps)
    refuse_public_key(submission.reporter_public_key)
    refuse_lookup_hash(submission.lookup_hash)
    refuse_unknown_wording(submission.wording)


_STATEMENT = call(TAKE_IN)


@dataclass(frozen=True)
class _Outcome:
    """What the statement found and did."""

    submission: Submission
    day: date
    made: UUID | None
    received_on_before: date | None
    same: bool | None
    key: UUID | None
    public_key: bytes | None

    @property
    def clashed(self) -> bool:
        """Nothing was stored, but the statement saw nothing that prevented it."""
        stood_in_the_way = self.made is not None or self.received_on_before is not None
        return not stood_in_the_way and self.key == self.submission.key

    def confirmation(self) -> Confirmation:
        """Confirm, or raise the refusal that follows from the outcome."""
        if self.made is not None:
            return Confirmation(self.made, self.day, created=True)
        if self.received_on_before is not None:
            if not self.same:
                raise uid_taken()
            return Confirmation(self.submission.uid, self.received_on_before, created=False)
        if self.key is None or self.public_key is None:
            raise _no_such_project()
        if self.clashed:
            puzzle.count_failure()
            raise _receipt_taken()
        raise key_retired(self.key, self.public_key)


def _store(submission: Submission) -> _Outcome:
    day = timezone.localdate()
    parameters: dict[str, Any] = {
        "sent_uid": submission.uid,
        "sent_project": submission.project,
        "receiving_kind": RECEIVING_KIND.value,
        "sent_key": submission.key,
        "sent_body": submission.body,
        "sent_project_wrap": submission.project_wrap,
        "sent_reporter_wrap": submission.reporter_wrap,
        "sent_public_key": submission.reporter_public_key,
        "sent_lookup_hash": submission.lookup_hash,
        "sent_digest": submission.digest,
        "sent_sealed_by": submission.sealed_by.value,
        "sent_consents": sorted(scope.value for scope in submission.consents),
        "sent_wording": submission.wording,
        "today": day,
    }
    # A caseworker's call is already in a transaction, which must go on after a refusal.
    inside = transaction.atomic() if connection.in_atomic_block else nullcontext()
    # A record of another report may have this uid.
    with if_taken(uid_taken), inside:
        (row,) = run(_STATEMENT, parameters)
    return _Outcome(submission, day, *row)


def _no_such_project() -> Refusal:
    return Refusal(
        422,
        "no-such-project",
        _("This project cannot receive reports here. Go back and choose another."),
        field="project",
    )


def _receipt_taken() -> Refusal:
    return Refusal(
        409,
        "receipt-taken",
        _("These seven words are in use. Reload the page to get new ones, and send it again."),
        field="lookup_hash",
    )
