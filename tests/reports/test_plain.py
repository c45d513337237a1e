"""Reporting and coming back without JavaScript: ordinary pages and form posts."""

import json
import re
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from threading import BoundedSemaphore
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from stored_records import key_of, project_wrap_of
from two_recipients import open_for_project, seal_record

from unsilenced.people.models import OrganisationKey, OrganisationQuerySet
from unsilenced.records.models import Record
from unsilenced.reports import consent, conversation, forms, puzzle
from unsilenced.reports.consent import WORDING
from unsilenced.reports.intake import sealed_report
from unsilenced.reports.models import Consent, Report, Scope
from unsilenced.reports.noscript import receipt, report_form, returning
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.keys import generate_private_key, public_key_of
from unsilenced.warnings.models import ReviewRequest

WHAT = "He took my money & hit me <hard>.\nTwo men waited outside."


class Fields(HTMLParser):
    """The fields of a page's forms as a browser would send them, and its words."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.words, self.path = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.forms.append({})
        if tag == "input" and self.forms and found.get("name"):
            on = "checked" in found or found.get("type") not in {"checkbox", "radio"}
            if on:
                fields = self.forms[-1].setdefault(found["name"], [])
                fields.append(found.get("value") or "")
        if tag in {"textarea", "li"}:
            self.path.append((tag, found, ""))

    def handle_data(self, data):
        if self.path:
            tag, found, text = self.path[-1]
            self.path[-1] = (tag, found, text + data)

    def handle_endtag(self, tag):
        if self.path and self.path[-1][0] == tag:
            _tag, found, text = self.path.pop()
            if tag == "textarea" and self.forms and "name" in found:
                self.forms[-1].setdefault(found["name"], []).append(text)


def fields_of(response, form=0):
    return Fields(response.content.decode()).forms[form]


def form_with(response, action):
    """The fields of the form whose button does `action`, found by the button's place."""
    page = response.content.decode()
    before = page[: page.index(f'value="{action}"')]
    return fields_of(response, before.count("<form") - 1)


def fields_of_id(response, form):
    page = response.content.decode()
    before = page[: page.index(f'<form id="{form}"')]
    return fields_of(response, before.count("<form"))


def pressed(response, action):
    """What a browser sends for a press on the button of `action`, of the form that this names."""
    page = response.content.decode()
    button = re.search(rf'<button[^>]*name="do" value="{action}"', page)[0]
    named = re.search(r' form="([^"]+)"', button)
    fields = fields_of_id(response, named[1]) if named else form_with(response, action)
    return {**fields, "do": action}


def words_of(response):
    page = response.content.decode()
    listed = re.search(r'<ol class="words"[^>]*>(.*?)</ol>', page, re.DOTALL)[1]
    return re.findall(r"<li>(?:<span>)?(\w+)(?:</span>)?</li>", listed)


@pytest.fixture
def browser():
    return Client(headers={"Accept": "text/html"})


@pytest.fixture
def ask(browser, project):
    """Fill in the questions and press Continue."""

    def post(**answers):
        return browser.post("/report/", {"what": WHAT, "answer": "receipt", **answers})

    return post


@pytest.fixture
def send(browser, ask):
    """Go all the way; return the words and the confirmation."""

    def post(**answers):
        page = ask(**answers)
        confirmed = browser.post("/report/", {**fields_of(page), "saved": "yes", "do": "send"})
        return " ".join(words_of(page)), confirmed

    return post


@pytest.fixture
def reopen(browser):
    def post(words, **fields):
        return browser.post("/return/", {"words": words, **fields})

    return post


def stored(project, record=None):
    """What the project reads of a record, by default of the only report."""
    record = record or Record.objects.get(kind=RecordKind.REPORT)
    return open_for_project(
        bytes(record.body),
        project_wrap_of(record),
        kind=RecordKind(record.kind),
        report=record.subject,
        record=record.uid,
        key=key_of(record),
        private_key=project.private_key,
    ).decode()


def test_the_questions_are_one_form_of_one_page(browser, project):
    page = browser.get("/report/")
    assert page.status_code == 200
    assert set(fields_of(page)) >= {"what", "when_words", "who_tel", "who_email", "contact"}
    assert page["Cache-Control"] == "no-store"
    assert "wasm-unsafe-eval" in page["Content-Security-Policy"]


def test_nothing_is_ticked_before_the_writer_ticks_it(browser, project):
    assert "consents" not in fields_of(browser.get("/report/"))


def test_the_page_says_that_the_server_seals(browser, project):
    assert "Locked by our server" in browser.get("/report/").content.decode()


def test_a_report_goes_all_the_way_and_the_project_can_read_it(send, project):
    _words, confirmed = send(
        when="week",
        when_words="on Friday",
        place="E09000012",
        who_tel=["07700 900123", "07700 900456"],
        who_description="Tall & quiet",
        consents=["warn", "count"],
        answer="contact",
        contact="Text only",
    )
    report = Report.objects.get()
    assert f">{report.reference}<" in confirmed.content.decode()
    assert report.sealed_by == "server"
    inside = stored(project)
    for said in ("hit me <hard>.", "on Friday", "E09000012", "900456", "Tall & quiet", "Text only"):
        assert said in inside
    assert set(Consent.objects.values_list("scope", "given", "wording")) == {
        ("warn", True, WORDING),
        ("count", True, WORDING),
    }


