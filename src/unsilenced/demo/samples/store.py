"""Storing an invented report: sealed as a browser does it, then dated back."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils import timezone

from unsilenced.cases.work import assign
from unsilenced.demo.invented_people import InventedProject
from unsilenced.demo.samples.somewhere import somewhere
from unsilenced.demo.samples.stories import Story, Turn
from unsilenced.people.models import User
from unsilenced.people.organisations.team import Person
from unsilenced.records.models import Record
from unsilenced.reports import consent, conversation, records
from unsilenced.reports.intake.sealed_report import Submission, submit
from unsilenced.reports.models import Attachment, Chunk, Consent, Report
from unsilenced.reports.records import NewRecord
from unsilenced.sealing import receipt as receipts
from unsilenced.sealing.chunks import chunk_count, seal_chunks
from unsilenced.sealing.context import RECIPIENTS, RecipientKind, RecordKind
from unsilenced.sealing.receipt import Receipt, ReceiptKeys
from unsilenced.sealing.record import Recipient, draw_content_key, seal_record

PHOTO = Path(__file__).with_name("photo.jpg")


@dataclass(frozen=True)
class _Writing:
    """A report while it is made: its project, and what seals its records."""

    to: InventedProject
    uid: uuid.UUID
    keys: ReceiptKeys

    def seal(
        self, kind: RecordKind, inside: dict[str, object], content_key: bytes | None = None
    ) -> NewRecord:
        """Seal what a record holds."""
        uid = self.uid if kind is RecordKind.REPORT else uuid.uuid4()
        key = self.to.key
        recipients = [
            Recipient(RecipientKind.PROJECT, key.id, bytes(key.public_key)),
            Recipient(RecipientKind.REPORTER, None, self.keys.public_key),
        ]
        sealed = seal_record(
            json.dumps(inside, ensure_ascii=False).encode(),
            kind=kind,
            subject=self.uid,
            record=uid,
            recipients=[each for each in recipients if each.kind in RECIPIENTS[kind]],
            content_key=content_key,
        )
        wraps = {wrap.recipient: wrap.sealed for wrap in sealed.wraps}
        to_project, to_reporter = wraps[RecipientKind.PROJECT], wraps.get(RecipientKind.REPORTER)
        return NewRecord(uid, key.id, sealed.body, to_project, to_reporter)


@dataclass(frozen=True)
class Stored:
    """An invented report, and the words that open it."""

    report: Report
    receipt: Receipt


def store_story(story: Story, to: InventedProject, people: dict[str, User]) -> Stored:
    """Store an invented report of the project `to`."""
    receipt = Receipt.draw()
    writing = _Writing(to, uuid.uuid4(), receipts.derive(receipt))
    report = _submit(story, writing)
    if story.has_photo:
        _add_photo(report, writing, _day(story.days_ago))
    for turn in story.turns:
        _add_turn(report, turn, writing)
    for change in story.changes:
        Consent.objects.create(
            report=report,
            scope=change.scope,
            given=change.given,
            wording=consent.WORDING,
            day=_day(change.days_ago),
            step=Consent.objects.filter(report=report, scope=change.scope).count(),
        )
    if story.assigned_to:
        assign(report, people[story.assigned_to].id)
    return Stored(report, receipt)


def _submit(story: Story, writing: _Writing) -> Report:
    answers = replace(story.answers, borough=somewhere(story.answers.borough))
    inside = answers.to_seal(story.language) | {"photos": int(story.has_photo)}
    new = writing.seal(RecordKind.REPORT, inside)
    submit(
        Submission(
            uid=new.uid,
            project=writing.to.project.slug,
            key=new.key,
            body=new.body,
            project_wrap=new.project_wrap,
            reporter_wrap=new.reporter_wrap or b"",
            reporter_public_key=writing.keys.public_key,
            lookup_hash=receipts.lookup_hash(writing.keys.lookup_secret),
            consents=frozenset(),
            wording=consent.WORDING,
            sealed_by=story.sealed_by,
        )
    )
    report = Report.objects.get(uid=new.uid)
    report.received_on = _day(story.days_ago)
    if story.opened_days_ago is not None:
        report.number = conversation.mark_opened(report)
        report.opened_on = _day(story.opened_days_ago)
    report.save()
    Record.objects.filter(uid=new.uid).update(day=report.received_on)
    return report


def _add_turn(report: Report, turn: Turn, writing: _Writing) -> None:
    inside: dict[str, object] = {"v": 1, "text": turn.text}
    if turn.by:
        person = User.objects.get(organisation=report.project, name=turn.by)
        inside["by"] = Person(person.pk, person.name).by
    added = records.add(report, writing.seal(turn.kind, inside), turn.kind)
    Record.objects.filter(pk=added.record.pk).update(day=_day(turn.days_ago))


def _add_photo(report: Report, writing: _Writing, day: dt.date) -> None:
    photo = PHOTO.read_bytes()
    content_key = draw_content_key()
    count = chunk_count(len(photo))
    inside: dict[str, object] = {
        "v": 1,
        "type": "image/jpeg",
        "size": len(photo),
        "chunks": count,
        "name": "Photo 1",
    }
    new = writing.seal(RecordKind.ATTACHMENT, inside, content_key)
    added = records.add(report, new, RecordKind.ATTACHMENT)
    Record.objects.filter(pk=added.record.pk).update(day=day)
    attachment = Attachment.objects.create(record=added.record, chunk_count=count)
    sealed = seal_chunks(photo, content_key=content_key, report=report.uid, record=new.uid)
    Chunk.objects.bulk_create(
        Chunk(attachment=attachment, index=index, sealed=chunk)
        for index, chunk in enumerate(sealed)
    )


def _day(days_ago: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days_ago)
