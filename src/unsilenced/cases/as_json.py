"""What a caseworker's browser gets of a report: sealed, with the wraps for the project."""

from __future__ import annotations

from unsilenced.cases import removal
from unsilenced.cases.inbox import Line
from unsilenced.cases.models import SetAside
from unsilenced.people.models import User
from unsilenced.people.organisations import team
from unsilenced.records.as_json import sealed_for_project
from unsilenced.records.models import Record
from unsilenced.reports.conversation import WITH_NOTES, SealedFile, conversation_of, said_after
from unsilenced.reports.intake.project_key import key_as_json
from unsilenced.reports.models import Report, Scope
from unsilenced.reports.paging import Page
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind


def names_of(report: Report) -> dict[str, object]:
    """Return by what name a report is requested, and what it is called."""
    return {"uid": report.uid, "reference": report.reference, "number": report.number}


def summary(line: Line) -> dict[str, object]:
    """Return what the inbox needs of a report."""
    report = line.report
    return {
        **names_of(report),
        "received_on": report.received_on,
        "opened_on": report.opened_on,
        "sealed_by": report.sealed_by,
        "status": line.status,
        "assigned_to": line.assigned_to,
        "photos": line.photos,
        "wrote_again": line.wrote_again,
        "aside": None if line.aside is None else _aside(line.aside),
        **line.first.members(),
    }


def message_of_report(record: Record) -> dict[str, object]:
    """Return a message or a note with the report that it belongs to."""
    return {"report": record.subject, **_record(record)}


def whole(line: Line, reader: User) -> dict[str, object]:
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
        "consents": {scope.value: scope in seen.consents for scope in Scope},
        "ledger": [
            {"scope": one.scope, "given": one.given, "wording": one.wording, "day": one.day}
            for one in seen.ledger
        ],
    }


def messages_page(page: Page) -> dict[str, object]:
    """Return a page of messages and notes, the oldest first, and whether there are older ones."""
    records = [*reversed(page.records)]
    return {
        "messages": [_record(each) for each in records if each.kind != RecordKind.NOTE],
        "notes": [_record(each) for each in records if each.kind == RecordKind.NOTE],
        "oldest": records[0].uid if records else None,
        "more": page.more,
    }


def _aside(aside: SetAside) -> dict[str, object]:
    return {
        "asked_by": aside.deletion_asked_by_id,
        "asked_on": aside.deletion_asked_on,
        "due_on": removal.due_on(aside),
    }


def _record(record: Record) -> dict[str, object]:
    return {"uid": record.uid, "kind": record.kind, "day": record.day, **sealed_for_project(record)}


def _file(file: SealedFile) -> dict[str, object]:
    return {**_record(file.record), "chunks": file.chunks, "complete": file.complete}
