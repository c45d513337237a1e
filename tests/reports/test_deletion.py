"""When a writer deletes a report, its names and its consent ledger are all that is left."""

import pytest
from django.apps import apps
from django.db import models, transaction
from reports.stored import everything
from reports.test_photos import photo_of
from reports.writer import Writer, as_json, call
from warned.publishing import release
from warned.warner import KeyHolder, Warner

from unsilenced.cases.models import Case, SetAside
from unsilenced.http.refusal import Refusal
from unsilenced.records.models import Record
from unsilenced.reports import consent, conversation
from unsilenced.reports.intake import attachments
from unsilenced.reports.models import Report, Scope
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import lookup_hash
from unsilenced.warnings.models import ReleasedRecord, ReviewRequest, Warning
from unsilenced.warnings.shared import Entry

pytestmark = pytest.mark.django_db

KEPT = {"reports_consent", "warnings_warning", "warnings_releasedrecord"}
"""Tables that may still hang on a report which its writer has deleted: of a warning that members
saw it stays known that it was, and its records go with the next release, unreadable meanwhile."""


@pytest.fixture
def writer(project):
    return Writer.of(project)


@pytest.fixture
def full(writer, project):
    """A report with something in every table that can hold a part of one."""
    report = writer.sent(consents=["warn", "count"])
    writer.call("/return/messages", as_json(writer.seal()))
    conversation.add_project_message(report, writer.seal(kind=RecordKind.PROJECT_MESSAGE))
    conversation.add_note(report, writer.seal(kind=RecordKind.NOTE))
    taken_away = writer.photo()
    attachments.start(report, taken_away, 1)
    attachments.remove_unfinished(report, taken_away.uid)
    photo = photo_of(writer, b"photo")
    photo.begin()
    photo.put(0)
    Case.objects.create(report=report)
    SetAside.objects.create(report=report)
    conversation.mark_opened(report)
    warn(project, report)
    consent.record(report, Scope.COUNT, given=False, wording=consent.WORDING)
    return report


def warn(project, report):
    """A warning comes of the report, and a release holds it."""
    warner = Warner.at(project, KeyHolder.with_keys())
    assert warner.desk.post("four-eyes", {"on": False}).status_code == 200
    warning = warner.compose(report)
    assert warner.approve(warning).status_code == 200
    published = release()
    for entry in Entry.objects.all():
        ReleasedRecord.objects.create(
            epoch=entry.epoch,
            place=entry.place,
            record=entry.record,
            warning_id=warning,
            entry=entry,
            since=published.number,
        )


def rows(report):
    """Rows of each table that hangs on a report, however far down."""
    paths = {model: path_to_report(model._meta) for model in apps.get_models()}  # noqa: SLF001
    return {
        model._meta.db_table: model.objects.filter(**{path: report.pk}).count()  # noqa: SLF001
        for model, path in paths.items()
        if path
    }


def path_to_report(meta, seen=()):
    if meta.model is ReviewRequest:
        return ""
    if meta.model is Record:
        # It belongs to things of several kinds, so that no foreign key can name its report.
        return "subject"
    for field in meta.fields:
        parent = field.related_model
        if isinstance(field, models.ForeignKey) and parent not in (meta.model, *seen):
            deeper = path_to_report(parent._meta, (*seen, meta.model))  # noqa: SLF001
            if parent is Report or deeper:
                return "__".join(filter(None, [field.name, deeper]))
    return ""


def test_nothing_is_left_but_the_number_and_the_ledger(writer, full):
    assert all(rows(full).values())
    assert writer.call("/return/delete", {}).status_code == 200
    assert {table for table, count in rows(full).items() if count} == KEPT
    report = Report.objects.get(pk=full.pk)
    assert report.deleted_on is not None
    assert report.removed_chunks == 0
    gone = ("lookup_hash", "reporter_public_key", "sent_hash", "opened_on", "removal")
    assert [getattr(report, name) for name in gone] == [None] * 5


def test_no_byte_of_what_was_sealed_is_left_anywhere(writer, full):
    sealed = [
        bytes(part)
        for record in full.records.all()
        for part in (record.body, *record.wraps.values_list("sealed", flat=True))
        if part is not None
    ]
    sealed += [writer.keys.public_key, lookup_hash(writer.keys.lookup_secret)]
    sealed += [bytes(Warning.objects.get().draft.body), b"He takes the money back."]
    stored = str(everything())
    assert all(part.hex() in stored for part in sealed)
    conversation.delete_everything(full)
    left = str(everything())
    assert not any(part.hex() in left for part in sealed)


def test_every_active_consent_is_withdrawn_in_the_ledger_first(full):
    conversation.delete_everything(full)
    assert consent.active(full) == frozenset()
    ledger = full.consents.order_by("scope", "step").values_list("scope", "given")
    assert list(ledger) == [("count", True), ("count", False), ("warn", True), ("warn", False)]


def test_another_report_is_left_as_it_was(full, project):
    other = Writer.of(project)
    other_report = other.sent(consents=["full"])
    before = rows(other_report)
    conversation.delete_everything(full)
    assert rows(other_report) == before
    assert other.call("/return/open").status_code == 200


def test_a_deleted_report_cannot_be_reached(writer, full):
    conversation.delete_everything(full)
    for path, body in [
        ("/return/open", None),
        ("/return/messages", as_json(writer.seal())),
        ("/return/consents", {"scope": "warn", "given": True, "wording": consent.WORDING}),
        ("/return/delete", {}),
    ]:
        answer = writer.call(path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-such-receipt")


@pytest.mark.parametrize(
    "change",
    [
        lambda writer, report: conversation.delete_everything(report),
        lambda writer, report: conversation.add_reporter_message(report, writer.seal()),
        lambda writer, report: conversation.add_note(report, writer.seal(kind=RecordKind.NOTE)),
        lambda writer, report: attachments.start(report, writer.photo(), 1),
        lambda writer, report: attachments.store_chunk(
            report, writer.report, 0, photo_of(writer, b"").chunks[0]
        ),
    ],
)
def test_whoever_had_a_deleted_report_in_hand_can_add_nothing(writer, full, change):
    conversation.delete_everything(full)
    before = everything()
    with pytest.raises(Refusal) as caught:
        change(writer, full)
    assert (caught.value.status, caught.value.code) == (404, "report-deleted")
    assert everything() == before


def test_a_deleted_report_is_not_marked_as_opened(full):
    conversation.delete_everything(full)
    number = Report.objects.get(pk=full.pk).number
    with pytest.raises(Refusal) as caught:
        conversation.mark_opened(full)
    assert caught.value.code == "report-deleted"
    left = Report.objects.get(pk=full.pk)
    assert (left.opened_on, left.number) == (None, number)


def test_a_late_repetition_of_the_submission_does_not_bring_a_report_back(project):
    writer = Writer.of(project)
    body = as_json(writer.submission())
    assert call("/report/send", body).status_code == 201
    assert writer.call("/return/delete", {}).status_code == 200
    before = everything()
    assert call("/report/send", body).json()["error"]["code"] == "uid-taken"
    assert everything() == before


def test_a_deletion_that_fails_half_way_deletes_nothing(writer, full, monkeypatch):
    before = everything()

    def fail(report):
        raise OSError

    monkeypatch.setattr(conversation, "_delete_belongings", fail)
    with pytest.raises(OSError), transaction.atomic():  # noqa: PT011 - the type is the point
        conversation.delete_everything(full)
    assert everything() == before
