"""The calls of the desk about reports. Each looks only among the caseworker's own project's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import path
from django.utils.translation import gettext as _

from unsilenced.cases import as_json, inbox, removal, work
from unsilenced.cases.messages import page as page_of_messages
from unsilenced.cases.place import Place
from unsilenced.http.answer import Done, Nothing, Octets, Stored
from unsilenced.http.body import body
from unsilenced.http.fields import Flag, Uuid
from unsilenced.http.refusal import Refusal
from unsilenced.people import gate
from unsilenced.people.from_address import from_address
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission
from unsilenced.reports import conversation
from unsilenced.reports.as_json import StoredOn
from unsilenced.reports.intake import attachments, sealed_report
from unsilenced.reports.intake.sealed_report import SealedReport
from unsilenced.reports.locking import find
from unsilenced.reports.models import Report, SealedBy
from unsilenced.reports.paging import before_of
from unsilenced.reports.puzzle import Proof
from unsilenced.reports.records import Added, SealedForBoth, SealedForProject


@dataclass(frozen=True)
class Assignment:
    """Into whose hands a report goes; into nobody's where it is null."""

    user: Uuid | None


@dataclass(frozen=True)
class Aside:
    """Whether a report is out of the way."""

    aside: Annotated[bool, Flag()]


@dataclass(frozen=True)
class Deletion:
    """Whether a report is to be deleted for good."""

    asked: Annotated[bool, Flag()]


of_report = from_address("report", find)


@gate.call(Permission.REPORT_READ)
def reports(request: HttpRequest, person: User) -> Done[as_json.InboxPage]:
    """A page of the inbox."""
    page = inbox.page(person.organisation, before=_before(request))
    return Done(
        {
            "reports": [as_json.summary(line) for line in page.lines],
            "next": _next(page.next),
            "deleted": inbox.deleted(person.organisation),
        }
    )


@gate.call(Permission.REPORT_READ)
def all_messages(request: HttpRequest, person: User) -> Done[as_json.AllMessages]:
    """A page of the messages and notes of all reports."""
    page = page_of_messages(person.organisation, before=_before(request))
    listed = [as_json.message_of_report(one) for one in page.records]
    return Done({"messages": listed, "next": _next(page.next)})


@gate.call(Permission.REPORT_READ)
def report(request: HttpRequest, person: User, report: UUID) -> Done[as_json.ReportDetail]:
    """A report, and its newest messages and notes."""
    line = inbox.line(person.organisation, report)
    if line is None:
        raise Http404
    return Done(as_json.whole(line, person))


@gate.call(Permission.REPORT_READ)
@of_report
def earlier(request: HttpRequest, person: User, report: Report) -> Done[as_json.MessagePage]:
    """A page of the messages and notes of a report."""
    page = conversation.said_after(report, conversation.WITH_NOTES, before=before_of(request))
    return Done(as_json.messages_page(page))


@gate.call(Permission.REPORT_READ)
@of_report
def opened(request: HttpRequest, person: User, report: Report) -> Done[as_json.Numbered]:
    """Keep the day of the first opening, and answer the number that the report has since."""
    return Done({"number": conversation.mark_opened(report)})


@gate.call(Permission.REPORT_ANSWER)
@of_report
@body(SealedForBoth)
def messages(
    request: HttpRequest, person: User, report: Report, sealed: SealedForBoth
) -> Stored[StoredOn]:
    """Answer the reporter."""
    return _added(conversation.add_project_message(report, sealed.new_record()))


@gate.call(Permission.REPORT_ANSWER)
@of_report
@body(SealedForProject)
def notes(
    request: HttpRequest, person: User, report: Report, sealed: SealedForProject
) -> Stored[StoredOn]:
    """Keep a note that the reporter never sees."""
    return _added(conversation.add_note(report, sealed.new_record()))


@gate.call(Permission.REPORT_ANSWER)
@of_report
@body(Assignment)
def assignment(request: HttpRequest, person: User, report: Report, to: Assignment) -> Done[Nothing]:
    """Put the report into somebody's hands, or nobody's."""
    work.assign(report, to.user)
    return Done({})


@gate.call(Permission.REPORT_REMOVE)
@of_report
@body(Aside)
def aside(request: HttpRequest, person: User, report: Report, wanted: Aside) -> Done[Nothing]:
    """Put the report out of the way, or back."""
    change = removal.set_aside if wanted.aside else removal.put_back
    change(report, person)
    return Done({})


@gate.call(Permission.REPORT_REMOVE)
@of_report
@body(Deletion)
def deletion(request: HttpRequest, person: User, report: Report, wanted: Deletion) -> Done[Nothing]:
    """Ask that the report is deleted for good, or take that back."""
    change = removal.ask_to_delete if wanted.asked else removal.keep
    change(report, person)
    return Done({})


@gate.call(Permission.REPORT_REMOVE)
@of_report
def deletion_agreed(request: HttpRequest, person: User, report: Report) -> Done[Nothing]:
    """Delete the report for good, as a colleague asked."""
    removal.agree_to_delete(report, person)
    return Done({})


@gate.call(Permission.REPORT_READ)
@of_report
def chunk(request: HttpRequest, person: User, report: Report, uid: UUID, index: int) -> Octets:
    """One sealed chunk of an attachment."""
    sealed = attachments.read_chunk(report, uid, index)
    return Octets(sealed)


@gate.call(Permission.REPORT_ADD)
@body(SealedReport)
def report_for_someone(
    request: HttpRequest, person: User, sealed: SealedReport
) -> Stored[as_json.ReportAdded]:
    """Take in a report that somebody told the caseworker."""
    submission = sealed.submission(person.organisation.slug, SealedBy.CASEWORKER)
    confirmation = sealed_report.submit(submission, Proof.of(request))
    return Stored(
        {"uid": confirmation.uid, "received_on": confirmation.received_on},
        created=confirmation.created,
    )


urlpatterns = [
    path("desk/api/reports", gate.by_method(GET=reports, POST=report_for_someone)),
    path("desk/api/reports/messages", gate.by_method(GET=all_messages)),
    path("desk/api/reports/<uuid:report>", gate.by_method(GET=report)),
    path("desk/api/reports/<uuid:report>/earlier", gate.by_method(GET=earlier)),
    path("desk/api/reports/<uuid:report>/opened", gate.by_method(POST=opened)),
    path("desk/api/reports/<uuid:report>/messages", gate.by_method(POST=messages)),
    path("desk/api/reports/<uuid:report>/notes", gate.by_method(POST=notes)),
    path("desk/api/reports/<uuid:report>/assignment", gate.by_method(POST=assignment)),
    path("desk/api/reports/<uuid:report>/aside", gate.by_method(POST=aside)),
    path("desk/api/reports/<uuid:report>/deletion", gate.by_method(POST=deletion)),
    path("desk/api/reports/<uuid:report>/deletion/agreed", gate.by_method(POST=deletion_agreed)),
    path(
        "desk/api/reports/<uuid:report>/attachments/<uuid:uid>/<int:index>",
        gate.by_method(GET=chunk),
    ),
]


def _added(added: Added) -> Stored[StoredOn]:
    return Stored({"day": added.record.day}, created=added.created)


def _next(place: Place | None) -> str | None:
    return None if place is None else str(place)


def _before(request: HttpRequest) -> Place | None:
    text = request.GET.get("before")
    if text is None:
        return None
    try:
        return Place.parse(text)
    except ValueError:
        message = _("“%(name)s” must be a place from an earlier answer.") % {"name": "before"}
        raise Refusal(422, "wrong-member", message, field="before") from None
