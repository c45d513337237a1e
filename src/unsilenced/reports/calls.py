"""The calls of a report's writer (docs/http.md): no cookie, no session, no account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _

from unsilenced.http.body import Empty, body
from unsilenced.http.by_method import by_method
from unsilenced.http.fields import Flag, Number, OneOf, Text
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import OrganisationKey
from unsilenced.people.organisations import team
from unsilenced.records.as_json import sealed_for_reporter
from unsilenced.reports import consent, conversation
from unsilenced.reports.intake import attachments, flood, sealed_report
from unsilenced.reports.intake.project_key import key_as_json
from unsilenced.reports.intake.sealed_report import SealedReportTo
from unsilenced.reports.models import Consent, Report, Scope, SealedBy
from unsilenced.reports.paging import Page, before_of
from unsilenced.reports.puzzle import Proof
from unsilenced.reports.receipt_gate import by_receipt, by_receipt_or_rest
from unsilenced.reports.records import SealedForBoth
from unsilenced.sealing.chunks import MOST_CHUNKS

MADE = 201
DONE = 200


@dataclass(frozen=True)
class ConsentChange:
    """A consent that is given or withdrawn."""

    scope: Annotated[Scope, OneOf(Scope)]
    given: Annotated[bool, Flag()]
    wording: Annotated[str, Text(most=sealed_report.LONGEST_WORDING)]


@dataclass(frozen=True)
class SealedAttachment(SealedForBoth):
    """A photo that begins to be sent: its record, and how many chunks follow."""

    chunks: Annotated[int, Number(1, MOST_CHUNKS)]


@body(SealedReportTo)
def send(request: HttpRequest, sealed: SealedReportTo) -> HttpResponse:
    """Take in a report."""
    submission = sealed.submission(sealed.project, SealedBy.BROWSER)
    confirmation = sealed_report.submit(submission, Proof.of(request))
    return JsonResponse(
        {"reference": confirmation.reference, "received_on": confirmation.received_on},
        status=_status(created=confirmation.created),
    )


def key(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the key that a project's reports are sealed to."""
    current = OrganisationKey.objects.receiving().filter(organisation__slug=slug).first()
    if current is None:
        raise Refusal(404, "no-such-project", _("There is no such project here."))
    return JsonResponse(key_as_json(current.id, current.public_key))


@by_receipt
def open_report(request: HttpRequest, report: Report) -> HttpResponse:
    """Answer all that the writer may see but older messages."""
    return JsonResponse(_as_json(conversation.conversation_of(report)))


@by_receipt
def messages(request: HttpRequest, report: Report) -> HttpResponse:
    """Answer a page of messages."""
    return JsonResponse(_said(conversation.said_after(report, before=before_of(request))))


@by_receipt
@body(SealedForBoth)
def add_message(request: HttpRequest, report: Report, sealed: SealedForBoth) -> HttpResponse:
    """Add a message of the writer."""
    added = conversation.add_reporter_message(report, sealed.new_record())
    return JsonResponse({"day": added.record.day}, status=_status(created=added.created))


@by_receipt
@body(ConsentChange)
def consents(request: HttpRequest, report: Report, change: ConsentChange) -> HttpResponse:
    """Give or withdraw one consent."""
    active = consent.record(report, change.scope, given=change.given, wording=change.wording)
    return JsonResponse({"consents": _consents(active), "ledger": _ledger(consent.ledger(report))})


@by_receipt_or_rest
@body(Empty)
def delete(request: HttpRequest, report: Report, _empty: Empty) -> HttpResponse:
    """Delete everything, or what is left of a report that its project has deleted."""
    conversation.delete_everything(report)
    return JsonResponse({})


@by_receipt
def all_attachments(request: HttpRequest, report: Report) -> HttpResponse:
    """Answer what attachments there are."""
    files = conversation.files_of(report)
    return JsonResponse({"attachments": [_file(each) for each in files]})


