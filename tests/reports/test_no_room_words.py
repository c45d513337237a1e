"""What people read if their report cannot be sent today: where it is kept, and whom to ask."""

import dataclasses

import pytest
from django.test import Client
from reports.test_plain import fields_of
from reports.writer import Writer, as_json, call

from unsilenced.reports.intake import flood, quotas, storage
from unsilenced.reports.intake.storage import Stored

pytestmark = pytest.mark.django_db

NOT_SENT = "Your report is not sent, and your seven words open nothing yet."
CONTACT = "Willow telephone: 020 7946 0000"


@pytest.fixture(params=["today", "room"])
def no_room(request, project, settings, monkeypatch):
    """Use up what a project accepts in a day, or leave no room at all."""

    def make(**given):
        full = {"workers": 1, "unopened_reports_a_day": 1, **given}
        settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, **full)
        flood.sent.forget()
        if request.param == "today":
            Writer.of(project).sent()
            quotas.look_each_hour()
        else:
            monkeypatch.setattr(storage, "is_short", lambda what: what is Stored.WRITING)
        return {"today": "tomorrow", "room": "in an hour"}[request.param]

    return make


@pytest.fixture
def browser():
    return Client(headers={"Accept": "text/html"})


def told(project):
    return call("/report/send", as_json(Writer.of(project).submission())).json()["error"]["message"]


def test_the_message_says_when_to_try_again_and_promises_nothing(project, no_room):
    when = no_room()
    message = told(project)
    assert when in message
    assert "lost" not in message
    assert "foot" not in message


def test_the_foot_of_the_page_is_named_where_somebody_stands_there(project, no_room):
    no_room(site_contact=(CONTACT,))
    assert "see the foot of this page" in told(project)


def test_it_is_said_before_anybody_writes_and_before_the_words(browser, project, no_room):
    assert "may not be possible to send" not in browser.get("/report/").content.decode()
    when = no_room(site_contact=(CONTACT,))
    asked = browser.get("/report/")
    words = browser.post("/report/", {"what": "He hit me.", "answer": "receipt"})
    for page in (asked, words):
        notice = notice_of(page)
        assert when in notice
        assert "020 7946 0000" in notice


def notice_of(page):
    return page.content.decode().partition("may not be possible to send")[2].partition("</div>")[0]


def test_who_can_only_wait_is_told_whom_to_call_though_the_site_names_nobody(
    browser, project, no_room
):
    words = browser.post("/report/", {"what": "He hit me.", "answer": "receipt"})
    no_room(site_contact=())
    asked = browser.get("/report/")
    assert 'call <a href="tel:999"><strong>999</strong></a>' in notice_of(asked)
    where_refused = asked.content.decode().partition('id="keep-report"')[2].partition("</div>")[0]
    assert 'call <a href="tel:999"><strong>999</strong></a>' in where_refused
    refused = browser.post("/report/", {**fields_of(words), "saved": "yes", "do": "send"})
    assert 'call <a href="tel:999"><strong>999</strong></a>' in refused.content.decode()


def test_without_javascript_the_page_says_that_it_alone_holds_the_report(browser, project, no_room):
    words = browser.post("/report/", {"what": "He hit me.", "answer": "receipt"})
    no_room()
    refused = browser.post("/report/", {**fields_of(words), "saved": "yes", "do": "send"})
    assert refused.status_code in {429, 503}
    page = refused.content.decode()
    assert NOT_SENT in page
    assert "kept in this page, and nowhere else. Keep this page open" in page
    message = browser.post("/return/", {"words": "", "do": "message", "message": "x"})
    assert NOT_SENT not in message.content.decode()
