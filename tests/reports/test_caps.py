"""What one report may hold at most, so that nobody fills the disk with one."""

from contextlib import suppress

import pytest
from reports.stored import everything
from reports.writer import Writer, as_json

from unsilenced.http.refusal import Refusal
from unsilenced.reports import consent, conversation, records
from unsilenced.reports.consent import MOST_LINES, WORDING
from unsilenced.reports.intake import attachments
from unsilenced.reports.models import Consent, Report, Scope
from unsilenced.sealing.chunks import MOST_CHUNKS
from unsilenced.sealing.context import RecordKind

pytestmark = pytest.mark.django_db

LONG = b"a" * 200_000
"""What is sealed in 256 KiB."""


@pytest.fixture
def writer(project):
    return Writer.of(project)


@pytest.fixture
def report(writer):
    return writer.sent()


def error_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def fill(writer, text=LONG):
    """Send messages until one is refused; return how it is refused, and how much was taken."""
    taken = 0
    while True:
        new = writer.seal(text)
        before = everything()
        answer = writer.call("/return/messages", as_json(new))
        if answer.status_code != 201:
            assert everything() == before
            return error_of(answer), taken
        taken += len(new.body)


def test_a_writer_whom_nobody_has_read_yet_fills_no_more_than_a_mebibyte(writer, report):
    refused, taken = fill(writer)
    assert refused == (409, "not-opened-yet")
    assert taken < 1024 * 1024
    conversation.mark_opened(report)
    assert writer.call("/return/messages", as_json(writer.seal())).status_code == 201


def test_a_writer_fills_their_own_side_and_cannot_silence_the_project(writer, report):
    conversation.mark_opened(report)
    refused, taken = fill(writer)
    assert refused == (409, "conversation-full")
    assert taken < 4 * 1024 * 1024
    assert conversation.add_project_message(
        report, writer.seal(LONG, RecordKind.PROJECT_MESSAGE)
    ).created
    assert conversation.add_note(report, writer.seal(LONG, RecordKind.NOTE)).created


def test_the_project_fills_its_own_side_and_cannot_silence_the_writer(writer, report):
    conversation.mark_opened(report)
    for _ in range(records.MOST_BYTES // (256 * 1024 + 100)):
        conversation.add_note(report, writer.seal(LONG, RecordKind.NOTE))
    with pytest.raises(Refusal) as caught:
        conversation.add_project_message(report, writer.seal(LONG, RecordKind.PROJECT_MESSAGE))
    assert caught.value.code == "conversation-full"
    assert writer.call("/return/messages", as_json(writer.seal(LONG))).status_code == 201


def test_the_project_may_answer_before_it_has_marked_the_report_as_opened(writer, report):
    fill(writer)
    assert conversation.add_project_message(
        report, writer.seal(LONG, RecordKind.PROJECT_MESSAGE)
    ).created


def test_photos_are_bounded_together(writer, report):
    taken = []
    for _ in range(attachments.MOST):
        members = {**as_json(writer.photo()), "chunks": MOST_CHUNKS}
        answer = writer.call("/return/attachments", members)
        taken.append(answer.status_code)
    assert taken == [201, 201, 409, 409, 409]
    assert error_of(answer) == (409, "attachments-too-large")


def test_a_photo_describes_itself_in_few_words(writer, report):
    long = writer.seal(b"a" * 5_000, RecordKind.ATTACHMENT)
    before = everything()
    answer = writer.call("/return/attachments", {**as_json(long), "chunks": 1})
    assert (*error_of(answer), answer.json()["error"]["field"]) == (422, "wrong-size", "body")
    assert everything() == before


def change(writer, scope, *, given):
    return writer.call("/return/consents", {"scope": scope, "given": given, "wording": WORDING})


def changed_often(report):
    """Change one's mind as often as it goes, and on; return how often it went."""
    went = 0
    for number in range(2 * MOST_LINES):
        scope = Scope(Scope.values[number // 2 % len(Scope)])
        with suppress(Refusal):
            consent.record(report, scope, given=number % 2 == 0, wording=WORDING)
            went += 1
    return went


def test_after_200_changes_nothing_more_is_given(writer, report):
    assert changed_often(report) < 2 * MOST_LINES
    assert Consent.objects.count() == MOST_LINES
    before = everything()
    assert error_of(change(writer, "warn", given=True)) == (409, "too-many-changes")
    assert everything() == before


def test_all_that_was_given_can_be_taken_back_however_often_it_was_changed(writer, report):
    for scope in Scope:
        consent.record(report, scope, given=True, wording=WORDING)
    lines = [
        Consent(
            report=report,
            scope="warn",
            given=step % 2 == 0,
            wording=WORDING,
            day=report.received_on,
            step=step,
        )
        for step in range(1, 2 * MOST_LINES + 1)
    ]
    Consent.objects.bulk_create(lines)
    before = Consent.objects.count()
    for scope in Scope.values:
        assert change(writer, scope, given=False).status_code == 200
    assert consent.active(report) == frozenset()
    assert Consent.objects.count() == before + len(Scope)


def test_whatever_was_done_to_a_report_little_is_left_once_it_is_deleted(writer, report):
    changed_often(report)
    conversation.delete_everything(report)
    assert Consent.objects.count() <= MOST_LINES + len(Scope)
    assert Report.objects.count() == 1