def test_nothing_is_stored_before_the_words_are_saved(browser, ask):
    page = ask()
    assert len(words_of(page)) == 7
    again = browser.post("/report/", {**fields_of(page), "do": "send"})
    assert again.status_code == 422
    assert words_of(again) == words_of(page)
    assert fields_of(again) == fields_of(page)
    assert not Report.objects.exists()
    sent = browser.post("/report/", {**fields_of(again), "saved": "yes", "do": "send"})
    assert sent.status_code == 200
    assert Report.objects.count() == 1


def test_the_page_of_words_holds_the_report_only_sealed(ask):
    assert "hit me" not in ask().content.decode()


def test_sending_the_page_of_words_twice_makes_one_report(browser, ask):
    fields = {**fields_of(ask()), "saved": "yes", "do": "send"}
    first, second = browser.post("/report/", fields), browser.post("/report/", fields)
    assert first.content.count(b"<strong") == second.content.count(b"<strong")
    assert second.status_code == 200
    assert Report.objects.count() == 1


def test_an_empty_report_is_sent_back_with_all_that_was_typed(ask):
    page = ask(
        what=" ",
        when="month",
        when_words="spring",
        place="E09000005",
        who_plate="AB12 CDE",
        consents=["full"],
        answer="contact",
        contact="at noon",
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert 'href="#what"' in text
    fields = fields_of(page)
    assert fields["when"] == ["month"]
    assert fields["when_words"] == ["spring"]
    assert fields["who_plate"] == ["AB12 CDE"]
    assert fields["consents"] == ["full"]
    assert fields["answer"] == ["contact"]
    assert fields["contact"] == ["at noon"]
    assert '<option value="E09000005" selected>' in text
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"what": "x" * 20_001}, "what"),
        ({"when": "tomorrow"}, "when"),
        ({"when_words": "x" * 201}, "when_words"),
        ({"place": "10 Main Street"}, "place"),
        ({"who_tel": "1" * 501}, "who_tel"),
        ({"who_description": "x" * 2_001}, "who_description"),
        ({"who_email": ["x"] * 11}, "who_email"),
        ({"answer": "pigeon"}, "answer"),
        ({"answer": "contact"}, "contact"),
        ({"contact": "x" * 501}, "contact"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_stored(ask, answers, field):
    page = ask(**answers)
    text = page.content.decode()
    assert page.status_code == 422
    assert f'href="#{field}"' in text
    assert f'id="{field}"' in text
    assert not Report.objects.exists()


def test_a_way_to_be_reached_beside_the_seven_words_is_asked_about_and_not_dropped(
    browser, ask, project
):
    page = ask(answer="receipt", contact="Text only, at noon", who_tel="0770")
    assert page.status_code == 422
    assert 'href="#answer"' in page.content.decode()
    assert "You wrote how to reach you" in page.content.decode()
    fields = fields_of(page)
    assert fields["contact"] == ["Text only, at noon"]
    assert fields["what"] == [WHAT]
    assert fields["who_tel"] == ["0770"]
    assert len(words_of(browser.post("/report/", {**fields, "answer": "contact"}))) == 7
    assert len(words_of(browser.post("/report/", {**fields, "contact": ""}))) == 7


@pytest.mark.parametrize(
    "answers",
    [
        {"what": "x" * 20_000},
        {"when_words": "x" * 200},
        {"who_tel": "1" * 500},
        {"who_description": "x" * 2_000},
        {"who_email": ["x"] * 10},
        {"what": "ड़" * 10_000},
        {"what": "\U0001f622" * 5_000},
    ],
)
def test_the_longest_answers_still_fit(send, answers):
    _words, confirmed = send(**answers)
    assert confirmed.status_code == 200
    assert Report.objects.count() == 1


def test_one_more_field_of_a_kind_can_be_asked_for(ask):
    page = ask(who_tel="07700 900123", add="tel")
    assert page.status_code == 200
    assert fields_of(page)["who_tel"] == ["07700 900123", ""]
    assert fields_of(page)["what"] == [WHAT]
    assert not Report.objects.exists()


def test_a_writer_can_go_back_from_the_words_and_change_something(browser, ask):
    page = ask(who_tel="07700 900123", consents=["count"], when="day", answer="receipt")
    back = browser.post("/report/", {**fields_of(page), "do": "change"})
    fields = fields_of(back)
    assert fields["what"] == [WHAT]
    assert fields["who_tel"] == ["07700 900123"]
    assert fields["consents"] == ["count"]
    assert fields["when"] == ["day"]


NEW_WORDS = "These seven words are new."


@pytest.fixture
def own_page(browser):
    """Send from a page of ours, as browsers have said since about 2020; older ones say nothing."""
    browser.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return browser


@pytest.mark.usefixtures("own_page")
def test_the_words_stay_when_something_is_changed_after_they_were_written_down(
    browser, ask, reopen
):
    page = ask()
    back = browser.post("/report/", {**fields_of(page), "do": "change"})
    wrong = browser.post("/report/", {**fields_of(back), "what": ""})
    more = browser.post("/report/", {**fields_of(wrong), "what": "Something else", "add": "tel"})
    again = browser.post("/report/", fields_of(more))
    assert words_of(again) == words_of(page)
    assert NEW_WORDS not in again.content.decode()
    browser.post("/report/", {**fields_of(again), "saved": "yes", "do": "send"})
    assert "Something else" in reopen(" ".join(words_of(page))).content.decode()


@pytest.mark.usefixtures("own_page")
@pytest.mark.parametrize("words", ["abandon " * 6, "abandon " * 8, "hose " * 7, "\0" * 7])
def test_words_that_are_no_receipt_are_not_taken(ask, words):
    page = ask(words=words)
    assert len(set(words_of(page))) > 1
    assert NEW_WORDS in page.content.decode()


@pytest.mark.parametrize("told", [{}, {"HTTP_SEC_FETCH_SITE": "none"}])
def test_words_that_another_site_may_have_sent_are_not_taken(browser, ask, told):
    browser.defaults |= told
    known = "abandon ability able about above absent absorb"
    page = ask(words=known)
    assert " ".join(words_of(page)) != known
    assert NEW_WORDS in page.content.decode()


@pytest.mark.usefixtures("own_page")
def test_a_report_that_is_sent_and_then_changed_gets_words_of_its_own(browser, ask, reopen):
    page = ask()
    browser.post("/report/", {**fields_of(page), "saved": "yes", "do": "send"})
    back = browser.post("/report/", {**fields_of(page), "do": "change"})
    changed = browser.post("/report/", {**fields_of(back), "what": "And there was another man."})
    fresh = browser.post("/report/", {**fields_of(changed), "saved": "yes", "do": "send"})
    assert NEW_WORDS in fresh.content.decode()
    assert words_of(fresh) != words_of(page)
    browser.post("/report/", {**fields_of(fresh), "saved": "yes", "do": "send"})
    assert Report.objects.count() == 2
    assert "another man" in reopen(" ".join(words_of(fresh))).content.decode()
    assert "hit me" in reopen(" ".join(words_of(page))).content.decode()


def test_a_project_key_changed_meanwhile_is_sealed_to_without_a_word(browser, ask, project, rotate):
    page = ask()
    fresh = rotate(project)
    sent = browser.post("/report/", {**fields_of(page), "saved": "yes", "do": "send"})
    assert sent.status_code == 200
    assert key_of(Record.objects.get()) == fresh.key.pk
    assert "hit me" in stored(fresh)


@pytest.fixture
def rotate():
    def change(project):
        private_key = generate_private_key()
        OrganisationKey.objects.filter(pk=project.key.pk).update(retired_on=timezone.localdate())
        key = OrganisationKey.objects.create(
            id=uuid4(),
            organisation=project.project,
            public_key=public_key_of(private_key),
            recovery_envelope=b"",
            made_on=timezone.localdate(),
        )
        return replace(project, key=key, private_key=private_key)

    return change


def test_a_database_that_fails_loses_nothing(browser, ask, monkeypatch):
    page = ask()

    def fail(_submission):
        raise DatabaseError

    monkeypatch.setattr(report_form, "submit", fail)
    fields = {**fields_of(page), "saved": "yes", "do": "send"}
    failed = browser.post("/report/", fields)
    assert failed.status_code == 503
    assert fields_of(failed) == {**fields_of(page), "saved": ["yes"]}
    monkeypatch.setattr(report_form, "submit", sealed_report.submit)
    assert browser.post("/report/", fields).status_code == 200


def test_a_page_of_words_that_was_tampered_with_stores_nothing(browser, ask):
    fields = {**fields_of(ask()), "saved": "yes", "do": "send", "body": "AAAA"}
    assert browser.post("/report/", fields).status_code == 422
    assert browser.post("/report/", {**fields, "do": "change"}).status_code == 422
    assert not Report.objects.exists()


def test_where_there_are_several_projects_one_is_chosen_first(browser, project, other_project):
    page = browser.get("/report/").content.decode()
    assert "?p=willow" in page
    assert "?p=harbour" in page
    assert "<textarea" not in page
    chosen = browser.get("/report/?p=harbour").content.decode()
    assert "Harbour Project" in chosen
    assert 'action="/report/?p=harbour"' in chosen
    page = browser.post("/report/?p=harbour", {"what": WHAT})
    browser.post("/report/?p=harbour", {**fields_of(page), "saved": "yes", "do": "send"})
    assert Report.objects.get().project == other_project.project


def test_a_project_without_a_key_or_a_sheet_is_not_offered(browser, project, other_project):
    other_project.project.recovery_public_key = None
    other_project.project.save()
    assert "Willow Project" in browser.get("/report/").content.decode()
    project.key.delete()
    closed = browser.get("/report/").content.decode()
    assert "Nobody can be written to here yet" in closed
    assert 'call <a href="tel:999"><strong>999</strong></a>' in closed
    assert browser.post("/report/", {"what": WHAT}).status_code == 200
    assert not Report.objects.exists()


def test_the_words_open_the_report_again(send, reopen, project):
    words, _ = send(when="week", place="outside", who_email="bad@example.org")
    page = reopen(words).content.decode()
    for said in (
        "hit me &lt;hard&gt;.",
        "In the last week",
        "Outside London",
        "E-mail address: bad@example.org",
        "Willow Project",
        "Not yet",
        "Our server, because JavaScript was off",
    ):
        assert said in page


def test_four_letters_of_each_word_are_enough(send, reopen):
    words, _ = send()
    short = " ".join(word[:4].upper() for word in words.split())
    assert "hit me" in reopen(short).content.decode()


def test_a_wrong_word_is_named_with_what_it_may_have_been(reopen, db):
    page = reopen("abandon ability hose able about above absent")
    text = page.content.decode()
    assert page.status_code == 422
    assert "Word 3, “hose”, is not on the list. Did you mean “choose” or “horse”?" in text
    assert fields_of(page)["words"] == ["abandon ability hose able about above absent"]


def test_too_few_words_are_counted(reopen, db):
    assert "There are 2 words. There must be 7." in reopen("abandon ability").content.decode()


def test_words_of_no_report_open_nothing(reopen, project):
    page = reopen("abandon ability able about above absent absorb")
    assert page.status_code == 404
    assert "No report has these words" in page.content.decode()


def test_a_flood_of_wrong_words_shuts_nobody_out(send, reopen, monkeypatch):
    words, _ = send()
    monkeypatch.setattr(puzzle, "THRESHOLD", 0)
    assert "hit me" in reopen(words).content.decode()


def test_a_flood_of_wrong_words_keeps_nobody_from_sending(send, project, monkeypatch):
    monkeypatch.setattr(puzzle, "THRESHOLD", 0)
    send(what=WHAT)
    assert Report.objects.count() == 1


def test_under_attack_a_forged_page_does_not_tell_whether_other_words_are_in_use(
    browser, ask, send, project, monkeypatch
):
    send(what=WHAT)
    taken = bytes(Report.objects.get().lookup_hash)
    monkeypatch.setattr(puzzle, "THRESHOLD", 0)
    forged = {"saved": "yes", "do": "send"}
    answers = [
        browser.post("/report/", {**fields_of(ask()), **forged, "lookup_hash": used})
        for used in (to_b64u(taken), to_b64u(bytes(32)))
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("The page was damaged" in answer.content.decode() for answer in answers)
    assert Report.objects.count() == 1


def test_a_message_reaches_the_project_once(send, reopen, project):
    words, _ = send()
    fields = form_with(reopen(words), "message")
    fields = {**fields, "words": words, "message": "He was back <today>.", "do": "message"}
    page = reopen(**fields)
    assert "Your message is sent." in page.content.decode()
    assert "He was back &lt;today&gt;." in page.content.decode()
    reopen(**fields)
    message = Record.objects.get(kind=RecordKind.REPORTER_MESSAGE)
    assert "He was back <today>." in stored(project, message)


def test_a_message_that_cannot_be_stored_is_kept_in_its_field(send, reopen, monkeypatch):
    words, _ = send()

    def fail(_report, _new):
        raise DatabaseError

    monkeypatch.setattr(conversation, "add_reporter_message", fail)
    page = reopen(words, message="Do not lose me", do="message")
    assert page.status_code == 503
    assert form_with(page, "message")["message"] == ["Do not lose me"]


@pytest.fixture
def away(monkeypatch):
    """Make the database unavailable when a report is looked up."""

    def fail(_lookup_secret, _proof=None):
        raise DatabaseError

    monkeypatch.setattr(returning, "report_or_rest_for", fail)


@pytest.fixture
def busy(monkeypatch):
    """Have every place be taken."""
    monkeypatch.setattr(receipt, "_places", BoundedSemaphore(0))


@pytest.mark.parametrize("trouble", ["away", "busy"])
def test_a_message_survives_that_its_report_cannot_be_found_just_now(
    send, reopen, request, monkeypatch, trouble
):
    words, _ = send()
    fields = form_with(reopen(words), "message")
    fields = {**fields, "words": words, "message": "Do not lose me", "do": "message"}
    request.getfixturevalue(trouble)
    failed = reopen(**fields)
    assert failed.status_code == 503
    page = failed.content.decode()
    assert "All that you wrote is kept in this page" in page
    assert ">Do not lose me</textarea>" in page
    monkeypatch.undo()
    sent = reopen(**{**fields_of(failed), "do": "message"})
    assert "Your message is sent." in sent.content.decode()
    assert "Do not lose me" in sent.content.decode()


@pytest.mark.parametrize("do", ["open", "save", "ask-to-erase", "erase"])
def test_the_words_survive_that_the_database_is_away(send, reopen, away, monkeypatch, do):
    words, _ = send()
    failed = reopen(words, do=do, given="count", wording=WORDING)
    assert failed.status_code == 503
    assert f'value="{do}"' in failed.content.decode()
    monkeypatch.undo()
    again = reopen(**{**fields_of(failed), "do": do})
    assert again.status_code == 200


def test_a_message_to_a_report_that_is_gone_can_still_be_copied(send, reopen):
    words, _ = send()
    reopen(words, do="erase")
    page = reopen(words, message="Do not lose me", do="message")
    assert page.status_code == 404
    assert ">Do not lose me</textarea>" in page.content.decode()
    assert "Everything is deleted" in page.content.decode()
    assert "Try again" not in page.content.decode()


def test_nobody_is_sent_back_to_a_page_that_is_empty_by_then(browser, project):
    browser.raise_request_exception = False
    too_large = browser.post("/report/", {"what": "x" * 600_000})
    assert too_large.status_code == 413
    assert "Back button" not in too_large.content.decode()
    assert "Back button" in browser.get("/nowhere/").content.decode()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001])
