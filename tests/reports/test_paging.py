"""However much is stored, one answer is small, and all the pages together have everything."""

import json

import pytest
from django.test import Client
from reports.writer import Writer, as_json

from unsilenced.records.models import Record
from unsilenced.reports import conversation, paging
from unsilenced.sealing.context import RecordKind

pytestmark = pytest.mark.django_db

LONG = b"a" * 200_000
"""What is sealed in 256 KiB."""
MOST = paging.ROOM * 4 // 3 + 40_000
"""Characters of an answer: what fits in base64, or the longest record, and what stands beside."""


@pytest.fixture
def writer(project):
    return Writer.of(project)


@pytest.fixture
def report(writer):
    return writer.sent()


def fill(report, writer, texts):
    for number, text in enumerate(texts):
        kind = RecordKind.PROJECT_MESSAGE if number % 2 else RecordKind.REPORTER_MESSAGE
        add = conversation.add_project_message if number % 2 else conversation.add_reporter_message
        add(report, writer.seal(text, kind))


def pages(ask, first):
    """Page after page, the newest first, as the browser fetches them; and their sizes."""
    answer = ask(first)
    found, sizes = [answer.json()["messages"]], [len(answer.content)]
    while answer.json()["more"]:
        oldest = [page[0] for page in found if page]
        place = f"?before={oldest[-1]['uid']}" if oldest else ""
        answer = ask(f"/return/messages{place}")
        found.append(answer.json()["messages"])
        sizes.append(len(answer.content))
        assert found[-1], "a page that is asked for by itself is never empty"
    return found, sizes


@pytest.mark.parametrize(
    "texts",
    [
        [b"short"] * 250,
        [LONG] * 9,
        [b"short", LONG, b"short", LONG, LONG] * 3,
        [b"b" * 60_000] * 20,
        [],
    ],
    ids=["many", "long", "mixed", "middling", "none"],
)
@pytest.mark.parametrize("first", [b"It was in March.", LONG], ids=["", "a long report"])
def test_no_answer_grows_with_the_conversation_and_no_message_is_left_out(writer, first, texts):
    report = writer.sent(text=first)
    conversation.mark_opened(report)
    fill(report, writer, texts)
    found, sizes = pages(writer.call, "/return/open")
    assert max(sizes) <= MOST
    said = [each for page in reversed(found) for each in page]
    assert [writer.read(each, RecordKind(each["kind"])) for each in said] == texts
    assert len({each["uid"] for each in said}) == len(texts)


def test_bodies_that_are_not_sent_are_not_read(
    writer, report, django_assert_max_num_queries, monkeypatch
):
    fill(report, writer, [LONG] * 5)
    read = []
    from_db = Record.from_db.__func__
    monkeypatch.setattr(
        Record,
        "from_db",
        classmethod(lambda cls, *row: read.append(row) or from_db(cls, *row)),
    )
    with django_assert_max_num_queries(12):
        assert len(writer.call("/return/messages").json()["messages"]) == 1
    assert len(read) == 1


def test_a_place_is_a_message_of_the_same_report(writer, report, project):
    other = Writer.of(project)
    others = other.seal()
    conversation.add_reporter_message(other.sent(), others)
    note = writer.seal(b"For us.", RecordKind.NOTE)
    conversation.add_note(report, note)
    for place in (others.uid, note.uid, "1", "", "0" * 40):
        answer = writer.call(f"/return/messages?before={place}")
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "before")


def test_what_is_sealed_is_never_compressed_and_a_page_is(writer, report):
    fill(report, writer, [LONG])
    plain = Client(headers={"Accept-Encoding": "gzip, deflate, br"})
    headers = {"Authorization": writer.authorization}
    for path in ("/return/open", "/return/messages"):
        assert "Content-Encoding" not in plain.get(path, headers=headers).headers
    page = plain.get("/report/", headers={"Accept": "text/html"})
    assert page["Content-Encoding"] == "gzip"


def test_a_page_that_holds_what_is_sealed_is_not_compressed(report):
    posted = {"do": "send", "saved": "", "words": "one two", "body": "a" * 300_000}
    headers = {"Accept-Encoding": "gzip", "Accept": "text/html"}
    answer = Client(headers=headers).post("/report/", posted)
    assert b"a" * 300_000 in answer.content
    assert "Content-Encoding" not in answer.headers


def test_after_a_consent_the_ledger_is_answered_without_the_conversation(writer, report):
    told = {"scope": "warn", "given": True, "wording": "2026-11"}
    answer = writer.call("/return/consents", told).json()
    assert [(line["scope"], line["given"]) for line in answer["ledger"]] == [("warn", True)]


def test_photos_are_listed_without_the_conversation(writer, report):
    photo = {**as_json(writer.photo()), "chunks": 2}
    assert writer.call("/return/attachments", photo).status_code == 201
    (listed,) = writer.call("/return/attachments").json()["attachments"]
    assert (listed["uid"], listed["chunks"], listed["complete"]) == (photo["uid"], 2, False)
    assert json.loads(writer.read(listed, RecordKind.ATTACHMENT)) == {"v": 1}


@pytest.mark.parametrize("path", ["/return/messages", "/return/attachments"])
@pytest.mark.parametrize("authorization", ["", "Receipt", "Receipt =", "Receipt " + "A" * 43])
def test_a_page_needs_the_words_as_the_report_does(writer, report, path, authorization):
    fill(report, writer, [b"short"])
    answer = writer.call(path, Authorization=authorization)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-such-receipt")


def test_after_everything_is_deleted_no_page_is_left(writer, report):
    fill(report, writer, [b"short"])
    conversation.delete_everything(report)
    for path in ("/return/messages", "/return/attachments"):
        assert writer.call(path).status_code == 404
