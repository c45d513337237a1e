"""What a reporter sees and does with the seven words, over HTTP."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from reports.stored import everything
from reports.writer import Writer, as_json, call, rotated

from unsilenced.http.refusal import Refusal
from unsilenced.records.models import Record
from unsilenced.reports import conversation, records
from unsilenced.reports.consent import WORDING
from unsilenced.reports.models import Report, Scope
from unsilenced.sealing.context import RecordKind

pytestmark = pytest.mark.django_db

SESSION = "s=" + "a" * 32
ASK = ["/return/open", f"/return/attachments/{'0' * 8}-0000-4000-8000-{'0' * 12}"]
TELL = ["/return/messages", "/return/consents", "/return/delete", "/return/attachments"]


@pytest.fixture
def writer(project):
    return Writer.of(project)


@pytest.fixture
def report(writer):
    return writer.sent(consents=["count"])


def error_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_the_whole_life_of_a_report(writer, project):
    """Sent, opened, answered, added to, consents changed, deleted."""
    assert call("/report/send", as_json(writer.submission(consents=["warn"]))).status_code == 201
    report = Report.objects.get()
    seen = writer.call("/return/open").json()
    assert seen["report"]["reference"] == report.reference
    assert seen["report"]["opened_on"] is None
    assert writer.read(seen["report"], RecordKind.REPORT) == b"It was in March."
    assert writer.read_as_project(report.records.get()) == b"It was in March."

    conversation.mark_opened(report)
    question = writer.seal(b"Are you safe now?", RecordKind.PROJECT_MESSAGE)
    conversation.add_project_message(report, question)
    conversation.add_note(report, writer.seal(b"Call on Monday.", RecordKind.NOTE))
    answer = writer.call("/return/messages", as_json(writer.seal(b"Yes.")))
    assert (answer.status_code, answer.json()) == (201, {"day": str(timezone.localdate())})

    seen = writer.call("/return/open").json()
    assert seen["report"]["opened_on"] == str(timezone.localdate())
    said = [
        (each["kind"], writer.read(each, RecordKind(each["kind"]))) for each in seen["messages"]
    ]
    assert said == [("project-message", b"Are you safe now?"), ("reporter-message", b"Yes.")]

    withdrawn = writer.call(
        "/return/consents", {"scope": "warn", "given": False, "wording": WORDING}
    )
    assert withdrawn.json()["consents"] == dict.fromkeys(Scope.values, False)
    given = writer.call("/return/consents", {"scope": "full", "given": True, "wording": WORDING})
    assert given.json()["consents"]["full"] is True
    ledger = writer.call("/return/open").json()["ledger"]
    assert [(line["scope"], line["given"]) for line in ledger] == [
        ("full", True),
        ("warn", True),
        ("warn", False),
    ]

    assert writer.call("/return/delete", {}).json() == {}
    assert error_of(writer.call("/return/open")) == (404, "no-such-receipt")


def test_a_report_can_be_read_with_its_own_words_only(writer, report, project):
    stranger = Writer.of(project)
    stranger.sent()
    seen = stranger.call("/return/open").json()
    assert seen["report"]["uid"] == str(stranger.report) != str(writer.report)


def test_the_answer_has_what_the_page_needs_and_nothing_else(writer, report, project):
    seen = writer.call("/return/open").json()
    parts = {"report", "project", "team", "messages", "more"}
    parts |= {"attachments", "consents", "ledger"}
    assert set(seen) == parts
    assert set(seen["report"]) == {
        "uid",
        "reference",
        "received_on",
        "opened_on",
        "sealed_by",
        "body",
        "reporter_wrap",
    }
    assert seen["project"]["name"] == project.project.name
    assert seen["project"]["slug"] == project.project.slug
    assert seen["project"]["key"]["id"] == str(project.key.id)
    assert seen["consents"] == {**dict.fromkeys(Scope.values, False), "count": True}
    assert set(seen["ledger"][0]) == {"scope", "given", "wording", "day"}


def test_a_note_is_never_shown_to_the_writer(writer, report):
    note = writer.seal(b"For us.", RecordKind.NOTE)
    conversation.add_note(report, note)
    assert str(note.uid) not in writer.call("/return/open").content.decode()


def test_the_first_opening_is_the_one_that_is_kept(report):
    Report.objects.update(opened_on="2026-01-02")
    conversation.mark_opened(report)
    report.refresh_from_db()
    assert str(report.opened_on) == "2026-01-02"


def test_a_message_sent_twice_is_one_message(writer, report):
    body = as_json(writer.seal())
    assert writer.call("/return/messages", body).status_code == 201
    before = everything()
    assert writer.call("/return/messages", body).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("member", ["body", "project_wrap", "reporter_wrap"])
def test_another_message_under_a_taken_uid_is_refused(writer, report, member):
    new = writer.seal()
    writer.call("/return/messages", as_json(new))
    other = replace(new, **{member: getattr(writer.seal(), member)})
    before = everything()
    assert error_of(writer.call("/return/messages", as_json(other))) == (409, "uid-taken")
    assert everything() == before


def test_the_uid_of_another_reports_message_is_refused(writer, report, project):
    new = writer.seal()
    writer.call("/return/messages", as_json(new))
    stranger = Writer.of(project)
    stranger.sent()
    assert error_of(stranger.call("/return/messages", as_json(new))) == (409, "uid-taken")


def test_a_message_of_the_project_is_not_repeated_by_the_reporter(writer, report):
    new = writer.seal(kind=RecordKind.PROJECT_MESSAGE)
    conversation.add_project_message(report, new)
    assert error_of(writer.call("/return/messages", as_json(new))) == (409, "uid-taken")


def test_the_server_says_what_kind_a_reporters_record_is(writer, report):
    new = writer.seal()
    writer.call("/return/messages", {**as_json(new), "kind": "project-message"})
    assert Record.objects.get(uid=new.uid).kind == "reporter-message"


def test_a_message_sealed_to_a_retired_key_is_refused_and_the_current_key_told(
    writer, report, project
):
    new = writer.seal()
    current = rotated(project).key
    before = everything()
    answer = writer.call("/return/messages", as_json(new))
    assert error_of(answer) == (409, "key-retired")
    assert answer.json()["key"]["id"] == str(current.id)
    assert everything() == before


def test_a_message_already_here_is_confirmed_though_its_key_was_retired(writer, report, project):
    new = writer.seal()
    writer.call("/return/messages", as_json(new))
    rotated(project)
    assert writer.call("/return/messages", as_json(new)).status_code == 200


def test_a_full_conversation_takes_no_more(writer, report, monkeypatch):
    size = len(Record.objects.get().body)
    conversation.mark_opened(report)
    monkeypatch.setattr(records, "MOST_BYTES", 2 * size)
    assert writer.call("/return/messages", as_json(writer.seal())).status_code == 201
    before = everything()
    answer = writer.call("/return/messages", as_json(writer.seal()))
    assert error_of(answer) == (409, "conversation-full")
    assert everything() == before


FORGED = {
    "wrong-version": lambda sealed: b"\x02" + sealed[1:],
    "wrong-suite": lambda sealed: sealed[:1] + b"\x00\x20" + sealed[3:],
    "wrong-size": lambda sealed: sealed[:-1],
}


@pytest.mark.parametrize("code", FORGED)
@pytest.mark.parametrize("member", ["body", "project_wrap", "reporter_wrap"])
def test_a_message_of_a_forged_shape_is_refused_by_name(writer, report, member, code):
    new = writer.seal()
    forged = replace(new, **{member: FORGED[code](getattr(new, member))})
    before = everything()
    answer = writer.call("/return/messages", as_json(forged))
    assert error_of(answer) == (422, code)
    assert answer.json()["error"]["field"] == member
    assert everything() == before


def test_a_message_that_the_writer_could_not_read_is_refused(writer, report):
    before = everything()
    with pytest.raises(Refusal) as caught:
        conversation.add_project_message(report, writer.seal(kind=RecordKind.NOTE))
    assert (caught.value.code, caught.value.field) == ("wrong-recipients", "reporter_wrap")
    assert everything() == before


def test_a_note_that_the_writer_could_read_is_refused(writer, report):
    with pytest.raises(Refusal) as caught:
        conversation.add_note(report, writer.seal())
    assert caught.value.code == "wrong-recipients"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("scope", "everything"),
        ("scope", None),
        ("given", "yes"),
        ("given", None),
        ("wording", "1999-01"),
        ("wording", 7),
    ],
)
def test_a_consent_that_makes_no_sense_is_refused_by_name(writer, report, member, value):
    before = everything()
    answer = writer.call(
        "/return/consents", {"scope": "full", "given": True, "wording": WORDING, member: value}
    )
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, member)
    assert everything() == before


@pytest.mark.parametrize("path", ["/report/send", *TELL])
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000, b"1" * 9_000]
)
def test_what_is_not_a_json_object_is_refused(writer, report, path, body):
    before = everything()
    client = Client(headers={"Authorization": writer.authorization})
    answer = client.post(path, body, content_type="application/json")
    assert error_of(answer) == (400, "not-json")
    assert everything() == before


@pytest.mark.parametrize("path", ["/report/send", *TELL])
def test_what_is_over_512_kib_is_refused(writer, report, path):
    before = everything()
    client = Client(headers={"Authorization": writer.authorization})
    answer = client.post(path, b" " * (512 * 1024 + 1), content_type="application/json")
    assert error_of(answer) == (413, "too-large")
    assert everything() == before


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Receipt",
        "Receipt ",
        "Receipt =",
        "Bearer " + "A" * 43,
        "Receipt ü",
        "Receipt " + "A" * 42,
    ],
)
@pytest.mark.parametrize("path", ASK + TELL)
def test_without_the_words_there_is_nothing(report, path, authorization):
    before = everything()
    body = None if path in ASK else {}
    answer = call(path, body, Authorization=authorization)
    assert error_of(answer) == (404, "no-such-receipt")
    assert everything() == before


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/report/send", "get"),
        ("/report/key/willow", "post"),
        ("/return/open", "post"),
        ("/return/messages", "put"),
        ("/return/consents", "put"),
        ("/return/delete", "get"),
        ("/return/attachments", "delete"),
    ],
)
def test_another_method_is_refused(writer, report, path, method):
    client = Client(headers={"Authorization": writer.authorization})
    before = everything()
    assert getattr(client, method)(path).status_code == 405
    assert everything() == before


def test_no_call_sets_or_reads_a_cookie(writer, report):
    answers = [
        call("/report/send", as_json(Writer.of(writer.to).submission()), Cookie=SESSION),
        call("/report/key/willow", Cookie=SESSION),
        writer.call("/return/open", Cookie=SESSION),
        writer.call("/return/messages", as_json(writer.seal()), Cookie=SESSION),
        writer.call("/return/delete", {}, Cookie=SESSION),
        writer.call("/return/open", Cookie=SESSION),
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 201, 200, 404]
    for answer in answers:
        assert "Set-Cookie" not in answer
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()
        assert answer["Cache-Control"] == "no-store"


def test_a_call_that_another_site_started_does_nothing(writer, report):
    before = everything()
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert writer.call("/return/delete", {}, **headers).status_code == 403
    assert everything() == before


def test_the_right_secret_under_another_scheme_is_not_taken(writer, report):
    bearer = writer.authorization.replace("Receipt", "Bearer")
    answer = call("/return/open", Authorization=bearer)
    assert error_of(answer) == (404, "no-such-receipt")


def test_a_report_marked_as_deleted_opens_nothing_even_by_its_own_words(writer, report):
    Report.objects.update(deleted_on=timezone.localdate())
    answer = writer.call("/return/open")
    assert error_of(answer) == (410, "deleted-by-project")
    assert set(answer.json()) == {"error"}
