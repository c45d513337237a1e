"""A report at the desk: its conversation, its notes and photos, and reports for someone."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people.desk import (
    MadeKey,
    at_desk,
    new_report,
    remove,
    reporter_writes,
    sealed_for,
    sealed_record,
    send_photo,
    send_report,
)
from stored_records import reporter_wrap_of
from two_recipients import open_for_project, open_for_reporter

from unsilenced.records.models import Record, Wrap
from unsilenced.reports import conversation, puzzle
from unsilenced.reports.models import Report
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.chunks import SEALED_SIZE
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.keys import public_key_of


@pytest.fixture
def desk(project):
    return at_desk(project)[0]


@pytest.fixture
def report(project):
    return send_report(project, b"it was raining")


def opened(project, report_uid, record, kind):
    return open_for_project(
        from_b64u(record["body"]),
        from_b64u(record["project_wrap"]),
        kind=kind,
        report=uuid.UUID(report_uid),
        record=uuid.UUID(record["uid"]),
        key=uuid.UUID(record["key"]),
        private_key=project.private_key,
    )


def test_a_report_holds_the_whole_conversation(project, desk, report):
    uid, reporter = report
    reporter_writes(project, uid, reporter)
    answer = sealed_for(project, uid, RecordKind.PROJECT_MESSAGE, reporter, b"we are here")
    note = sealed_for(project, uid, RecordKind.NOTE, text=b"call back")
    assert desk.post(f"reports/{uid}/messages", answer).status_code == 201
    assert desk.post(f"reports/{uid}/notes", note).status_code == 201
    photo = send_photo(project, uid, reporter)

    seen = desk.get(f"reports/{uid}").json()
    assert opened(project, seen["uid"], seen, RecordKind.REPORT) == b"it was raining"
    assert [one["kind"] for one in seen["messages"]] == ["reporter-message", "project-message"]
    assert (
        opened(project, seen["uid"], seen["messages"][1], RecordKind.PROJECT_MESSAGE)
        == b"we are here"
    )
    assert [one["uid"] for one in seen["notes"]] == [note["uid"]]
    assert opened(project, seen["uid"], seen["notes"][0], RecordKind.NOTE) == b"call back"
    (file,) = seen["attachments"]
    assert (file["uid"], file["chunks"], file["complete"]) == (str(photo), 1, True)
    assert seen["consents"] == {
        "warn": True,
        "count": False,
        "intelligence": False,
        "conversation": False,
        "full": False,
    }
    assert [(line["scope"], line["given"]) for line in seen["ledger"]] == [("warn", True)]
    assert from_b64u(seen["reporter_public_key"]) == public_key_of(reporter)
    assert seen["project_key"] == {
        "id": str(project.key.pk),
        "public_key": to_b64u(project.key.public_key),
    }


def test_the_writer_opens_the_projects_answer(project, desk, report):
    uid, reporter = report
    answer = sealed_for(project, uid, RecordKind.PROJECT_MESSAGE, reporter, b"we are here")
    desk.post(f"reports/{uid}/messages", answer)
    kept = Record.objects.get(uid=answer["uid"])
    text = open_for_reporter(
        bytes(kept.body),
        reporter_wrap_of(kept),
        kind=RecordKind.PROJECT_MESSAGE,
        report=kept.subject,
        record=kept.uid,
        private_key=reporter,
    )
    assert text == b"we are here"


def test_nothing_at_the_desk_tells_a_time_of_day(project, desk, report):
    uid, reporter = report
    reporter_writes(project, uid, reporter)
    desk.post(f"reports/{uid}/opened")
    seen = desk.get(f"reports/{uid}").json()
    days = [
        seen["received_on"],
        seen["opened_on"],
        seen["messages"][0]["day"],
        seen["ledger"][0]["day"],
    ]
    assert {len(day) for day in days} == {len("2026-11-23")}


@pytest.mark.parametrize(
    ("place", "kind"), [("messages", RecordKind.PROJECT_MESSAGE), ("notes", RecordKind.NOTE)]
)
def test_the_same_record_sent_twice_is_kept_once(project, desk, report, place, kind):
    uid, reporter = report
    record = sealed_for(project, uid, kind, reporter if place == "messages" else None)
    statuses = [desk.post(f"reports/{uid}/{place}", record).status_code for _ in range(2)]
    assert statuses == [201, 200]
    assert Record.objects.filter(uid=record["uid"]).count() == 1


def test_another_record_under_the_same_identifier_is_refused(project, desk, report):
    uid, _reporter = report
    note = sealed_for(project, uid, RecordKind.NOTE)
    desk.post(f"reports/{uid}/notes", note)
    other = {**sealed_for(project, uid, RecordKind.NOTE), "uid": note["uid"]}
    refused = desk.post(f"reports/{uid}/notes", other)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "uid-taken")


def test_a_record_sealed_to_a_retired_key_is_refused_with_the_new_one(project, desk, report):
    uid, reporter = report
    _bos, bo = at_desk(project, "Bo")
    key = MadeKey()
    remove(desk, bo.id, key)
    old = sealed_for(project, uid, RecordKind.PROJECT_MESSAGE, reporter)
    refused = desk.post(f"reports/{uid}/messages", old)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "key-retired")
    assert refused.json()["key"]["id"] == str(key.id)
    new = sealed_record(
        RecordKind.PROJECT_MESSAGE,
        Report.objects.get(uid=uid).uid,
        key.id,
        project=public_key_of(key.private_key),
        reporter=public_key_of(reporter),
    )
    assert desk.post(f"reports/{uid}/messages", new).status_code == 201


WRONG = [
    ("uid", "x"),
    ("uid", None),
    ("key", 5),
    ("body", "AAAA"),
    ("body", "!"),
    ("body", None),
    ("body", to_b64u(b"\x01\x00\x02" + bytes(4124))),
    ("project_wrap", "AAAA"),
    ("project_wrap", to_b64u(bytes(83))),
]


@pytest.mark.parametrize(
    ("field", "value"), [*WRONG, ("reporter_wrap", None), ("reporter_wrap", "A")]
)
def test_a_malformed_message_is_named_and_not_stored(project, desk, report, field, value):
    uid, reporter = report
    message = {**sealed_for(project, uid, RecordKind.PROJECT_MESSAGE, reporter), field: value}
    before = Record.objects.count()
    refused = desk.post(f"reports/{uid}/messages", message)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, field)
    assert Record.objects.count() == before


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_malformed_note_is_named_and_not_stored(project, desk, report, field, value):
    uid, _reporter = report
    before = Record.objects.count()
    note = {**sealed_for(project, uid, RecordKind.NOTE), field: value}
    refused = desk.post(f"reports/{uid}/notes", note)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, field)
    assert Record.objects.count() == before


def test_a_note_is_never_stored_with_a_wrap_for_the_writer(project, desk, report):
    uid, reporter = report
    note = sealed_for(project, uid, RecordKind.NOTE)
    wrap = sealed_for(project, uid, RecordKind.PROJECT_MESSAGE, reporter)["reporter_wrap"]
    desk.post(f"reports/{uid}/notes", {**note, "reporter_wrap": wrap})
    assert not Wrap.objects.filter(record__kind="note", recipient="reporter").exists()


def test_a_photos_chunk_comes_as_it_was_sealed(project, desk, report):
    uid, reporter = report
    photo = send_photo(project, uid, reporter)
    chunk = desk.get(f"reports/{uid}/attachments/{photo}/0")
    assert (chunk.status_code, chunk.headers["Content-Type"]) == (200, "application/octet-stream")
    assert len(chunk.content) == SEALED_SIZE
    assert desk.get(f"reports/{uid}/attachments/{photo}/1").status_code == 404


def test_a_photos_chunk_comes_without_reading_the_body_of_its_report(project, desk, report):
    uid, reporter = report
    photo = send_photo(project, uid, reporter)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(f"reports/{uid}/attachments/{photo}/0").status_code == 200
    assert not [each["sql"] for each in asked if '."body"' in each["sql"]]


def test_a_photo_is_found_under_its_own_report_alone(project, desk, report):
    uid, reporter = report
    photo = send_photo(project, uid, reporter)
    other, _reporter = send_report(project)
    assert desk.get(f"reports/{other}/attachments/{photo}/0").status_code == 404


@pytest.mark.parametrize("uid", [0, 999, uuid.UUID(int=0), uuid.uuid4()])
def test_a_report_that_is_not_there_is_not_here(desk, uid):
    assert desk.get(f"reports/{uid}").status_code == 404
    assert desk.post(f"reports/{uid}/opened").status_code == 404


def for_someone(invented, **changes):
    members, reporter = new_report(invented.key.pk, bytes(invented.key.public_key), b"by phone")
    return {**members, **changes}, reporter


def test_a_report_for_someone_is_marked_as_the_caseworkers(project, desk):
    members, _reporter = for_someone(project)
    sent = desk.post("reports", members)
    assert sent.status_code == 201
    seen = desk.get(f"reports/{sent.json()['uid']}").json()
    assert seen["sealed_by"] == "caseworker"
    assert opened(project, seen["uid"], seen, RecordKind.REPORT) == b"by phone"
    again = desk.post("reports", members)
    assert (again.status_code, again.json()) == (200, sent.json())


def test_a_report_for_someone_asks_for_work_while_receipts_are_guessed(project, desk, monkeypatch):
    members, _reporter = for_someone(project)
    monkeypatch.setattr(puzzle, "THRESHOLD", 0)
    asked = desk.post("reports", members)
    assert (asked.status_code, asked.json()["error"]["code"]) == (429, "puzzle")
    assert not Report.objects.exists()


def test_a_report_for_someone_goes_to_ones_own_project(project, other_project, desk):
    members, _reporter = for_someone(other_project, project=other_project.project.slug)
    refused = desk.post("reports", members)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "key-retired")
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *WRONG,
        ("reporter_wrap", "AAAA"),
        ("reporter_public_key", to_b64u(bytes(32))),
        ("lookup_hash", "AAAA"),
        ("consents", ["everything"]),
        ("consents", ["warn", "warn"]),
        ("wording", "never shown"),
    ],
)
def test_a_malformed_report_for_someone_is_not_stored(project, desk, field, value):
    members, _reporter = for_someone(project, **{field: value})
    refused = desk.post("reports", members)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, field)
    assert not Report.objects.exists()


def test_a_long_conversation_comes_in_pages_at_the_desk_notes_among_them(
    project, desk, report, monkeypatch
):
    monkeypatch.setattr(conversation, "PAGE", 3)
    uid, reporter = report
    sent = []
    for kind in [RecordKind.PROJECT_MESSAGE, RecordKind.NOTE] * 4:
        record = sealed_for(project, uid, kind, None if kind is RecordKind.NOTE else reporter)
        desk.post(f"reports/{uid}/{'notes' if kind is RecordKind.NOTE else 'messages'}", record)
        sent.append(record["uid"])
    page = desk.get(f"reports/{uid}").json()
    seen = []
    while True:
        both = {"messages": page["messages"], "notes": page["notes"]}
        uids = [one["uid"] for found in both.values() for one in found]
        assert [one["uid"] for one in both["messages"]] == [uid for uid in sent if uid in uids][
            0 if sent.index(min(uids, key=sent.index)) % 2 == 0 else 1 :: 2
        ]
        seen += uids
        if not page["more"]:
            break
        page = desk.get(f"reports/{uid}/earlier?before={min(uids, key=sent.index)}").json()
    assert sorted(seen) == sorted(sent)


def test_the_inbox_and_its_search_are_answered_in_little_however_long_reports_are(project, desk):
    long = b"a" * 200_000
    uids = [send_report(project, long)[0] for _ in range(4)]
    for uid in uids:
        desk.post(f"reports/{uid}/notes", sealed_for(project, uid, RecordKind.NOTE, text=long))
    for path, name, of in [
        ("reports", "reports", "uid"),
        ("reports/messages", "messages", "report"),
    ]:
        found, query = [], ""
        while query is not None:
            answer = desk.get(f"{path}{query}")
            assert len(answer.content) < 400_000
            page = answer.json()
            found += [one[of] for one in page[name]]
            query = page["next"] and f"?before={page['next']}"
        assert sorted(found) == sorted(map(str, uids))


def test_of_another_projects_report_no_page_is_answered(project, other_project, desk):
    uid, _ = send_report(other_project)
    assert desk.get(f"reports/{uid}/earlier").status_code == 404
