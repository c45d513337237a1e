"""Reporting while far too much is being sent, and while there is no room, in Chromium."""

import dataclasses

import pytest
from journeys.reporter import (
    WHAT,
    answer_shortly,
    come_back,
    go_on,
    picture,
    press,
    report,
    save_and_send,
    see,
    sent_report,
)
from playwright.sync_api import expect

from unsilenced.reports.intake import flood, quotas
from unsilenced.reports.models import ClosedHour, Report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def limits(settings):
    flood.sent.forget()

    def to(**given):
        settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, workers=1, **given)

    return to


def test_in_a_flood_the_browser_does_its_work_by_itself_and_says_so(page, project, limits):
    limits(sends_a_minute=1)
    flood.count()
    statuses = []
    page.on(
        "response",
        lambda answer: answer.url.endswith("/report/send") and statuses.append(answer.status),
    )
    page.add_init_script(
        """new MutationObserver((changes) => {
          for (const { target } of changes) {
            const text = target.textContent;
            if (text?.includes("Very much is being sent just now")) document.title = "worked";
          }
        }).observe(document, { childList: true, subtree: true, characterData: true });"""
    )
    report(page)
    assert statuses == [429, 201]
    assert page.title() == "worked"
    assert sent_report(project)["what"] == WHAT


def test_where_there_is_no_room_the_writer_is_told_and_loses_nothing(window, project, limits):
    page = window(permissions=["clipboard-read", "clipboard-write"]).new_page()
    limits(unopened_reports_a_day=1, sends_a_minute=1000)
    report(page)
    quotas.look_each_hour()
    page.goto("/report/")
    expect(page.get_by_text("may not be possible to send it before tomorrow")).to_be_visible()
    answer_shortly(page)
    go_on(page)
    save_and_send(page)
    failed = page.locator("#send-failed")
    expect(failed).to_contain_text("More came in today than we can take. Try again tomorrow.")
    expect(failed).to_contain_text(
        "Your report is not sent, and your seven words open nothing yet. What you wrote is in "
        "this tab only. Keep this tab open, or copy it."
    )
    expect(failed).not_to_contain_text("Press Send to try again")
    press(page, "Copy what I wrote")
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert WHAT in page.evaluate("navigator.clipboard.readText()")
    assert Report.objects.count() == 1
    limits(unopened_reports_a_day=2, sends_a_minute=1000)
    # The hour ends.
    ClosedHour.objects.all().delete()
    press(page, "Send")
    see(page, "Your report is sent")
    assert Report.objects.count() == 2


def to_the_words(page):
    answer_shortly(page)
    go_on(page)
    see(page, "Save your seven words")


def test_work_that_is_done_is_not_done_again_when_the_connection_is_lost(page, project, limits):
    limits(sends_a_minute=1)
    flood.count()
    answers, lost = [], []

    def cut_what_is_solved(route):
        if "puzzle" in route.request.headers and len(lost) < 2:
            lost.append(route.request.headers["puzzle"])
            route.abort("connectionreset")
        else:
            answer = route.fetch()
            answers.append(answer.status)
            route.fulfill(response=answer)

    page.route("**/report/send", cut_what_is_solved)
    to_the_words(page)
    save_and_send(page)
    expect(page.locator("#send-failed")).to_contain_text("The connection failed.")
    press(page, "Send")
    see(page, "Your report is sent")
    assert answers == [429, 201]


def make_it_endless(route):
    answer = route.fetch()
    puzzle = {**answer.json()["puzzle"], "bits": 255}
    route.fulfill(response=answer, json={**answer.json(), "puzzle": puzzle})


def test_the_work_for_a_photo_can_be_stopped_and_done_later(page, project, limits):
    words = report(page)
    come_back(page, words)
    limits(sends_a_minute=1)
    flood.count()
    page.route("**/return/attachments", make_it_endless)
    page.locator("#photos").set_input_files([picture()])
    press(page, "Send the photos")
    press(page, "Stop")
    expect(page.get_by_text("Sending the photos has stopped.")).to_be_focused()
    expect(page.get_by_text("You stopped it.")).to_be_visible()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
    page.unroute("**/return/attachments")
    press(page, "Try again")
    expect(page.get_by_text("1 photo is sent.")).to_be_visible()


def test_the_work_can_be_stopped_and_nothing_is_lost(page, project, limits):
    limits(sends_a_minute=1)
    flood.count()
    page.route("**/report/send", make_it_endless)
    to_the_words(page)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
    words = save_and_send(page)
    press(page, "Stop")
    expect(page.locator("#send-failed")).to_be_focused()
    expect(page.locator("#send-failed")).to_contain_text("You stopped it.")
    # Somebody may have come in: nothing of the report is on the screen.
    expect(page.locator("#report-written")).to_be_hidden()
    expect(page.locator("#report-written")).to_have_value("")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
    assert Report.objects.count() == 0
    # What was refused is nowhere, so it can still be changed.
    expect(page.get_by_role("button", name="Back", exact=True)).to_be_visible()
    page.unroute("**/report/send")
    press(page, "Send")
    see(page, "Your report is sent")
    come_back(page, words)
    expect(page.get_by_text(WHAT)).to_be_visible()