def test_a_message_that_is_empty_or_too_long_is_not_stored(send, reopen, text):
    words, _ = send()
    page = reopen(words, message=text, do="message")
    assert page.status_code == 422
    assert 'href="#message"' in page.content.decode()
    assert not Record.objects.filter(kind=RecordKind.REPORTER_MESSAGE).exists()


def test_one_save_keeps_every_change_of_the_choices(send, reopen):
    words, _ = send(consents=["warn", "full"])
    fields = fields_of_id(reopen(words), "message-form")
    assert sorted(fields["stood"]) == ["full", "warn"]
    page = reopen(**{**fields, "given": ["count", "full", "intelligence"], "do": "save"})
    shown = page.content.decode()
    assert shown.count('value="save"') == 1
    assert "Saved. You allow “Count it”." in shown
    assert "Saved. You do not allow “Warn others”." in shown
    assert "Not saved yet" not in shown
    assert consent.active(Report.objects.get()) == {"count", "full", "intelligence"}
    assert list(Consent.objects.order_by("scope", "step").values_list("scope", "given")) == [
        ("count", True),
        ("full", True),
        ("intelligence", True),
        ("warn", True),
        ("warn", False),
    ]


@pytest.mark.parametrize("do", ["open", "older", "message", "ask-to-erase", "lock", "save"])
def test_a_withdrawal_takes_effect_with_whatever_is_pressed_next(send, reopen, do):
    words, _ = send(consents=["warn", "full"])
    fields = fields_of_id(reopen(words), "message-form")
    page = reopen(**{**fields, "given": ["full"], "do": do})
    assert consent.active(Report.objects.get()) == {"full"}
    told = "Saved. You do not allow “Warn others”." in page.content.decode()
    assert told == (do != "lock")