@by_receipt
@body(SealedAttachment)
def begin_attachment(
    request: HttpRequest, report: Report, sealed: SealedAttachment
) -> HttpResponse:
    """Begin an attachment, or learn what of it is here."""
    flood.brake(attachments.bound_to(report, sealed.uid), Proof.of(request))
    started = attachments.start(report, sealed.new_record(), sealed.chunks)
    if started.created:
        flood.count()
    return JsonResponse(
        {"have": attachments.have(started.attachment)}, status=_status(created=started.created)
    )


@by_receipt
def attachment(request: HttpRequest, report: Report, uid: UUID) -> HttpResponse:
    """Answer which chunks of an attachment are here."""
    found = attachments.find(report, uid)
    return JsonResponse({"chunks": found.chunk_count, "have": attachments.have(found)})


@by_receipt
def remove_attachment(request: HttpRequest, report: Report, uid: UUID) -> HttpResponse:
    """Take away an attachment that is not whole."""
    attachments.remove_unfinished(report, uid)
    return JsonResponse({})


@by_receipt
def keep_chunk(request: HttpRequest, report: Report, uid: UUID, index: int) -> HttpResponse:
    """Store one sealed chunk."""
    created = attachments.store_chunk(report, uid, index, request.body)
    return JsonResponse({}, status=_status(created=created))


@by_receipt
def chunk(request: HttpRequest, report: Report, uid: UUID, index: int) -> HttpResponse:
    """Answer one sealed chunk."""
    sealed = attachments.read_chunk(report, uid, index)
    return HttpResponse(sealed, content_type="application/octet-stream")


urlpatterns = [
    path("report/send", by_method(POST=send)),
    path("report/key/<slug:slug>", by_method(GET=key)),
    path("return/open", by_method(GET=open_report)),
    path("return/messages", by_method(GET=messages, POST=add_message)),
    path("return/consents", by_method(POST=consents)),
    path("return/delete", by_method(POST=delete)),
    path("return/attachments", by_method(GET=all_attachments, POST=begin_attachment)),
    path("return/attachments/<uuid:uid>", by_method(GET=attachment, DELETE=remove_attachment)),
    path("return/attachments/<uuid:uid>/<int:index>", by_method(GET=chunk, PUT=keep_chunk)),
]


def _status(*, created: bool) -> int:
    return MADE if created else DONE


def _consents(active: frozenset[Scope]) -> dict[str, bool]:
    return {scope.value: scope in active for scope in Scope}


def _said(page: Page) -> dict[str, object]:
    """Return a page of messages, the oldest first, and whether there are older ones."""
    messages = [
        {"uid": each.uid, "kind": each.kind, "day": each.day, **sealed_for_reporter(each)}
        for each in reversed(page.records)
    ]
    return {"messages": messages, "more": page.more}


def _ledger(lines: Iterable[Consent]) -> list[dict[str, object]]:
    return [
        {"scope": line.scope, "given": line.given, "wording": line.wording, "day": line.day}
        for line in lines
    ]


def _file(file: conversation.SealedFile) -> dict[str, object]:
    return {
        "uid": file.record.uid,
        "day": file.record.day,
        "chunks": file.chunks,
        "complete": file.complete,
        **sealed_for_reporter(file.record),
    }


def _as_json(seen: conversation.Conversation) -> dict[str, object]:
    report = seen.report
    return {
        "report": {
            "uid": report.uid,
            "reference": report.reference,
            "received_on": report.received_on,
            "opened_on": report.opened_on,
            "sealed_by": report.sealed_by,
            **sealed_for_reporter(seen.first),
        },
        "project": {
            "name": report.project.name,
            "slug": report.project.slug,
            "key": key_as_json(seen.key.id, seen.key.public_key),
        },
        "team": team.commitments(conversation.answerers(report)),
        **_said(conversation.said_after(report, beside=seen.first)),
        "attachments": [_file(each) for each in seen.attachments],
        "consents": _consents(seen.consents),
        "ledger": _ledger(seen.ledger),
    }
