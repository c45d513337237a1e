"""The calls of a report's writer (docs/http.md): no cookie, no session, no account."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import OrganisationKey
from unsilenced.people.organisations import team
from unsilenced.people.separation import separated
from unsilenced.records.as_json import sealed_for_reporter
from unsilenced.reports import consent, conversation
from unsilenced.reports.intake import attachments, flood, sealed_report
from unsilenced.reports.intake.project_key import key_as_json
from unsilenced.reports.models import Consent, Report, Scope, SealedBy
from unsilenced.reports.paging import Page, before_of
from unsilenced.reports.puzzle import Proof
from unsilenced.reports.receipts import no_such_receipt, report_for, report_or_rest_for
from unsilenced.reports.records import new_record
from unsilenced.sealing.b64u import from_b64u
from unsilenced.sealing.chunks import MOST_CHUNKS

MADE = 201
DONE = 200


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take in a report."""
    members = JsonObject.parse(request.body)
    submission = sealed_report.read_submission(
        members,
        project=members.text("project", most=sealed_report.LONGEST_SLUG),
        sealed_by=SealedBy.BROWSER,
    )
    confirmation = sealed_report.submit(submission, Proof.of(request))
    return JsonResponse(
        {"reference": confirmation.reference, "received_on": confirmation.received_on},
        status=_status(created=confirmation.created),
    )


@require_safe
def key(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the key that a project's reports are sealed to."""
    current = OrganisationKey.objects.receiving().filter(organisation__slug=slug).first()
    if current is None:
        raise Refusal(404, "no-such-project", _("There is no such project here."))
    return JsonResponse(key_as_json(current.id, current.public_key))


@require_safe
@separated
def open_report(request: HttpRequest) -> HttpResponse:
    """Answer all that the writer may see but older messages."""
    return JsonResponse(_as_json(conversation.conversation_of(_report(request))))


@require_http_methods(["GET", "HEAD", "POST"])
@separated
def messages(request: HttpRequest) -> HttpResponse:
    """Answer a page of messages, or add one of the writer."""
    report = _report(request)
    if request.method != "POST":
        return JsonResponse(_said(conversation.said_after(report, before=before_of(request))))
    added = conversation.add_reporter_message(report, new_record(JsonObject.parse(request.body)))
    return JsonResponse({"day": added.record.day}, status=_status(created=added.created))


@require_POST
@separated
def consents(request: HttpRequest) -> HttpResponse:
    """Give or withdraw one consent."""
    report = _report(request)
    members = JsonObject.parse(request.body)
    active = consent.record(
        report,
        Scope(members.choice("scope", Scope.values)),
        given=members.flag("given"),
        wording=members.text("wording", most=sealed_report.LONGEST_WORDING),
    )
    return JsonResponse({"consents": _consents(active), "ledger": _ledger(consent.ledger(report))})


@require_POST
@separated
def delete(request: HttpRequest) -> HttpResponse:
    """Delete everything, or what is left of a report that its project has deleted."""
    report = report_or_rest_for(*_secret(request))
    JsonObject.parse(request.body)
    conversation.delete_everything(report)
    return JsonResponse({})


@require_http_methods(["GET", "HEAD", "POST"])
@separated
def all_attachments(request: HttpRequest) -> HttpResponse:
    """Answer what attachments there are, or begin one, or learn what of it is here."""
    report = _report(request)
    if request.method != "POST":
        files = conversation.files_of(report)
        return JsonResponse({"attachments": [_file(each) for each in files]})
    members = JsonObject.parse(request.body)
    new = new_record(members)
    flood.brake(attachments.bound_to(report, new.uid), Proof.of(request))
    started = attachments.start(report, new, members.number("chunks", least=1, most=MOST_CHUNKS))
    if started.created:
        flood.count()
    return JsonResponse(
        {"have": attachments.have(started.attachment)}, status=_status(created=started.created)
    )


@require_http_methods(["GET", "HEAD", "DELETE"])
@separated
def attachment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer which chunks of an attachment are here, or take away one that is not whole."""
    report = _report(request)
    if request.method == "DELETE":
        attachments.remove_unfinished(report, uid)
        return JsonResponse({})
    found = attachments.find(report, uid)
    return JsonResponse({"chunks": found.chunk_count, "have": attachments.have(found)})


@require_http_methods(["GET", "HEAD", "PUT"])
@separated
def chunk(request: HttpRequest, uid: UUID, index: int) -> HttpResponse:
    """Store or answer one sealed chunk."""
    report = _report(request)
    if request.method == "PUT":
        created = attachments.store_chunk(report, uid, index, request.body)
        return JsonResponse({}, status=_status(created=created))
    sealed = attachments.read_chunk(report, uid, index)
    return HttpResponse(sealed, content_type="application/octet-stream")


urlpatterns = [
    path("report/send", send),
    path("report/key/<slug:slug>", key),
    path("return/open", open_report),
    path("return/messages", messages),
    path("return/consents", consents),
    path("return/delete", delete),
    path("return/attachments", all_attachments),
    path("return/attachments/<uuid:uid>", attachment),
    path("return/attachments/<uuid:uid>/<int:index>", chunk),
]


def _report(request: HttpRequest) -> Report:
    """Find the report whose look-up secret the call carries."""
    return report_for(*_secret(request))


def _secret(request: HttpRequest) -> tuple[bytes, Proof | None]:
    """Return the look-up secret that the call carries, and its work."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Receipt":
        raise no_such_receipt()
    try:
        lookup_secret = from_b64u(secret)
    except ValueError:
        raise no_such_receipt() from None
    return lookup_secret, Proof.of(request)


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