def test_an_old_page_takes_nothing_back_that_it_did_not_show(send, reopen):
    words, _ = send(consents=["warn"])
    old = fields_of_id(reopen(words), "message-form")
    reopen(**{**old, "given": ["warn", "count"], "do": "save"})
    reopen(**{**old, "do": "save"})
    assert consent.active(Report.objects.get()) == {"warn", "count"}


def test_a_withdrawal_needs_no_wording_of_now(send, reopen):
    words, _ = send(consents=["warn"])
    fields = fields_of_id(reopen(words), "message-form")
    page = reopen(**{**fields, "given": [], "wording": "2001-01", "do": "save"})
    assert page.status_code == 200
    assert consent.active(Report.objects.get()) == frozenset()


@pytest.mark.parametrize(
    "unsent", [{"message": "half wr"}, {"given": ["warn", "count"]}, {"message": " \n"}]
)
def test_locking_asks_before_anything_unsent_is_lost(send, reopen, unsent):
    words, _ = send(consents=["warn"])
    opened = reopen(words)
    fields = fields_of_id(opened, "message-form")
    page = reopen(**{**fields, **unsent, "do": "lock"})
    if not any(each.strip() for values in unsent.values() for each in values):
        assert (page.status_code, page.headers["Location"]) == (302, "/return/")
        return
    shown = page.content.decode()
    assert "Not everything is sent" in shown
    assert ("half wr</textarea>" in shown) == ("message" in unsent)
    assert ("Not saved yet" in shown) == ("given" in unsent)
    gone = reopen(**pressed(page, "unsent"))
    assert (gone.status_code, gone.headers["Location"]) == (302, "/return/")
    assert consent.active(Report.objects.get()) == {"warn"}


