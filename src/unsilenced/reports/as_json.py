"""What a report's writer is answered (docs/http.md): sealed, with the wraps for the writer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from typing_extensions import TypedDict

from unsilenced.http.answer import B64u
from unsilenced.people.organisations import team
from unsilenced.records.as_json import WrappedForReporter, sealed_for_reporter
from unsilenced.records.models import Record
from unsilenced.reports import conversation
from unsilenced.reports.intake.project_key import ProjectKey, key_as_json
from unsilenced.reports.models import Consent, Scope, SealedBy
from unsilenced.reports.paging import Page
from unsilenced.sealing.context import RecordKind


class Received(TypedDict):
    """A report that is stored, and what it is called."""

    reference: str
    received_on: dt.date


class StoredOn(TypedDict):
    """The day of a record that is stored."""

    day: dt.date


class MessageForReporter(WrappedForReporter):
    """A message of the writer or the project."""

    uid: UUID
    kind: RecordKind
    day: dt.date


class MessagesForReporter(TypedDict):
    """A page of messages, the oldest first; `more` says whether there are older ones."""

    messages: list[MessageForReporter]
    more: bool


class PhotoForReporter(WrappedForReporter):
    """A photo; `complete` says whether all its chunks are here."""

    uid: UUID
    day: dt.date
    chunks: int
    complete: bool


class PhotosForReporter(TypedDict):
    """The photos of a report."""

    attachments: list[PhotoForReporter]


class ChunksHere(TypedDict):
    """The chunks of a photo that are here, by number."""

    have: tuple[int, ...]


class ChunksOfPhoto(ChunksHere):
    """How many chunks a photo has, and which are here."""

    chunks: int


class LedgerLine(TypedDict):
    """A consent that was given or withdrawn, and with which wording."""

    scope: Scope
    given: bool
    wording: str
    day: dt.date


class Consents(TypedDict):
    """What the writer agrees to now, and all that they gave and withdrew."""

    consents: dict[Scope, bool]
    ledger: list[LedgerLine]


class OwnReport(WrappedForReporter):
    """A report as its writer opens it."""

    uid: UUID
    reference: str
    received_on: dt.date
    opened_on: dt.date | None
    sealed_by: SealedBy


class ReportsProject(TypedDict):
    """The project of a report, and the key that messages are sealed to."""

    name: str
    slug: str
    key: ProjectKey


class OpenedReport(MessagesForReporter, PhotosForReporter, Consents):
    """All that the writer may see of a report, with its newest messages."""

    report: OwnReport
    project: ReportsProject
    team: list[B64u]


def opened(seen: conversation.Conversation) -> OpenedReport:
    """Return all that the writer may see but older messages."""
    report = seen.report
    return {
        "report": {
            "uid": report.uid,
            "reference": report.reference,
            "received_on": report.received_on,
            "opened_on": report.opened_on,
            "sealed_by": SealedBy(report.sealed_by),
            **sealed_for_reporter(seen.first),
        },
        "project": {
            "name": report.project.name,
            "slug": report.project.slug,
            "key": key_as_json(seen.key.id, seen.key.public_key),
        },
        "team": team.commitments(conversation.answerers(report)),
        **messages(conversation.said_after(report, beside=seen.first)),
        "attachments": [attachment(each) for each in seen.attachments],
        "consents": consents(seen.consents),
        "ledger": ledger(seen.ledger),
    }


def messages(page: Page) -> MessagesForReporter:
    """Return a page of messages, the oldest first, and whether there are older ones."""
    return {"messages": [_message(each) for each in reversed(page.records)], "more": page.more}


def attachment(file: conversation.SealedFile) -> PhotoForReporter:
    """Return what a photo's writer opens it with."""
    return {
        "uid": file.record.uid,
        "day": file.record.day,
        "chunks": file.chunks,
        "complete": file.complete,
        **sealed_for_reporter(file.record),
    }


def consents(active: frozenset[Scope]) -> dict[Scope, bool]:
    """Return for each scope whether its consent is active."""
    return {scope: scope in active for scope in Scope}


def ledger(lines: Iterable[Consent]) -> list[LedgerLine]:
    """Return the lines of a ledger."""
    return [
        {
            "scope": Scope(line.scope),
            "given": line.given,
            "wording": line.wording,
            "day": line.day,
        }
        for line in lines
    ]


def _message(record: Record) -> MessageForReporter:
    return {
        "uid": record.uid,
        "kind": RecordKind(record.kind),
        "day": record.day,
        **sealed_for_reporter(record),
    }
