"""Rubbish leaves the inbox's list, and goes for good with a colleague's yes; its writer is told."""

import re

import pytest
from django.utils import timezone
from journeys.desk import (
    lines,
    open_desk,
    open_report,
    press,
    see,
    seed_desk,
    send_report,
    start_at_desk,
)
from journeys.hostile import UNREADABLE
from journeys.reporter import WORDS
from playwright.sync_api import expect
from reports.writer import Writer, as_json

from unsilenced.cases import removal
from unsilenced.cases.models import SetAside
from unsilenced.people.models import User
from unsilenced.reports.models import Report
from unsilenced.sealing.receipt import derive, parse_receipt


@pytest.fixture
def amara(caseworker):
    return caseworker("amara")


def dialog(page, button):
    """Press the main button of the dialog that is open."""
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()


def test_rubbish_is_set_aside_and_put_back(page, project, amara):
    send_report(project, what="Rubbish.")
    send_report(project, what="He hit me.")
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(2)
    open_report(page, "Rubbish.")
    press(page, "Set aside")
    expect(page.get_by_text("This report is set aside")).to_be_visible()
    page.get_by_role("link", name="Inbox").last.click()
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text("He hit me.")
    page.get_by_role("radio", name=re.compile("Set aside")).check()
    expect(lines(page)).to_contain_text("Rubbish.")
    lines(page).click()
    press(page, "Put back into the inbox")
    expect(page.get_by_text("This report is in the inbox.")).to_be_visible()


