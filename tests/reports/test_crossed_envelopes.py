"""A server that mixes records up, by mistake or on purpose, gives nobody anything to read."""

import uuid
from dataclasses import replace

import pytest
from reports.writer import Writer, as_json
from stored_records import project_wrap_of, reporter_wrap_of

from unsilenced.records.models import Record
from unsilenced.reports import conversation
from unsilenced.reports.models import Report
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.errors import SealingError, WillNotOpen

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(project):
    writer = Writer.of(project)
    writer.sent()
    return writer


def store(writer, new):
    """The server stores what it cannot know to be crossed."""
    answer = writer.call("/return/messages", as_json(new))
    assert answer.status_code == 201
    return Record.objects.get(uid=new.uid)


def opens_nowhere(reader, record):
    """Neither the writer nor the project can open it, as any kind of record."""
    for kind in RecordKind:
        record.kind = kind
        with pytest.raises(SealingError):
            reader.read_stored(record)
        with pytest.raises(SealingError):
            reader.read_as_project(record)


def test_an_honest_record_opens_for_both(writer):
    record = store(writer, writer.seal(b"Yes."))
    assert writer.read_stored(record) == writer.read_as_project(record) == b"Yes."


def test_a_message_under_another_uid_opens_nowhere(writer):
    opens_nowhere(writer, store(writer, replace(writer.seal(), uid=uuid.uuid4())))


def test_the_reports_own_envelope_replayed_as_a_message_opens_nowhere(writer):
    first = Record.objects.get(kind="report")
    replayed = replace(
        writer.seal(),
        body=bytes(first.body),
        project_wrap=project_wrap_of(first),
        reporter_wrap=reporter_wrap_of(first),
    )
    opens_nowhere(writer, store(writer, replayed))


@pytest.mark.parametrize("member", ["body", "project_wrap", "reporter_wrap"])
def test_one_part_of_another_message_spoils_what_it_belongs_to(writer, member):
    other = writer.seal(b"Another message.")
    record = store(writer, replace(writer.seal(), **{member: getattr(other, member)}))
    if member != "reporter_wrap":
        with pytest.raises(WillNotOpen):
            writer.read_as_project(record)
    if member != "project_wrap":
        with pytest.raises(WillNotOpen):
            writer.read_stored(record)


def test_a_message_of_another_report_opens_nowhere_here(writer, project):
    stranger = Writer.of(project)
    record = store(writer, stranger.seal(b"Not yours."))
    opens_nowhere(writer, record)


def test_a_message_of_the_project_passed_off_as_the_reporters_opens_nowhere(writer):
    new = writer.seal(kind=RecordKind.PROJECT_MESSAGE)
    record = store(writer, new)
    with pytest.raises(WillNotOpen):
        writer.read_stored(record)
    with pytest.raises(WillNotOpen):
        writer.read_as_project(record)


def test_a_report_sealed_for_one_project_does_not_open_in_another(writer, other_project):
    record = Record.objects.get(kind="report")
    other = replace(writer, to=other_project)
    with pytest.raises(WillNotOpen):
        other.read_as_project(record)


def test_a_note_opens_for_the_project_alone(writer):
    report = Report.objects.get()
    note = writer.seal(b"For us.", RecordKind.NOTE)
    record = conversation.add_note(report, note).record
    assert writer.read_as_project(record) == b"For us."
    assert reporter_wrap_of(record) is None
