"""What a caseworker's browser gets of a report: sealed, with the wraps for the project."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from typing_extensions import TypedDict

from unsilenced.cases import removal
from unsilenced.cases.inbox import Line, Status
from unsilenced.cases.models import SetAside
from unsilenced.http.answer import B64u
from unsilenced.people.as_json import PersonNamed
from unsilenced.people.models import User
from unsilenced.people.organisations import team
from unsilenced.records.as_json import WrappedForProject, sealed_for_project
from unsilenced.records.models import Record
from unsilenced.reports import conversation
from unsilenced.reports.as_json import Consents, consents, ledger
from unsilenced.reports.conversation import WITH_NOTES, conversation_of, said_after
from unsilenced.reports.intake.project_key import ProjectKey, key_as_json
from unsilenced.reports.models import Report, SealedBy
from unsilenced.reports.paging import Page
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind


class NamesOfReport(TypedDict):
    """By what name a report is requested, and what it is called; no number before it is opened."""

    uid: UUID
    reference: str
    number: int | None


class RequestToDelete(TypedDict):
    """How a report was set aside: who asked to delete it, and the day when it goes."""

    asked_by: UUID | None
    asked_on: dt.date | None
    due_on: dt.date | None


class Summary(NamesOfReport, WrappedForProject):
    """A line of the inbox. `aside` is null for a report in the inbox's list."""

    received_on: dt.date
    opened_on: dt.date | None
    sealed_by: SealedBy
    status: Status
    assigned_to: UUID | None
    photos: int
    wrote_again: bool
    aside: RequestToDelete | None


class InboxPage(TypedDict):
    """A page of the inbox, the place where the next one begins, and how many were deleted."""

    reports: list[Summary]
    next: str | None
    deleted: int


class SealedMessage(WrappedForProject):
    """A message or a note."""

    uid: UUID
    kind: RecordKind
    day: dt.date


class ReportMessage(SealedMessage):
    """A message or a note, with the report that it belongs to."""

    report: UUID


class AllMessages(TypedDict):
    """A page of the messages and notes of all reports, and where the next one begins."""

    messages: list[ReportMessage]
    next: str | None


class MessagePage(TypedDict):
    """A page of messages and notes; `more` says whether some are older than its `oldest`."""

    messages: list[SealedMessage]
    notes: list[SealedMessage]
    oldest: UUID | None
    more: bool


class SealedFile(SealedMessage):
    """A photo; `complete` says whether all its chunks are here."""

    chunks: int
    complete: bool


class ReportDetail(Summary, MessagePage, Consents):
    """A report in full, with its newest messages and notes.

    `may_agree` says whether the reader may agree to a colleague's request to delete it for good;
    `team` has everybody who is or was of the project.
    """

    may_agree: bool
    attachments: list[SealedFile]
    reporter_public_key: B64u
    project_key: ProjectKey
    team: list[PersonNamed]


class Numbered(TypedDict):
    """The number that a report has since it was opened."""

    number: int


class ReportAdded(TypedDict):
    """A report that somebody told a caseworker."""

    uid: UUID
    received_on: dt.date


def names_of(report: Report) -> NamesOfReport:
    """Return by what name a report is requested, and what it is called."""
    return {"uid": report.uid, "reference": report.reference, "number": report.number}


def summary(line: Line) -> Summary:
    """Return what the inbox needs of a report."""
    report = line.report
    return {
        **names_of(report),
        "received_on": report.received_on,
        "opened_on": report.opened_on,
        "sealed_by": SealedBy(report.sealed_by),
        "status": line.status,
        "assigned_to": line.assigned_to,
        "photos": line.photos,
        "wrote_again": line.wrote_again,
        "aside": None if line.aside is None else _aside(line.aside),
        **line.first.members(),
    }


def message_of_report(record: Record) -> ReportMessage:
    """Return a message or a note with the report that it belongs to."""
    return {"report": record.subject, **_record(record)}


def whole(line: Line, reader: User) -> ReportDetail:
    """Return a report as a caseworker reads it, with its newest messages and notes."""
    report = line.report
    seen = conversation_of(report)
    return {
        **summary(line),
        "may_agree": line.aside is not None and removal.may_agree(line.aside, reader),
        "reporter_public_key": to_b64u(report.reporter_public_key or b""),
        "project_key": key_as_json(seen.key.id, seen.key.public_key),
        "team": team.as_json(team.people_of(report.project)),
        **messages_page(said_after(report, WITH_NOTES, beside=seen.first)),
        "attachments": [_file(file) for file in seen.attachments],
        "consents": consents(seen.consents),
        "ledger": ledger(seen.ledger),
    }


def messages_page(page: Page) -> MessagePage:
    """Return a page of messages and notes, the oldest first, and whether there are older ones."""
    records = [*reversed(page.records)]
    return {
        "messages": [_record(each) for each in records if each.kind != RecordKind.NOTE],
        "notes": [_record(each) for each in records if each.kind == RecordKind.NOTE],
        "oldest": records[0].uid if records else None,
        "more": page.more,
    }


def _aside(aside: SetAside) -> RequestToDelete:
    return {
        "asked_by": aside.deletion_asked_by_id,
        "asked_on": aside.deletion_asked_on,
        "due_on": removal.due_on(aside),
    }


def _record(record: Record) -> SealedMessage:
    return {
        "uid": record.uid,
        "kind": RecordKind(record.kind),
        "day": record.day,
        **sealed_for_project(record),
    }


def _file(file: conversation.SealedFile) -> SealedFile:
    return {**_record(file.record), "chunks": file.chunks, "complete": file.complete}
