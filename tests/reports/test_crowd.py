"""Many who write at the same moment: everybody is taken in, once, with a name of their own."""

import dataclasses
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from reports.writer import Writer, as_json, call

from unsilenced.http.refusal import Refusal
from unsilenced.records.models import Record
from unsilenced.reports import conversation
from unsilenced.reports.intake import attachments, quotas
from unsilenced.reports.intake.sealed_report import submit
from unsilenced.reports.models import Attachment, Chunk, Report
from unsilenced.sealing.chunks import SEALED_SIZE
from unsilenced.sealing.header import HEADER

pytestmark = pytest.mark.django_db(transaction=True)

CONNECTIONS = 32


def at_once(jobs):
    """Run `jobs` from up to 32 connections that start together; return what each gave."""
    lanes = min(CONNECTIONS, len(jobs))
    barrier = Barrier(lanes)

    def lane(number):
        try:
            barrier.wait()
            return [job() for job in jobs[number::lanes]]
        finally:
            connection.close()

    with ThreadPoolExecutor(lanes) as pool:
        return [result for results in pool.map(lane, range(lanes)) for result in results]


def code_of(job, *given):
    """Do `job`; return `done`, or the code of the refusal."""
    try:
        job(*given)
    except Refusal as refusal:
        return refusal.code
    return "done"


def test_200_reports_sent_at_once_are_all_accepted_with_names_of_their_own(project):
    sent = [as_json(Writer.of(project).submission(consents=["count"])) for _ in range(200)]
    answers = at_once([partial(call, "/report/send", body) for body in sent])
    assert Counter(answer.status_code for answer in answers) == {201: 200}
    names = {answer.json()["reference"] for answer in answers}
    assert names == {report.reference for report in Report.objects.all()}
    assert len(names) == Record.objects.count() == 200


def test_one_report_sent_32_times_at_once_is_one_report(project):
    submission = Writer.of(project).submission(consents=["count"])
    confirmations = at_once([partial(submit, submission)] * CONNECTIONS)
    assert Counter(each.created for each in confirmations) == {True: 1, False: CONNECTIONS - 1}
    assert len({each.uid for each in confirmations}) == 1
    assert Report.objects.get().consents.count() == 1


def test_of_different_reports_under_one_uid_at_once_the_first_is_kept(project):
    writer = Writer.of(project)
    sent = [writer.submission() for _ in range(CONNECTIONS)]
    codes = at_once([partial(code_of, submit, each) for each in sent])
    assert Counter(codes) == {"done": 1, "uid-taken": CONNECTIONS - 1}
    assert Record.objects.count() == 1


def test_of_different_reports_under_one_receipt_at_once_the_first_is_kept(project):
    writer = Writer.of(project)
    sent = [Writer.of(project, writer.keys).submission() for _ in range(CONNECTIONS)]
    codes = at_once([partial(code_of, submit, each) for each in sent])
    assert Counter(codes) == {"done": 1, "receipt-taken": CONNECTIONS - 1}
    assert Report.objects.count() == Record.objects.count() == 1


def test_one_message_sent_8_times_at_once_is_one_message(project):
    writer = Writer.of(project)
    report, new = writer.sent(), writer.seal()
    added = at_once([partial(conversation.add_reporter_message, report, new)] * 8)
    assert Counter(each.created for each in added) == {True: 1, False: 7}


def test_of_messages_of_two_reports_under_one_uid_at_once_one_is_kept(project):
    writers = [Writer.of(project) for _ in range(8)]
    reports = [writer.sent() for writer in writers]
    uid = writers[0].seal().uid
    jobs = [
        partial(
            code_of,
            conversation.add_reporter_message,
            report,
            replace(writer.seal(), uid=uid),
        )
        for writer, report in zip(writers, reports, strict=True)
    ]
    assert Counter(at_once(jobs)) == {"done": 1, "uid-taken": 7}


def test_no_more_than_five_photos_are_begun_even_at_once(project):
    writer = Writer.of(project)
    report = writer.sent()
    jobs = [partial(code_of, attachments.start, report, writer.photo(), 1) for _ in range(12)]
    assert Counter(at_once(jobs)) == {"done": 5, "too-many-attachments": 7}
    assert Attachment.objects.count() == 5


def test_what_arrives_while_a_report_is_deleted_leaves_nothing_behind(project):
    writer = Writer.of(project)
    report = writer.sent()
    jobs = [
        partial(code_of, conversation.add_reporter_message, report, writer.seal())
        for _ in range(12)
    ]
    jobs.insert(4, partial(code_of, conversation.delete_everything, report))
    assert set(at_once(jobs)) <= {"done", "report-deleted"}
    assert Record.objects.count() == 0


@pytest.fixture
def limits(settings, monkeypatch):
    """Set limits of this test's own, of which no process has seen anything yet."""

    def to(**given):
        settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, **given)
        monkeypatch.setattr(quotas, "rooms", quotas.Rooms())

    return to


@pytest.mark.parametrize("stored_before", [0, 2])
def test_of_many_reports_sent_at_once_no_more_are_stored_than_a_day_may_have(
    project, limits, stored_before
):
    for _ in range(stored_before):
        Writer.of(project).sent()
    limits(unopened_reports_a_day=3)
    sent = [Writer.of(project).submission() for _ in range(16)]
    codes = at_once([partial(code_of, submit, each) for each in sent])
    assert Counter(codes) == {"done": 3 - stored_before, "too-many-today": 13 + stored_before}
    assert Report.objects.count() == 3


def test_of_many_photos_sent_at_once_no_more_comes_in_than_a_day_may_have(project, limits):
    limits(unopened_photos_a_day=1)
    sent = []
    for writer in [Writer.of(project) for _ in range(8)]:
        report, photo = writer.sent(), writer.photo()
        attachments.start(report, photo, 2)
        sent.append((report, photo.uid, 0, HEADER + bytes(SEALED_SIZE - len(HEADER))))
    codes = at_once([partial(code_of, attachments.store_chunk, *chunk) for chunk in sent])
    assert Counter(codes) == {"done": 3, "too-many-photos-today": 5}
    assert Chunk.objects.count() == 3
