"""A desk full of records that were sealed to do harm: each keeps its line and harms no other."""

import re
from uuid import uuid4

import pytest
from journeys.desk import (
    lines,
    open_report,
    press,
    say,
    see,
    seed_desk,
    send_photo,
    send_report,
    start_at_desk,
)
from journeys.hostile import READABLE, TURNED, TURNED_SHOWN, UNREADABLE
from journeys.reporter import WORDS, come_back
from playwright.sync_api import expect
from reports.writer import Writer
from warned.asker import sealed_for, send

from unsilenced.demo.invented_people import invent_caseworker
from unsilenced.people.models import User
from unsilenced.reports import conversation
from unsilenced.reports.models import Report
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import derive, parse_receipt
from unsilenced.warnings.models import ReviewRequest


@pytest.fixture
def amara(caseworker):
    return caseworker("amara")


def seal_all(project, sealed):
    for inside in sealed:
        Writer.of(project).sent(text=inside)


def add(writer, inside, kind):
    report = Report.objects.get(uid=writer.report)
    adding = {
        RecordKind.REPORTER_MESSAGE: conversation.add_reporter_message,
        RecordKind.PROJECT_MESSAGE: conversation.add_project_message,
        RecordKind.NOTE: conversation.add_note,
    }
    adding[kind](report, writer.seal(inside, kind))


def show_older(page, button, rows, count):
    """Show older ones until all are there."""
    while rows.count() < count:
        before = rows.count()
        press(page, button)
        expect(rows).not_to_have_count(before)
    expect(rows).to_have_count(count)


def open_number(page, writer):
    page.goto(f"/desk/reports/{writer.report}/")


def test_every_line_stands_and_older_reports_follow(page, project, amara):
    send_report(project, what="The oldest of all.")
    for number in range(45):
        send_report(project, what=f"An honest report, {number}.")
    seal_all(project, UNREADABLE.values())
    seal_all(project, READABLE.values())
    send_report(project, what="The newest of all.")
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(47 + len(UNREADABLE) + len(READABLE))
    for told in ("The newest of all.", "An honest report, 0.", "The oldest of all."):
        expect(lines(page).filter(has_text=told)).to_have_count(1)
    expect(page.get_by_text("Cannot be read", exact=True)).to_have_count(len(UNREADABLE))
    expect(page.get_by_text("Longer than it may be")).to_have_count(2)
    expect(page.locator("#lines .start", has_text="Evil")).to_have_text(TURNED_SHOWN)
    page.get_by_label("Search in what is opened here").fill("the oldest")
    expect(lines(page)).to_have_count(1)
    open_report(page, "The oldest of all.")


def test_a_report_that_cannot_be_read_says_so_and_what_follows_it_is_read(page, project, amara):
    writer = Writer.of(project)
    writer.sent(text=UNREADABLE["a value without methods"])
    say(writer, "I am sorry, my phone wrote rubbish.")
    start_at_desk(page, amara)
    expect(lines(page)).to_contain_text("Not written by our pages")
    with page.expect_response("**/opened"):
        open_number(page, writer)
    see(page, "This report cannot be read")
    expect(page.get_by_text("What was said later stands below.")).to_be_visible()
    expect(page.get_by_role("heading", name="What was said")).to_be_hidden()
    expect(page.locator("#talk")).to_contain_text("my phone wrote rubbish")
    page.get_by_label("Your answer").fill("Write to us again.")
    press(page, "Send the answer")
    expect(page.locator("#talk li")).to_have_count(2)


def test_the_way_to_set_rubbish_aside_stands_where_it_is_told(page, project, amara):
    writer = Writer.of(project)
    writer.sent(text=UNREADABLE["no JSON"])
    start_at_desk(page, amara)
    open_number(page, writer)
    see(page, "This report cannot be read")
    expect(page.get_by_text("What was said later stands below.")).to_be_hidden()
    page.get_by_role("link", name="Set it aside, or delete it for good").click()
    expect(page.get_by_role("heading", name="Out of the way")).to_be_focused()
    press(page, "Set aside")
    expect(page.get_by_text("This report is set aside")).to_be_visible()


@pytest.mark.parametrize(
    "kind", [RecordKind.REPORTER_MESSAGE, RecordKind.PROJECT_MESSAGE, RecordKind.NOTE]
)
def test_a_message_that_cannot_be_read_hides_none_beside_it(page, project, amara, kind):
    writer = send_report(project, what="He hit me.")
    conversation.mark_opened(Report.objects.get(uid=writer.report))
    for inside in [*UNREADABLE.values(), *READABLE.values()]:
        add(writer, inside, kind)
    say(writer, "An honest word.", kind)
    start_at_desk(page, amara)
    open_report(page, "He hit me.")
    said = page.locator("#notes li" if kind is RecordKind.NOTE else "#talk li")
    expect(said.last).to_contain_text("An honest word.")
    count = len(UNREADABLE) + len(READABLE) + 1
    show_older(page, "Show older messages and notes", said, count)
    expect(said.filter(has_text="This cannot be read.")).to_have_count(len(UNREADABLE))
    expect(said.filter(has_text="It was longer")).to_have_count(1)
    expect(said.filter(has_text="Evil").locator(".unseen")).to_have_count(6)
    expect(said.last).to_contain_text("An honest word.")
    page.goto("/desk/")
    expect(lines(page)).to_have_count(1)
    search = page.get_by_label("Search in what is opened here")
    search.fill("honest word")
    expect(lines(page)).to_have_count(1)
    search.fill("nowhere to be found")
    expect(page.get_by_text("Nothing found.")).to_be_visible()


