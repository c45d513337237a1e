"""The calls of the desk about reports. Each looks among the caseworker's own project's alone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _

from unsilenced.cases import as_json, inbox, said, work
from unsilenced.json_object import JsonObject
from unsilenced.people import gate
from unsilenced.people.models import User
from unsilenced.refusal import Refusal
from unsilenced.reports import attachments, conversation, intake
from unsilenced.reports.guessing import Proof
from unsilenced.reports.models import Report, SealedBy
from unsilenced.reports.paging import before_of
from unsilenced.reports.records import Added, new_record

_MADE = 201
_DONE = 200
_LONGEST_NUMBER = 18


@gate.holding_key
def reports(request: HttpRequest, person: User) -> JsonResponse:
    """A page of the inbox."""
    page = inbox.page(person.project, before=_before(request))
    return JsonResponse(
        {
            "reports": [as_json.summary(line) for line in page.lines],
            "more": page.more,
            "deleted": inbox.deleted(person.project),
        }
    )


@gate.holding_key
def all_said(request: HttpRequest, person: User) -> JsonResponse:
    """A page of what was said after the reports."""
    page = said.page(person.project, before=_before(request))
    return JsonResponse({"said": [as_json.said(one) for one in page.records], "more": page.more})


@gate.holding_key
def report(request: HttpRequest, person: User, number: int) -> JsonResponse:
    """A report, and the newest of what was said after it."""
    return JsonResponse(as_json.whole(line_of(person, number)))


@gate.holding_key
def earlier(request: HttpRequest, person: User, number: int) -> JsonResponse:
    """A page of what was said after a report."""
    report = _report(person, number)
    page = conversation.said_after(report, conversation.WITH_NOTES, before=before_of(request))
    return JsonResponse(as_json.said_page(page))


@gate.holding_key
def opened(request: HttpRequest, person: User, number: int) -> JsonResponse:
    """Keep the day of the first opening."""
    conversation.mark_opened(_report(person, number))
    return JsonResponse({})


@gate.holding_key
def messages(request: HttpRequest, person: User, number: int) -> JsonResponse:
    """Answer the reporter."""
    report = _report(person, number)
    new = new_record(JsonObject.parse(request.body))
    return _added(conversation.add_project_message(report, new))


@gate.holding_key
def notes(request: HttpRequest, person: User, number: int) -> JsonResponse:
    """Keep a note that the reporter never sees."""
    report = _report(person, number)
    new = new_record(JsonObject.parse(request.body), with_reporter_wrap=False)
    return _added(conversation.add_note(report, new))


@gate.holding_key
def assignment(request: HttpRequest, person: User, number: int) -> JsonResponse:
    """Put the report into somebody's hands, or nobody's."""
    report = _report(person, number)
    members = JsonObject.parse(request.body)
    nobody = "user" in members.values and members.values["user"] is None
    work.assign(report, None if nobody else members.uuid("user"))
    return JsonResponse({})


@gate.holding_key
def chunk(request: HttpRequest, person: User, number: int, uid: UUID, index: int) -> HttpResponse:
    """One sealed chunk of an attachment."""
    sealed = attachments.read_chunk(_report(person, number), uid, index)
    return HttpResponse(sealed, content_type="application/octet-stream")


@gate.holding_key
def report_for_someone(request: HttpRequest, person: User) -> JsonResponse:
    """Take in a report that somebody told the caseworker."""
    submission = intake.read_submission(
        JsonObject.parse(request.body),
        project=person.project.slug,
        sealed_by=SealedBy.CASEWORKER,
    )
    confirmation = intake.submit(submission, Proof.of(request))
    return JsonResponse(
        {"number": confirmation.number, "received_on": confirmation.received_on},
        status=_MADE if confirmation.created else _DONE,
    )


urlpatterns = [
    path("desk/api/reports", gate.by_method(GET=reports, POST=report_for_someone)),
    path("desk/api/reports/said", gate.by_method(GET=all_said)),
    path("desk/api/reports/<int:number>", gate.by_method(GET=report)),
    path("desk/api/reports/<int:number>/said", gate.by_method(GET=earlier)),
    path("desk/api/reports/<int:number>/opened", gate.by_method(POST=opened)),
    path("desk/api/reports/<int:number>/messages", gate.by_method(POST=messages)),
    path("desk/api/reports/<int:number>/notes", gate.by_method(POST=notes)),
    path("desk/api/reports/<int:number>/assignment", gate.by_method(POST=assignment)),
    path(
        "desk/api/reports/<int:number>/attachments/<uuid:uid>/<int:index>",
        gate.by_method(GET=chunk),
    ),
]


def line_of(person: User, number: int) -> inbox.Line:
    """Return a report of the person's project; another's is not here (Http404)."""
    line = inbox.line(person.project, number)
    if line is None:
        raise Http404
    return line


def _report(person: User, number: int) -> Report:
    return line_of(person, number).record.report


def _added(added: Added) -> JsonResponse:
    return JsonResponse({"day": added.record.day}, status=_MADE if added.created else _DONE)


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        message = _("“%(name)s” must be a number from an earlier answer.") % {"name": "before"}
        raise Refusal(422, "wrong-member", message, field="before")
    return int(text)
