"""A conversation opened without JavaScript, even if an attacker sealed what is in it."""

import json
import re
from dataclasses import dataclass

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writer import Writer

from unsilenced.people.models import User
from unsilenced.reports import conversation
from unsilenced.reports.models import Report
from unsilenced.reports.noscript.receipt import keys_of
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import Receipt

OLDER = re.compile(r'name="before" value="([^"]+)"')
GOOD = b'{"v":1,"text":"an honest line"}'
UNREADABLE = {
    "no JSON": b"what",
    "no object": b"[]",
    "another version": b'{"v":2,"text":"x"}',
    "an object for a text": b'{"v":1,"text":{"toString":1},"what":{"valueOf":1}}',
    "nested deeply": b'{"v":1,"x":' + b"[" * 60_000 + b"]" * 60_000 + b"}",
    "open brackets": b"[" * 100_000,
    "a number of many digits": b'{"v":' + b"1" * 100_000 + b"}",
    "not a number": b'{"v":NaN}',
    "no UTF-8": b'{"v":1,"text":"\xff"}',
    "very many": b'{"v":1,"x":[' + b"{}," * 60_000 + b"{}]}",
}


@dataclass(frozen=True)
class Talk:
    """A report and the words that open it."""

    writer: Writer
    words: str
    report: Report

    def add(self, text, kind=RecordKind.REPORTER_MESSAGE):
        new = self.writer.seal(text, kind)
        if kind is RecordKind.REPORTER_MESSAGE:
            conversation.add_reporter_message(self.report, new)
        else:
            conversation.add_project_message(self.report, new)

    def page(self, **fields):
        answer = Client(headers={"Accept": "text/html"}).post(
            "/return/", {"words": self.words, **fields}
        )
        assert answer.status_code == 200
        return answer.content.decode()

    def all_pages(self):
        """The page and those of older messages, one after the other."""
        pages = [self.page()]
        while older := OLDER.search(pages[-1]):
            pages.append(self.page(do="older", before=older[1]))
        return "".join(pages)


@pytest.fixture
def talk(project):
    def begin(text=b'{"v":1,"what":"He hit me."}'):
        receipt = Receipt.draw()
        writer = Writer.of(project, keys_of(receipt))
        return Talk(writer, receipt.canonical, writer.sent(text=text))

    return begin


@pytest.mark.parametrize("inside", UNREADABLE.values(), ids=UNREADABLE)
def test_a_message_that_cannot_be_read_keeps_its_line_and_hides_no_other(talk, inside):
    begun = talk()
    begun.add(inside)
    begun.add(inside, RecordKind.PROJECT_MESSAGE)
    begun.add(GOOD)
    page = begun.all_pages()
    assert page.count("This message cannot be opened.") == 2
    assert "an honest line" in page
    assert "He hit me." in page


@pytest.mark.parametrize("inside", UNREADABLE.values(), ids=UNREADABLE)
def test_a_report_that_cannot_be_read_says_so_and_can_be_written_to_and_deleted(talk, inside):
    begun = talk(inside)
    begun.add(GOOD)
    page = begun.page()
    assert "This cannot be read." in page
    assert "an honest line" in page
    assert 'value="ask-to-erase"' in page


def test_nobody_speaks_under_anothers_name(talk, caseworker, project):
    joel = caseworker("Joel").user
    begun = talk()
    begun.add(b'{"v":1,"text":"mine","by":"Joel"}')
    assert "Joel" not in begun.page()
    for by in ("Ministry", str(User.objects.none().values_list("pk")), "", "joel", f" {joel.pk}"):
        begun.add(
            json.dumps({"v": 1, "text": "theirs", "by": by}).encode(), RecordKind.PROJECT_MESSAGE
        )
    page = begun.page()
    assert "Ministry" not in page
    assert "Joel" not in page
    assert project.project.name in page


@pytest.mark.parametrize("by", ["its identifier", "its name, as older records have it"])
def test_a_person_of_the_project_is_shown_by_the_name_that_the_project_has(talk, caseworker, by):
    joel = caseworker("Joel").user
    begun = talk()
    says = str(joel.pk) if by == "its identifier" else joel.name
    begun.add(
        json.dumps({"v": 1, "text": "hello", "by": says}).encode(), RecordKind.PROJECT_MESSAGE
    )
    assert "Joel" in begun.page()


def test_nobody_of_another_project_is_shown(talk, caseworker, other_project):
    stranger = caseworker("Nadia", of=other_project).user
    begun = talk()
    for by in (str(stranger.pk), "Nadia"):
        begun.add(
            json.dumps({"v": 1, "text": "hello", "by": by}).encode(), RecordKind.PROJECT_MESSAGE
        )
    assert "Nadia" not in begun.page()


def test_what_turns_the_direction_is_shown_and_does_nothing(talk):
    begun = talk('{"v":1,"what":"pay \u202eevil\u2066"}'.encode())
    begun.add('{"v":1,"text":"\u202egnirts\u200b"}'.encode())
    page = begun.page()
    assert not {"\u202e", "\u2066", "\u200b"} & set(page)
    assert page.count("U+202E") == 2


def test_what_is_longer_than_our_pages_write_says_so(talk):
    begun = talk(json.dumps({"v": 1, "what": "a" * 20_001}).encode())
    begun.add(json.dumps({"v": 1, "text": "b" * 20_001}).encode())
    page = begun.page()
    assert page.count("It was longer than our pages write.") == 2
    assert "b" * 20_001 not in page


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(["v", "text", "by", "what", "who", "answer"]),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text() | st.just(1),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        ),
    )
)
def test_any_json_leaves_the_rest_of_the_page_as_it_was(talk, inside):
    begun = talk(json.dumps(inside).encode())
    begun.add(json.dumps(inside).encode())
    begun.add(json.dumps(inside).encode(), RecordKind.PROJECT_MESSAGE)
    begun.add(GOOD)
    assert "an honest line" in begun.page()
