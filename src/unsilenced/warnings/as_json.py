"""What a caseworker's browser gets of warnings and requests for review."""

from __future__ import annotations

from unsilenced.cases.as_json import names_of
from unsilenced.oblivious.evaluator import key_id
from unsilenced.people.models import Organisation, User
from unsilenced.records.as_json import sealed_for_project
from unsilenced.records.models import Record
from unsilenced.reports.models import Report, Scope
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.approval import four_eyes
from unsilenced.warnings.check.entries import missing as missing_entries
from unsilenced.warnings.check.epochs import Epoch, open_epochs
from unsilenced.warnings.models import ReviewRequest, State, Warning
from unsilenced.warnings.shared import Entry


def listing(project: Organisation) -> dict[str, object]:
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
    }


def entry(stored: Entry) -> dict[str, str]:
    """Return one identifier's record."""
    return {
        "epoch": stored.epoch,
        "place": to_b64u(stored.place),
        "record": to_b64u(stored.record),
    }


def review_request(request: ReviewRequest) -> dict[str, object]:
    """Return one request for review."""
    return {
        "uid": request.uid,
        "day": request.day,
        **sealed_for_project(request.record),
    }


_NO_DRAFT = {"key": None, "body": None, "project_wrap": None}


def _warning(
    warning: Warning, draft: Record | None, *, consent: bool, missing: list[str]
) -> dict[str, object]:
    return {
        "uid": warning.pk,
        "reference": warning.reference,
        "report": names_of(warning.report),
        "state": warning.state,
        "ended_because": warning.ended_because or None,
        "composed_by": _person(warning.composed_by),
        "approved_by": warning.approved_by and _person(warning.approved_by),
        "four_eyes": warning.four_eyes,
        "consent": consent,
        **(_NO_DRAFT if draft is None else sealed_for_project(draft)),
        "published_on": warning.published_on,
        "review_on": warning.review_on,
        "entered_by": warning.entered_by and _person(warning.entered_by),
        "entered_on": warning.entered_on,
        "missing": missing,
    }


def _person(person: User) -> dict[str, object]:
    return {"id": person.pk, "name": person.name}


def _epoch(epoch: Epoch) -> dict[str, object]:
    return {
        "id": epoch.id,
        "platform": _key(epoch.platform),
        "keyholder": _key(epoch.keyholder),
    }


def _key(public_key: bytes) -> dict[str, str]:
    return {"id": key_id(public_key), "public_key": to_b64u(public_key)}