def test_a_report_goes_for_good_with_a_colleagues_yes_and_its_writer_is_told(
    window, project, amara, caseworker
):
    keys = derive(parse_receipt(WORDS))
    Writer.of(project, keys).sent(text=UNREADABLE["a value without methods"])
    page, other = open_desk(window), open_desk(window)
    start_at_desk(page, amara)
    lines(page).click()
    press(page, "Delete for good…")
    dialog(page, "Ask to delete it")
    expect(page.get_by_text("You asked on")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, delete it for good…")).to_be_hidden()
    start_at_desk(other, caseworker("bea"))
    expect(lines(other)).to_have_count(0)
    asked = other.get_by_text("Somebody asked to delete 1 report for good.")
    expect(asked).to_be_visible()
    other.get_by_role("link", name="Look at it").click()
    expect(other.get_by_text("amara asked on")).to_be_visible()
    other.get_by_role("link", name="Inbox").last.click()
    other.get_by_role("radio", name=re.compile("Set aside")).check()
    expect(lines(other)).to_contain_text("Goes on")
    lines(other).click()
    expect(other.get_by_text("amara asked on")).to_be_visible()
    press(other, "Yes, delete it for good…")
    dialog(other, "Cancel")
    press(other, "Yes, delete it for good…")
    dialog(other, "Delete it for good")
    see(other, "Inbox")
    expect(other.get_by_text("The report is deleted for good.")).to_be_focused()
    assert "#" not in other.url
    expect(lines(other)).to_have_count(0)
    # The person who asked still has the list open, and its link.
    page.reload()
    expect(page.get_by_text("Your project or its writer deleted it")).to_be_visible()
    expect(page.locator(".loading")).to_have_count(0)
    assert Report.objects.get().deleted_on is not None
    writer = window().new_page()
    writer.goto("/return/")
    writer.get_by_label("Seven words, with a space after each").fill(WORDS)
    press(writer, "Open")
    see(writer, "The project deleted your report")
    writer.set_viewport_size({"width": 320, "height": 640})
    assert writer.evaluate("document.documentElement.scrollWidth") <= 320
    press(writer, "Delete the mark")
    see(writer, "Everything is deleted")
    assert Report.objects.get().lookup_hash is None
    expect(writer.get_by_role("heading", name="The project deleted your report")).to_be_hidden()


def test_a_search_names_what_it_finds_in_the_other_list(page, project, amara):
    send_report(project, what="Rubbish one.")
    removal.set_aside(Report.objects.get(), amara.user)
    send_report(project, what="He hit me.")
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(1)
    expect(page.get_by_role("button", name="in Set aside")).to_be_hidden()
    page.get_by_label("Search in what is opened here").fill("rubbish")
    expect(lines(page)).to_have_count(0)
    press(page, "1 in Set aside")
    expect(lines(page)).to_contain_text("Rubbish one.")
    expect(page.get_by_role("radio", name="Set aside")).to_be_focused()
    page.get_by_label("Search in what is opened here").fill("hit")
    press(page, "1 in the inbox")
    expect(lines(page)).to_contain_text("He hit me.")


def test_all_that_cannot_be_read_is_set_aside_at_once(page, project, amara):
    for inside in UNREADABLE.values():
        Writer.of(project).sent(text=inside)
    send_report(project, what="He hit me.")
    start_at_desk(page, amara)
    count = len(UNREADABLE)
    expect(lines(page)).to_have_count(count + 1)
    press(page, f"Set aside {count} that cannot be read…")
    # The connection fails in the middle: what is done is done, and a second press does the rest.
    tried = []

    def fail_once(route):
        tried.append(route.request.url)
        if len(tried) == 3:
            return route.abort()
        return route.continue_()

    page.route("**/aside", fail_once)
    dialog(page, "Set them aside")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("connection failed")
    dialog(page, "Cancel")
    expect(lines(page)).to_have_count(count - 1)
    press(page, f"Set aside {count - 2} that cannot be read…")
    dialog(page, "Set them aside")
    expect(page.get_by_text(f"{count - 2} reports are set aside.")).to_be_focused()
    expect(lines(page)).to_have_count(1)
    expect(page.get_by_role("button", name="that cannot be read")).to_be_hidden()
    assert SetAside.objects.count() == count
    assert set(SetAside.objects.values_list("deletion_asked_on", flat=True)) == {None}


def test_an_unreadable_report_with_a_message_stays_in_the_inbox(page, project, amara):
    for _ in range(2):
        writer = Writer.of(project)
        writer.sent(text=UNREADABLE["a value without methods"])
    message = writer.seal(b'{"v":1,"text":"Please help me, he came back."}')
    assert writer.call("/return/messages", as_json(message)).status_code == 201
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(2)
    expect(lines(page).filter(has_text="A message came")).to_have_count(1)
    press(page, "Set aside 1 that cannot be read…")
    dialog(page, "Set them aside")
    expect(page.get_by_text("1 report is set aside.")).to_be_focused()
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text("A message came")
    page.get_by_label("Search in what is opened here").fill("help")
    expect(page.get_by_text("1 report is set aside.")).to_be_hidden()


@pytest.mark.parametrize("day", ["2026-11-30", "2019-11-30"])
def test_the_day_of_a_line_stays_inside_it_in_portuguese(page, project, amara, day):
    page.set_viewport_size({"width": 1280, "height": 800})
    send_report(project, what="He hit me.")
    Report.objects.update(received_on=day)
    seed_desk(page, amara)
    page.goto("/pt-br/desk/")
    expect(lines(page)).to_have_count(1)
    over = "e => { const r = document.createRange(); r.selectNodeContents(e);"
    over += " const line = e.closest('.line'), edge = line.getBoundingClientRect().right;"
    over += " return r.getBoundingClientRect().right - edge"
    over += " + parseFloat(getComputedStyle(line).paddingRight); }"
    assert lines(page).locator("time").evaluate(over) <= 0


@pytest.mark.parametrize("width", [320, 1280])
def test_what_an_unopened_report_is_called_stands_on_one_line(page, project, amara, width):
    page.set_viewport_size({"width": width, "height": 800})
    send_report(project, what="He hit me.")
    start_at_desk(page, amara)
    number = lines(page).locator(".number")
    expect(number).to_have_text(Report.objects.get().reference)
    boxes = "e => { const r = document.createRange(); r.selectNodeContents(e);"
    boxes += " return r.getClientRects().length; }"
    assert number.evaluate(boxes) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_came_later_is_told_why_they_cannot_say_yes(page, project, amara, caseworker):
    bea = caseworker("bea").user
    send_report(project, what="Rubbish.")
    removal.ask_to_delete(Report.objects.get(), bea)
    User.objects.filter(pk=amara.user.pk).update(joined_on=timezone.localdate())
    start_at_desk(page, amara)
    page.get_by_role("link", name="Look at it").click()
    expect(page.locator("#removal-text")).to_contain_text("Only somebody who was here before")
    expect(page.get_by_role("button", name="Yes, delete it for good…")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep it")).to_be_visible()


def test_a_colleague_can_keep_what_somebody_wants_to_delete(page, project, amara):
    send_report(project, what="Not rubbish at all.")
    start_at_desk(page, amara)
    open_report(page, "Not rubbish")
    press(page, "Delete for good…")
    dialog(page, "Ask to delete it")
    press(page, "Keep it")
    expect(page.get_by_text("This report is set aside")).to_be_visible()


def test_the_keyboard_alone_removes_a_report_on_a_narrow_screen(page, project, amara):
    page.set_viewport_size({"width": 320, "height": 640})
    send_report(project, what="Rubbish.")
    start_at_desk(page, amara)
    open_report(page, "Rubbish.")
    page.get_by_role("button", name="Delete for good…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ask to delete this report for good?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#removal-text")).to_be_focused()
    expect(page.locator("#removal-text")).to_contain_text("You asked on")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