def test_a_consent_that_is_refused_is_named_at_its_field(send, reopen, monkeypatch):
    words, _ = send(consents=["warn"])
    monkeypatch.setattr(consent, "MOST_LINES", 1)
    fields = {"given": ["warn", "count"], "stood": "warn", "uid": "", "message": "half wr"}
    page = reopen(words, do="save", wording=WORDING, **fields)
    assert page.status_code == 409
    shown = page.content.decode()
    assert '<a href="#consent-count"' in shown
    field = re.search(r'<input[^>]* id="consent-count"[^>]*>', shown)[0]
    assert "checked" not in field
    assert 'aria-describedby="consent-count-error"' in field
    error = re.search(r'<p class="error" id="consent-count-error">(.*?)</p>', shown, re.DOTALL)[1]
    assert "“Count it”" in error
    assert "Write it to the project in a message." in error
    assert 'id="consent-warn-error" hidden' in shown
    assert ">half wr</textarea>" in shown


def test_a_consent_to_a_wording_never_shown_is_refused(send, reopen):
    words, _ = send()
    page = reopen(words, do="save", given="count", wording="2001-01")
    assert page.status_code == 422
    assert not Consent.objects.exists()


def test_deleting_everything_takes_a_second_step(send, reopen):
    words, _ = send()
    page = reopen(words, do="ask-to-erase")
    assert "Are you sure?" in page.content.decode()
    assert Record.objects.exists()
    gone = reopen(words, do="erase")
    assert "Everything is deleted" in gone.content.decode()
    assert not Record.objects.exists()
    assert Report.objects.get().deleted_on
    assert reopen(words).status_code == 404