def test_a_photo_whose_description_cannot_be_read_says_so(page, project, amara):
    writer = send_report(project, what="He hit me.")
    for inside in (b'{"v":1,"size":{"toString":1}}', b"[" * 4_000):
        send_photo(writer, b"a picture", inside)
    start_at_desk(page, amara)
    open_report(page, "He hit me.")
    for number in (1, 2):
        press(page, f"Show photo {number}")
        failed = page.locator("#photos li").nth(number - 1).get_by_role("alert")
        expect(failed).to_have_text("This photo cannot be opened or read.")


def test_nobody_speaks_under_the_name_of_another(page, project, amara):
    joel = invent_caseworker(project, "Joel").user
    gone = invent_caseworker(project, "Gone").user
    User.objects.filter(pk=gone.pk).update(removed_on=gone.joined_on)
    writer = send_report(project, what="He hit me.")
    say(writer, "From the writer", RecordKind.REPORTER_MESSAGE, by="Joel")
    say(writer, "From the writer too", RecordKind.REPORTER_MESSAGE, by=str(joel.pk))
    say(writer, "By a name of before", RecordKind.PROJECT_MESSAGE, by="Joel")
    say(writer, "By who left", RecordKind.PROJECT_MESSAGE, by=str(gone.pk))
    say(writer, "By a stranger", RecordKind.PROJECT_MESSAGE, by="Chief Inspector")
    say(writer, "A note by a stranger", RecordKind.NOTE, by="Joel\u202e")
    start_at_desk(page, amara)
    open_report(page, "He hit me.")
    names = page.locator("#talk .who").all_inner_texts()
    expected = ["The writer", "The writer", "Joel", "Gone", "Your team"]
    assert [name.split(",")[0] for name in names] == expected
    expect(page.locator("#notes .who")).to_have_text(re.compile("^Your team"))


def test_what_strangers_write_turns_no_line_wherever_it_is_shown(page, project, amara):
    writer = send_report(
        project,
        what=TURNED,
        contact=TURNED,
        who=[{"kind": "tel", "value": TURNED}],
        answer="contact",
    )
    say(writer, TURNED)
    start_at_desk(page, amara)
    expect(page.locator("#boxes")).to_contain_text("stand for a mark that cannot be seen")
    page.locator("#lines a").click()
    expect(page.locator("#answers")).to_contain_text(TURNED_SHOWN)
    expect(page.locator("#talk")).to_contain_text(TURNED_SHOWN)
    explained = "a number stand for a mark that cannot be seen"
    expect(page.locator("#talk")).to_contain_text(explained)
    expect(page.locator("#answers").get_by_text(explained)).to_have_count(3)
    raw = page.evaluate("document.body.innerText.match(/[\\u202a-\\u202e\\u2066-\\u2069\\u200b]/g)")
    assert raw is None


def test_requests_for_review_that_cannot_be_read_keep_their_place(page, project, amara):
    small = [each for each in UNREADABLE.values() if 0 < len(each) < 16_000]
    for inside in [*small, b""]:
        uid = uuid4()
        sealed = sealed_for(uid, project, inside, what="Not me.")
        assert send({"uid": str(uid), "sealed": [sealed]}).status_code == 201
    assert ReviewRequest.objects.count() == len(small) + 1
    seed_desk(page, amara)
    page.goto("/desk/review-requests/")
    expect(page.locator("#requests > li")).to_have_count(len(small) + 1)
    expect(page.get_by_text("This cannot be read.")).to_have_count(len(small))
    expect(page.locator("#requests")).to_contain_text("Not me.")


def test_a_reporter_reads_the_answers_beside_those_that_cannot_be_read(page, project):
    joel = invent_caseworker(project, "Joel").user
    writer = Writer.of(project, derive(parse_receipt(WORDS)))
    writer.sent(text=UNREADABLE["another version"])
    for inside in [*UNREADABLE.values(), *READABLE.values()]:
        add(writer, inside, RecordKind.PROJECT_MESSAGE)
    say(writer, "An honest answer.", RecordKind.PROJECT_MESSAGE, by=f"{joel.pk} {joel.name}")
    say(writer, "Not by the police.", RecordKind.PROJECT_MESSAGE, by="Chief Inspector")
    say(writer, "My own words.", by="Joel")
    come_back(page, WORDS)
    said = page.locator("#talk li")
    expect(said.last).to_contain_text("My own words.")
    count = len(UNREADABLE) + len(READABLE) + 3
    show_older(page, "Show older messages", said, count)
    expect(page.get_by_text("This message cannot be opened.")).to_have_count(len(UNREADABLE))
    expect(page.get_by_text("This cannot be read.")).to_be_visible()
    expect(said.filter(has_text="Evil").locator(".unseen")).to_have_count(6)
    expect(said.filter(has_text="An honest answer.").locator(".who")).to_contain_text("Joel")
    expect(said.filter(has_text="Not by the police.").locator(".who")).to_contain_text("Willow")
    expect(said.filter(has_text="My own words.").locator(".who")).to_contain_text("You")
    expect(said.filter(has_text="My own words.").locator(".who")).not_to_contain_text("Joel")
