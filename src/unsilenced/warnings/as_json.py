"""What a caseworker's browser gets of warnings and requests for review."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone
from typing_extensions import TypedDict

from unsilenced.cases.as_json import NamesOfReport, names_of
from unsilenced.evaluator.calls import EvaluatorKey
from unsilenced.http.answer import B64u
from unsilenced.oblivious.evaluator import key_id
from unsilenced.people.as_json import PersonNamed
from unsilenced.people.models import Organisation, User
from unsilenced.records.as_json import WrappedForProject, sealed_for_project
from unsilenced.records.models import Record
from unsilenced.reports.models import Report, Scope
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.approval import four_eyes
from unsilenced.warnings.approval.sharing import MembersText
from unsilenced.warnings.check.entries import missing as missing_entries
from unsilenced.warnings.check.epochs import Epoch, open_epochs
from unsilenced.warnings.models import EndedBecause, ReviewRequest, State, Warning
from unsilenced.warnings.releases.due import next_due
from unsilenced.warnings.shared import Entry


class EpochKeys(TypedDict):
    """An epoch: a pair of public evaluation keys."""

    id: str
    platform: EvaluatorKey
    keyholder: EvaluatorKey


class ListedWarning(TypedDict):
    """A warning. `key`, `body` and `project_wrap` are null once the report was deleted.

    `four_eyes` says whether two people looked at it; `entered_by` is who put its identifiers under
    other keys; `missing` names the epochs for which it has no entries.
    """

    uid: UUID
    reference: str
    report: NamesOfReport
    state: State
    ended_because: EndedBecause | None
    composed_by: PersonNamed
    approved_by: PersonNamed | None
    four_eyes: bool
    consent: bool
    key: UUID | None
    body: B64u | None
    project_wrap: B64u | None
    published_on: dt.date | None
    review_on: dt.date | None
    entered_by: PersonNamed | None
    entered_on: dt.date | None
    missing: list[str]


class Listing(TypedDict):
    """A project's warnings, and what somebody needs to approve one.

    `four_eyes` says whether two people must look, `may_switch` whether the reader may change that.
    `next_list` is the moment from which members see what is approved now.
    """

    warnings: list[ListedWarning]
    epochs: list[EpochKeys]
    four_eyes: bool
    may_switch: bool
    next_list: str | None


class EntryOfWarning(TypedDict):
    """One identifier's record, under one epoch."""

    epoch: str
    place: B64u
    record: B64u


class Entered(TypedDict):
    """What members read of a warning, and its records."""

    said: MembersText
    entries: list[EntryOfWarning]


class Approved(TypedDict):
    """What an approved warning is called."""

    reference: str


class StoredRequest(WrappedForProject):
    """A request for review."""

    uid: UUID
    day: dt.date


class ReviewRequests(TypedDict):
    """Open requests for review, the oldest day first; `more` says whether there are others."""

    requests: list[StoredRequest]
    more: bool


class NoDraft(TypedDict):
    """In place of a draft whose report was deleted."""

    key: None
    body: None
    project_wrap: None


def listing(project: Organisation) -> Listing:
    """Return the project's warnings, and what somebody needs to approve one."""
    warnings = list(
        Warning.objects.of(project)
        .listed()
        .select_related("report", "composed_by", "approved_by", "entered_by")
        .order_by("-composed_on", "reference")
    )
    agreed = set(
        Report.objects.agreeing_to(Scope.WARN)
        .filter(warnings__in=warnings)
        .values_list("pk", flat=True)
    )
    missing = missing_entries(
        [each for each in warnings if each.state in {State.APPROVED, State.LIVE}]
    )
    sealed = Record.objects.drafts_of([each.pk for each in warnings])
    next_list = next_due(timezone.now())
    drafts = {draft.pk: draft for draft in sealed.prefetch_related("wraps")}
    return {
        "warnings": [
            _warning(
                each,
                drafts.get(each.pk),
                consent=each.report_id in agreed,
                missing=missing.get(each.pk, []),
            )
            for each in warnings
        ],
        "epochs": [_epoch(epoch) for epoch in open_epochs()],
        "four_eyes": four_eyes.required(project),
        "may_switch": four_eyes.is_alone(project),
        "next_list": None if next_list is None else next_list.isoformat(),
    }


def entry(stored: Entry) -> EntryOfWarning:
    """Return one identifier's record."""
    return {
        "epoch": stored.epoch,
        "place": to_b64u(stored.place),
        "record": to_b64u(stored.record),
    }


def review_request(request: ReviewRequest) -> StoredRequest:
    """Return one request for review."""
    return {
        "uid": request.uid,
        "day": request.day,
        **sealed_for_project(request.record),
    }


_NO_DRAFT: NoDraft = {"key": None, "body": None, "project_wrap": None}


def _warning(
    warning: Warning, draft: Record | None, *, consent: bool, missing: list[str]
) -> ListedWarning:
    return {
        "uid": warning.pk,
        "reference": warning.reference,
        "report": names_of(warning.report),
        "state": State(warning.state),
        "ended_because": EndedBecause(warning.ended_because) if warning.ended_because else None,
        "composed_by": _person(warning.composed_by),
        "approved_by": _person_or_none(warning.approved_by),
        "four_eyes": warning.four_eyes,
        "consent": consent,
        **(_NO_DRAFT if draft is None else sealed_for_project(draft)),
        "published_on": warning.published_on,
        "review_on": warning.review_on,
        "entered_by": _person_or_none(warning.entered_by),
        "entered_on": warning.entered_on,
        "missing": missing,
    }


def _person(person: User) -> PersonNamed:
    return {"id": person.pk, "name": person.name}


def _person_or_none(person: User | None) -> PersonNamed | None:
    return None if person is None else _person(person)


def _epoch(epoch: Epoch) -> EpochKeys:
    return {
        "id": epoch.id,
        "platform": _key(epoch.platform),
        "keyholder": _key(epoch.keyholder),
    }


def _key(public_key: bytes) -> EvaluatorKey:
    return {"id": key_id(public_key), "public_key": to_b64u(public_key)}