def test_the_question_whether_to_delete_is_where_its_page_opens(send, reopen):
    words, _ = send()
    page = reopen(words).content.decode()
    assert 'formaction="#erase-sure" name="do" value="ask-to-erase"' in page
    asked = reopen(words, do="ask-to-erase").content.decode()
    assert re.search(r'<h2 autofocus tabindex="-1" id="erase-sure">', asked)
    assert asked.index('id="erase-sure"') < asked.index("<h1")
    assert asked.count('id="erase-sure"') == asked.count('value="erase"') == 1


def test_the_page_of_words_says_first_that_nothing_is_sent_yet(ask):
    """The words, then that sentence, then Send; the advice after them."""
    shown = ask().content.decode()
    places = [
        shown.index(part)
        for part in (
            '<ol class="words"',
            "Your report is not sent yet.",
            'id="saved"',
            'value="send"',
            "Whoever has the words can read your report.",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("reachable", [True, False])
@pytest.mark.parametrize("consents", [[], ["warn", "count"]])
def test_what_is_said_in_the_end_fits_what_was_chosen(send, reachable, consents):
    way = {"answer": "contact", "contact": "Text me at noon"} if reachable else {}
    _words, confirmed = send(consents=consents, **way)
    shown = confirmed.content.decode()
    assert ("We cannot send you a message." in shown) == (not reachable)
    assert ("in the way that you wrote down" in shown) == reachable
    assert ("because you ticked nothing" in shown) == (not consents)
    assert ('<strong data-slot="allowed">Warn others, Count it</strong>' in shown) == bool(consents)


def answer(project, text):
    """Have the project answer the only report."""
    report = Report.objects.get()
    uid = uuid4()
    made = seal_record(
        json.dumps({"v": 1, "text": text, "by": ""}).encode(),
        kind=RecordKind.PROJECT_MESSAGE,
        report=report.uid,
        record=uid,
        key=project.key.id,
        project_public_key=bytes(project.key.public_key),
        reporter_public_key=bytes(report.reporter_public_key),
    )
    new = NewRecord(uid, project.key.id, made.body, made.project_wrap, made.reporter_wrap)
    conversation.add_project_message(report, new)


def test_the_newest_answer_comes_first_and_what_is_about_the_report_is_folded(
    send, reopen, project
):
    words, _ = send()
    reopen(words, do="message", message="Are you there?", uid="")
    assert "New answer from" not in reopen(words).content.decode()
    answer(project, "We believe you.")
    shown = reopen(words).content.decode()
    assert "New answer from Willow Project" in shown
    newest, talk = shown.index("We believe you."), shown.index("Are you there?")
    assert shown.index("<h1") < newest < talk < shown.index('<details id="about-report">')
    assert shown.count("We believe you.") == 1
    reopen(words, do="message", message="Thank you.", uid="")
    assert "New answer from" not in reopen(words).content.decode()


def test_a_message_that_was_not_sent_outlives_that_everything_is_deleted(send, reopen):
    words, _ = send()
    asked = reopen(words, do="ask-to-erase")
    fields = pressed(asked, "erase")
    assert "message" in fields
    gone = reopen(**{**fields, "message": "He came\n\nback."})
    assert "Everything is deleted" in gone.content.decode()
    assert ">He came\n\nback.</textarea>" in gone.content.decode()


def test_a_message_outlives_that_what_the_project_left_is_deleted(send, reopen):
    words, _ = send()
    opened = reopen(words)
    conversation.delete_for_project(Report.objects.get())
    removed = reopen(**{**fields_of_id(opened, "message-form"), "message": "He is back."})
    gone = reopen(**pressed(removed, "erase"))
    assert "Everything is deleted" in gone.content.decode()
    assert ">He is back.</textarea>" in gone.content.decode()
    assert Report.objects.get().lookup_hash is None


STAYS = (
    "What stays: the short name and the number of the report, its project, how it was locked, "
    "whether the project saw it, the day it came, who deleted it and when, and what you allowed "
    "and when."
)


def what_is_left():
    """The columns of the only report that hold something, and of its ledger."""
    report = Report.objects.values().get()
    assert not Record.objects.exists()
    return {name for name, value in report.items() if value not in (None, 0)} - {"sealed_by"}


def test_each_page_of_the_end_says_all_that_stays(send, reopen):
    words, _ = send(consents=["warn"])
    assert STAYS in reopen(words, do="ask-to-erase").content.decode()
    conversation.delete_for_project(Report.objects.get())
    left = {"uid", "project_id", "received_on", "deleted_on", "deleted_by_project", "seen"}
    assert what_is_left() == left | {"lookup_hash"}
    removed = reopen(words).content.decode()
    assert STAYS in removed
    assert "A mark stays too" in removed
    assert "One thing" not in removed
    erased = reopen(words, do="erase").content.decode()
    assert STAYS in erased
    assert what_is_left() == left
    assert Consent.objects.count() == 2


def test_no_field_is_described_by_an_error_that_is_not_there(browser, ask, send, reopen):
    words, _ = send()
    for page in (browser.get("/report/"), browser.get("/return/"), ask(), reopen(words)):
        assert "Error:" not in page.content.decode()
    assert "Error:" in ask(what="").content.decode()


def test_no_page_sets_a_cookie(browser, ask, send, reopen):
    words, confirmed = send()
    for answer in (browser.get("/report/"), ask(), confirmed, reopen(words)):
        assert not answer.cookies


def test_both_pages_word_the_consents_alike(browser, project, send, reopen):
    words, _ = send()
    asked, opened = browser.get("/report/").content.decode(), reopen(words).content.decode()
    for said in forms.consent_words():
        for page in (asked, opened):
            assert said.label in page
            assert said.meaning in page


def test_the_wording_of_the_consents_changes_only_with_its_version():
    told = [(each.scope, each.label, each.meaning) for each in forms.consent_words()]
    assert (WORDING, sha256(repr(told).encode()).hexdigest()[:16]) == (
        "2026-11",
        "5ee903db9ebd6b4f",
    )


def test_every_scope_is_asked_for():
    assert {each.scope for each in forms.consent_words()} == set(Scope.values)


@pytest.mark.parametrize("path", ["/report/", "/return/"])
def test_fields_are_kept_from_spelling_services_and_from_autofill(browser, project, path):
    page = browser.get(path).content.decode()
    for field in re.findall(r"<(?:textarea|input)[^>]*>", page):
        kind = re.search(r'type="(\w+)"', field)
        if kind is None or kind[1] == "text":
            assert 'spellcheck="false"' in field, field
            assert 'autocomplete="off"' in field, field


def test_a_database_that_is_away_loses_nothing(browser, ask, monkeypatch):
    page = ask()
    fields = {**fields_of(page), "saved": "yes"}

    def away(_projects):
        raise DatabaseError

    monkeypatch.setattr(OrganisationQuerySet, "set_up", away)
    failed = browser.post("/report/", {**fields, "do": "send"})
    assert failed.status_code == 503
    assert fields_of(failed) == {**fields_of(page), "saved": ["yes"]}
    typed = {"what": [WHAT], "who_tel": ["0770", "0771"], "not-kept": ["-"]}
    failed_early = browser.post("/report/", typed)
    assert failed_early.status_code == 503
    assert fields_of(failed_early) == typed
    monkeypatch.undo()
    assert browser.post("/report/", {**fields_of(failed), "do": "send"}).status_code == 200
    assert Report.objects.count() == 1


def test_a_second_project_that_opens_meanwhile_loses_nothing(browser, project, request):
    page = browser.get("/report/").content.decode()
    action = re.search(r'id="questions" action="([^"]+)"', page)[1]
    request.getfixturevalue("other_project")
    assert len(words_of(browser.post(action, {"what": WHAT}))) == 7


def test_a_confirmation_lost_after_a_change_of_key_is_given_again(browser, ask, project, rotate):
    fields = {**fields_of(ask()), "saved": "yes", "do": "send"}
    rotate(project)
    assert browser.post("/report/", fields).status_code == 200
    assert browser.post("/report/", fields).status_code == 200
    assert Report.objects.count() == 1


def test_another_report_under_a_used_identifier_is_not_taken_for_the_first(browser, ask):
    first, second = fields_of(ask()), fields_of(ask())
    browser.post("/report/", {**first, "saved": "yes", "do": "send"})
    crossed = {**second, "uid": first["uid"], "saved": "yes", "do": "send"}
    assert browser.post("/report/", crossed).status_code == 409
    assert Report.objects.count() == 1


def test_characters_that_swell_when_they_are_written_down_are_too_long(browser, project):
    swelling = "\x01"
    page = browser.post(
        "/report/",
        {
            "what": swelling * forms.MOST_WHAT,
            "who_description": [swelling * forms.MOST_DESCRIPTION] * forms.MOST_ROWS,
            "who_tel": [swelling * forms.MOST_VALUE] * forms.MOST_ROWS,
            "who_email": [swelling * forms.MOST_VALUE] * forms.MOST_ROWS,
        },
    )
    assert page.status_code == 422
    assert "too long to send" in page.content.decode()


def other_language(page):
    """The button that shows a page in the other language: its form, address and what it says."""
    button = re.search(r'<button[^>]*form="([^"]+)"[^>]*formaction="([^"]+)"[^>]*>', page)
    form, address = button.groups()
    place = page[: page.index(f'<form id="{form}"')].count("<form")
    return place, address, re.search(r'value="([^"]+)"', button[0])[1]


def in_other_language(browser, response, status=200, **typed):
    place, address, do = other_language(response.content.decode())
    answer = browser.post(address, {**fields_of(response, place), **typed, "do": do})
    assert answer.status_code == status
    assert 'lang="pt-br"' in answer.content.decode()
    return answer


def test_the_questions_keep_what_was_typed_when_the_language_is_changed(browser, ask):
    questions = browser.post("/report/", {**fields_of(ask()), "do": "change"})
    page = in_other_language(browser, questions, what="Something else", who_tel="0770")
    assert fields_of(page)["what"] == ["Something else"]
    assert fields_of(page)["who_tel"] == ["0770"]
    assert fields_of(page)["words"] == fields_of(questions)["words"]


def test_the_page_of_words_keeps_all_when_the_language_is_changed(browser, ask):
    page = ask(consents=["warn"])
    changed = in_other_language(browser, page)
    assert words_of(changed) == words_of(page)
    assert fields_of(changed) == fields_of(page)
    sent = browser.post("/pt-br/report/", {**fields_of(changed), "saved": "yes", "do": "send"})
    assert sent.status_code == 200
    assert Consent.objects.get().scope == "warn"


def test_a_conversation_keeps_a_typed_message_when_the_language_is_changed(browser, send, reopen):
    words, _ = send()
    page = in_other_language(browser, reopen(words), message="Not sent yet")
    assert "Not sent yet</textarea>" in page.content.decode()
    assert "hit me" in page.content.decode()
    assert not Record.objects.filter(kind=RecordKind.REPORTER_MESSAGE).exists()


def test_a_request_for_review_keeps_what_was_typed_when_the_language_is_changed(browser, project):
    page = browser.post("/review/", {"identifier": "", "what": "It was mine since March."})
    changed = in_other_language(browser, page)
    assert "It was mine since March.</textarea>" in changed.content.decode()
    assert not ReviewRequest.objects.exists()


def test_the_page_of_a_failure_keeps_all_when_the_language_is_changed(browser, ask, monkeypatch):
    def away(*_given):
        raise DatabaseError

    sealed = ask()
    with monkeypatch.context() as broken:
        broken.setattr(report_form, "submit", away)
        failed = browser.post("/report/", {**fields_of(sealed), "saved": "yes", "do": "send"})
        broken.setattr(OrganisationQuerySet, "set_up", away)
        failed_early = browser.post("/report/", {"what": WHAT, "who_tel": ["0770", "0771"]})
    shown = in_other_language(browser, failed)
    assert "Guarde suas sete palavras" in shown.content.decode()
    assert fields_of(shown) == fields_of(sealed)
    asked = in_other_language(browser, failed_early)
    assert "O que aconteceu?" in asked.content.decode()
    assert fields_of(asked)["who_tel"] == ["0770", "0771"]
    assert fields_of(asked)["what"] == [WHAT]


def test_a_message_to_a_report_that_is_gone_outlives_a_change_of_language(browser, send, reopen):
    words, _ = send()
    reopen(words, do="erase")
    gone = reopen(words, message="Do not lose me", do="message")
    page = in_other_language(browser, gone, status=404, message="Do not lose me")
    assert ">Do not lose me</textarea>" in page.content.decode()


def test_before_anything_is_sent_the_page_says_that_a_change_of_language_empties_it(browser, ask):
    assert "Choose the language first." in browser.get("/report/").content.decode()
    assert "Choose the language first." not in ask(what="").content.decode()


@pytest.mark.parametrize("do", ["older", "open", "save", "ask-to-erase", "lock"])
def test_what_is_typed_stays_whatever_else_is_pressed(send, reopen, monkeypatch, do):
    monkeypatch.setattr(conversation, "PAGE", 2)
    words, _confirmed = send()
    for text in ("one", "two", "three"):
        page = reopen(words, do="message", message=text, uid="")
    button = re.search(rf"<button[^>]*[^n] name=\"do\" value=\"{do}\"", page.content.decode())[0]
    assert 'form="message-form"' in button
    fields = form_with(page, "message")
    assert fields["message"] == [""]
    page = reopen(**{**fields, "message": "half wr", "given": "warn", "do": do})
    assert ">half wr</textarea>" in page.content.decode()
    assert form_with(page, "message")["uid"] == fields["uid"]
    assert not Record.objects.filter(uid=fields["uid"][0]).exists()


@pytest.mark.parametrize("do", ["older", "message", "lock", "open"])
def test_a_permission_not_saved_yet_stays_as_it_was_ticked(send, reopen, do):
    words, _confirmed = send(consents=["full"])
    fields = fields_of_id(reopen(words), "message-form")
    page = reopen(**{**fields, "message": "half wr", "given": ["count"], "do": do})
    shown = page.content.decode()
    assert "checked" in re.search(r'<input[^>]* id="consent-count"[^>]*>', shown)[0]
    assert "checked" not in re.search(r'<input[^>]* id="consent-full"[^>]*>', shown)[0]
    assert shown.count("Not saved yet") == 1
    assert "Not saved yet" not in reopen(words).content.decode()
    assert consent.active(Report.objects.get()) == frozenset()


def test_other_pages_of_messages_begin_at_the_messages(send, reopen, monkeypatch):
    monkeypatch.setattr(conversation, "PAGE", 2)
    words, _confirmed = send()
    for text in ("one", "two", "three"):
        page = reopen(words, do="message", message=text, uid="")
    shown = page.content.decode()
    assert re.search(r'formaction="#messages-title" name="do" value="older"', shown)
    assert 'id="messages-title"' in shown
    assert shown.index('href="#message"') < shown.index('id="talk"')
    assert re.search(r'<textarea[^>]* id="message"', shown)


def test_older_messages_come_page_by_page(send, reopen, project, monkeypatch):
    monkeypatch.setattr(conversation, "PAGE", 2)
    words, _confirmed = send()
    for text in ("one", "two", "three", "four", "five"):
        page = reopen(words, do="message", message=text, uid="")
    shown = []
    while True:
        shown.append(re.findall(r">(one|two|three|four|five)<", page.content.decode()))
        older = [
            form for form in Fields(page.content.decode()).forms if form.get("before", [""])[0]
        ]
        if not older:
            break
        page = reopen(words, do="older", before=older[0]["before"][0])
    assert shown == [["four", "five"], ["two", "three"], ["one"]]
    assert "Show the newest messages" in page.content.decode()
    page = reopen(words, do="open")
    assert re.findall(r">(one|two|three|four|five)<", page.content.decode()) == ["four", "five"]
