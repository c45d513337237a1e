"""The calls of the desk about warnings and requests for review (docs/http.md).

Each looks only among those of the caseworker's own project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.urls import path

from unsilenced.cases.calls import of_report
from unsilenced.http.answer import Done, Nothing, Stored
from unsilenced.http.body import Empty, body
from unsilenced.http.fields import Flag
from unsilenced.people import gate
from unsilenced.people.from_address import from_address
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission
from unsilenced.reports.as_json import StoredOn
from unsilenced.reports.models import Report
from unsilenced.reports.records import SealedForProject
from unsilenced.warnings import as_json, days
from unsilenced.warnings.approval import approving, four_eyes, renewing, sharing
from unsilenced.warnings.approval.approving import Approval
from unsilenced.warnings.check import tokens
from unsilenced.warnings.check.entries import MissingEntries, enter_missing
from unsilenced.warnings.check.issued_as_json import CaseworkersNonces, IssuedTokens, issued_as_json
from unsilenced.warnings.drafting import composing
from unsilenced.warnings.locking import find
from unsilenced.warnings.models import Warning
from unsilenced.warnings.reviews import intake


@dataclass(frozen=True)
class Renewal:
    """When a warning is looked at again."""

    review_on: days.ReviewDay


@dataclass(frozen=True)
class FourEyes:
    """Whether a second person must approve."""

    on: Annotated[bool, Flag()]


of_warning = from_address("uid", find)


@gate.call(Permission.WARNING_DRAFT)
@of_report
@body(SealedForProject)
def compose(
    request: HttpRequest, person: User, report: Report, sealed: SealedForProject
) -> Stored[StoredOn]:
    """Keep a draft beside its report."""
    composed = composing.compose(report, person, sealed.new_record())
    return Stored({"day": composed.warning.composed_on}, created=composed.created)


@gate.call(Permission.WARNING_READ)
def listed(request: HttpRequest, person: User) -> Done[as_json.Listing]:
    """All of the project's warnings, sealed."""
    return Done(as_json.listing(person.organisation))


@gate.call(Permission.WARNING_READ)
@of_warning
def entered(request: HttpRequest, person: User, warning: Warning) -> Done[as_json.Entered]:
    """What a warning came to, so that a colleague's browser can compare it with the draft."""
    looked = sharing.looked_over(warning)
    entries = [as_json.entry(each) for each in looked.records]
    return Done({"said": looked.said, "entries": entries})


@gate.call(Permission.WARNING_DRAFT)
@of_warning
@body(composing.SealedDraft)
def rewrite(
    request: HttpRequest, person: User, warning: Warning, sealed: composing.SealedDraft
) -> Done[Nothing]:
    """Put another draft in the place of one."""
    composing.rewrite(warning, person, sealed)
    return Done({})


@gate.call(Permission.WARNING_DRAFT)
@of_warning
@body(Empty)
def discard(request: HttpRequest, person: User, warning: Warning, _empty: Empty) -> Done[Nothing]:
    """Remove a draft."""
    composing.discard(warning)
    return Done({})


@gate.call(Permission.WARNING_APPROVE)
@of_warning
@body(Approval)
def approve(
    request: HttpRequest, person: User, warning: Warning, approval: Approval
) -> Done[as_json.Approved]:
    """Approve a draft."""
    approving.approve(warning, person, approval)
    return Done({"reference": warning.reference})


@gate.call(Permission.WARNING_APPROVE)
@of_warning
@body(Renewal)
def renew(request: HttpRequest, person: User, warning: Warning, renewal: Renewal) -> Done[Nothing]:
    """Let a warning stand for longer."""
    renewing.renew(warning, renewal.review_on)
    return Done({})


@gate.call(Permission.WARNING_APPROVE)
@of_warning
@body(Empty)
def take_down(request: HttpRequest, person: User, warning: Warning, _empty: Empty) -> Done[Nothing]:
    """End a warning."""
    renewing.take_down(warning)
    return Done({})


@gate.call(Permission.WARNING_APPROVE)
@of_warning
@body(MissingEntries)
def enter(
    request: HttpRequest, person: User, warning: Warning, new: MissingEntries
) -> Done[Nothing]:
    """Enter a warning's identifiers for the epochs in which they are missing."""
    enter_missing(warning, person, new.entries)
    return Done({})


@gate.call(Permission.WARNING_APPROVE)
@body(FourEyes)
def switch_four_eyes(request: HttpRequest, person: User, rule: FourEyes) -> Done[Nothing]:
    """Switch the rule that a second person approves."""
    four_eyes.switch(person.organisation, on=rule.on)
    return Done({})


@gate.call(Permission.TOKENS_ISSUE)
@body(CaseworkersNonces)
def issue_tokens(
    request: HttpRequest, person: User, asked: CaseworkersNonces
) -> Done[IssuedTokens]:
    """Issue one batch of the day's tokens."""
    issued = tokens.issue_to_caseworker(person, asked.batch, asked.blinded)
    return Done(issued_as_json(issued))


@gate.call(Permission.REVIEW_READ)
def review_requests(request: HttpRequest, person: User) -> Done[as_json.ReviewRequests]:
    """The open requests for review, the oldest day first."""
    requests, more = intake.listed(person.organisation)
    told = [as_json.review_request(each) for each in requests]
    return Done({"requests": told, "more": more})


@gate.call(Permission.REVIEW_CLOSE)
@body(Empty)
def close_review_request(
    request: HttpRequest, person: User, _empty: Empty, uid: UUID
) -> Done[Nothing]:
    """Close a request for review."""
    intake.close(person.organisation, uid)
    return Done({})


urlpatterns = [
    path("desk/api/reports/<uuid:report>/warnings", gate.by_method(POST=compose)),
    path("desk/api/warnings", gate.by_method(GET=listed)),
    path("desk/api/warnings/<uuid:uid>", gate.by_method(GET=entered)),
    path("desk/api/warnings/<uuid:uid>/draft", gate.by_method(POST=rewrite)),
    path("desk/api/warnings/<uuid:uid>/discard", gate.by_method(POST=discard)),
    path("desk/api/warnings/<uuid:uid>/approve", gate.by_method(POST=approve)),
    path("desk/api/warnings/<uuid:uid>/renew", gate.by_method(POST=renew)),
    path("desk/api/warnings/<uuid:uid>/take-down", gate.by_method(POST=take_down)),
    path("desk/api/warnings/<uuid:uid>/entries", gate.by_method(POST=enter)),
    path("desk/api/four-eyes", gate.by_method(POST=switch_four_eyes)),
    path("desk/api/tokens", gate.by_method(POST=issue_tokens)),
    path("desk/api/review-requests", gate.by_method(GET=review_requests)),
    path("desk/api/review-requests/<uuid:uid>/close", gate.by_method(POST=close_review_request)),
]
