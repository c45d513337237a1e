"""The calls of a report's writer (docs/http.md): no cookie, no session, no account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _

from unsilenced.http.answer import Done, Nothing, Octets, Stored
from unsilenced.http.body import Empty, body
from unsilenced.http.by_method import by_method
from unsilenced.http.fields import Flag, Number, OneOf, Text
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import OrganisationKey
from unsilenced.reports import as_json, consent, conversation
from unsilenced.reports.intake import attachments, flood, sealed_report
from unsilenced.reports.intake.project_key import ProjectKey, key_as_json
from unsilenced.reports.intake.sealed_report import SealedReportTo
from unsilenced.reports.models import Report, Scope, SealedBy
from unsilenced.reports.paging import before_of
from unsilenced.reports.puzzle import Proof
from unsilenced.reports.receipt_gate import by_receipt, by_receipt_or_rest
from unsilenced.reports.records import SealedForBoth
from unsilenced.sealing.chunks import MOST_CHUNKS


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
def send(request: HttpRequest, sealed: SealedReportTo) -> Stored[as_json.Received]:
    """Take in a report."""
    submission = sealed.submission(sealed.project, SealedBy.BROWSER)
    confirmation = sealed_report.submit(submission, Proof.of(request))
    return Stored(
        {"reference": confirmation.reference, "received_on": confirmation.received_on},
        created=confirmation.created,
    )


def key(request: HttpRequest, slug: str) -> Done[ProjectKey]:
    """Answer the key that a project's reports are sealed to."""
    current = OrganisationKey.objects.receiving().filter(organisation__slug=slug).first()
    if current is None:
        raise Refusal(404, "no-such-project", _("There is no such project here."))
    return Done(key_as_json(current.id, current.public_key))


@by_receipt
def open_report(request: HttpRequest, report: Report) -> Done[as_json.OpenedReport]:
    """Answer all that the writer may see but older messages."""
    return Done(as_json.opened(conversation.conversation_of(report)))


@by_receipt
def messages(request: HttpRequest, report: Report) -> Done[as_json.MessagesForReporter]:
    """Answer a page of messages."""
    return Done(as_json.messages(conversation.said_after(report, before=before_of(request))))


@by_receipt
@body(SealedForBoth)
def add_message(
    request: HttpRequest, report: Report, sealed: SealedForBoth
) -> Stored[as_json.StoredOn]:
    """Add a message of the writer."""
    added = conversation.add_reporter_message(report, sealed.new_record())
    return Stored({"day": added.record.day}, created=added.created)


@by_receipt
@body(ConsentChange)
def consents(request: HttpRequest, report: Report, change: ConsentChange) -> Done[as_json.Consents]:
    """Give or withdraw one consent."""
    active = consent.record(report, change.scope, given=change.given, wording=change.wording)
    return Done(
        {"consents": as_json.consents(active), "ledger": as_json.ledger(consent.ledger(report))}
    )


@by_receipt_or_rest
@body(Empty)
def delete(request: HttpRequest, report: Report, _empty: Empty) -> Done[Nothing]:
    """Delete everything, or what is left of a report that its project has deleted."""
    conversation.delete_everything(report)
    return Done({})


@by_receipt
def all_attachments(request: HttpRequest, report: Report) -> Done[as_json.PhotosForReporter]:
    """Answer what attachments there are."""
    files = conversation.files_of(report)
    return Done({"attachments": [as_json.attachment(each) for each in files]})


@by_receipt
@body(SealedAttachment)
def begin_attachment(
    request: HttpRequest, report: Report, sealed: SealedAttachment
) -> Stored[as_json.ChunksHere]:
    """Begin an attachment, or learn what of it is here."""
    flood.brake(attachments.bound_to(report, sealed.uid), Proof.of(request))
    started = attachments.start(report, sealed.new_record(), sealed.chunks)
    if started.created:
        flood.count()
    return Stored({"have": attachments.have(started.attachment)}, created=started.created)


@by_receipt
def attachment(request: HttpRequest, report: Report, uid: UUID) -> Done[as_json.ChunksOfPhoto]:
    """Answer which chunks of an attachment are here."""
    found = attachments.find(report, uid)
    return Done({"chunks": found.chunk_count, "have": attachments.have(found)})


@by_receipt
def remove_attachment(request: HttpRequest, report: Report, uid: UUID) -> Done[Nothing]:
    """Take away an attachment that is not whole."""
    attachments.remove_unfinished(report, uid)
    return Done({})


@by_receipt
def keep_chunk(request: HttpRequest, report: Report, uid: UUID, index: int) -> Stored[Nothing]:
    """Store one sealed chunk."""
    created = attachments.store_chunk(report, uid, index, request.body)
    return Stored({}, created=created)


@by_receipt
def chunk(request: HttpRequest, report: Report, uid: UUID, index: int) -> Octets:
    """Answer one sealed chunk."""
    sealed = attachments.read_chunk(report, uid, index)
    return Octets(sealed)


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
