"""A caseworker reads, answers, notes, hands over, finds and writes down reports."""

import datetime as dt
import io
import json
import re

import pytest
from django.utils import timezone
from journeys.desk import (
    answers_to,
    lines,
    log_in,
    open_desk,
    open_report,
    pass_on,
    press,
    say,
    see,
    send_photo,
    send_report,
    start_at_desk,
)
from PIL import Image
from playwright.sync_api import expect
from reports.writer import Writer, as_json, rotated
from stored_records import key_of, reporter_wrap_of

from unsilenced.cases.models import Case
from unsilenced.people.models import KeyGrant
from unsilenced.records.models import Record, Wrap
from unsilenced.reports import conversation
from unsilenced.reports.models import Consent, Report, SealedBy
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import derive, parse_receipt


@pytest.fixture
def amara(caseworker):
    return caseworker("amara")


def received(writer, day):
    """Have a report received on another day: within one day reports have no order."""
    Report.objects.filter(uid=writer.report).update(received_on=day)


def answer(page, text):
    page.get_by_label("Your answer").fill(text)
    press(page, "Send the answer")


def test_a_sealed_report_is_read_and_the_answer_opens_with_the_receipt(page, project, amara):
    writer = send_report(project, borough="E09000012", consents=["warn"])
    start_at_desk(page, amara)
    expect(lines(page)).to_contain_text("He took my money and hit me.")
    expect(lines(page)).to_contain_text("Hackney")
    expect(lines(page)).to_contain_text("New")
    open_report(page, "He took my money")
    expect(page.get_by_role("heading", level=1)).to_have_text("Report 1")
    expect(page).to_have_title(re.compile("^Report 1 · "))
    expect(page.locator("#answers")).to_contain_text("In the last week")
    expect(page.locator('#agreed [data-given="true"]')).to_have_text(re.compile("Warn others"))
    expect(page.locator('#agreed [data-given="false"]')).to_have_count(4)
    answer(page, "We believe you. How are you today?")
    expect(page.locator("#talk")).to_contain_text("We believe you. How are you today?")
    expect(page.get_by_label("Your answer")).to_have_value("")
    assert answers_to(writer) == [
        {
            "v": 1,
            "text": "We believe you. How are you today?",
            "by": f"{amara.user.id} {amara.user.name}",
        }
    ]
    expect(page.locator("#tags")).to_contain_text("Answered")


def test_the_day_of_the_first_opening_is_kept(page, project, amara):
    writer = send_report(project)
    start_at_desk(page, amara)
    assert Report.objects.get(uid=writer.report).opened_on is None
    with page.expect_response("**/opened"):
        open_report(page, "He took my money")
    assert Report.objects.get(uid=writer.report).opened_on is not None


def test_an_answer_that_fails_is_kept_and_arrives_once(page, project, amara):
    writer = send_report(project)
    start_at_desk(page, amara)
    open_report(page, "He took my money")
    # The first answer arrives, and its confirmation is lost on the way.
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/messages", lose)
    answer(page, "We believe you.")
    expect(page.get_by_text("The connection failed.")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("We believe you.")
    press(page, "Send the answer")
    expect(page.get_by_label("Your answer")).to_have_value("")
    expect(page.locator("#talk li")).to_have_count(1)
    assert [each["text"] for each in answers_to(writer)] == ["We believe you."]


def test_an_answer_is_sealed_again_and_opens_here_when_the_key_has_changed_meanwhile(
    page, project, amara
):
    writer = send_report(project)
    start_at_desk(page, amara)
    open_report(page, "He took my money")
    now = rotated(project)
    pass_on(now, amara)
    answer(page, "We believe you.")
    expect(page.get_by_label("Your answer")).to_have_value("")
    assert [each["text"] for each in answers_to(writer)] == ["We believe you."]
    assert key_of(Record.objects.get(kind=RecordKind.PROJECT_MESSAGE)) == now.key.id
    expect(page.locator("#talk")).to_contain_text("We believe you.")


def test_reports_that_came_since_the_inbox_was_opened_are_fetched_when_asked_for(
    page, project, amara
):
    start_at_desk(page, amara)
    expect(page.get_by_text("No reports yet.")).to_be_visible()
    newer = rotated(project)
    pass_on(newer, amara)
    send_report(newer)
    press(page, "Look for new ones")
    expect(lines(page)).to_have_count(1)
    open_report(page, "He took my money")


def test_a_note_is_read_by_the_team_and_not_by_the_writer(window, project, amara, caseworker):
    writer = send_report(project)
    page, other = open_desk(window), open_desk(window)
    start_at_desk(page, amara)
    open_report(page, "He took my money")
    page.get_by_label("A note for your team").fill("Call the clinic on Monday.")
    press(page, "Keep the note")
    expect(page.locator("#notes")).to_contain_text("Call the clinic on Monday.")
    note = Record.objects.get(kind=RecordKind.NOTE)
    assert reporter_wrap_of(note) is None
    assert writer.call("/return/open").json()["messages"] == []
    start_at_desk(other, caseworker("bea"))
    open_report(other, "He took my money")
    expect(other.locator("#notes")).to_contain_text("Call the clinic on Monday.")


def test_a_report_is_taken_and_handed_over_with_a_word(page, project, amara, caseworker):
    bea = caseworker("bea")
    send_report(project)
    start_at_desk(page, amara)
    open_report(page, "He took my money")
    expect(page.get_by_text("Nobody has it yet.")).to_be_visible()
    press(page, "I take it")
    expect(page.get_by_text("You have it.")).to_be_visible()
    page.get_by_text("Hand over", exact=True).first.click()
    page.get_by_label("To", exact=True).select_option("bea")
    page.get_by_label("A word to them, if you like").fill("She trusts you.")
    page.locator("#hand-form").get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("bea has it.")).to_be_visible()
    expect(page.locator("#notes")).to_contain_text("To bea: She trusts you.")
    assert Case.objects.get().assigned_to == bea.user
    page.get_by_role("link", name="Inbox").last.click()
    expect(lines(page)).to_contain_text("bea")
    page.get_by_role("radio", name="Mine").check()
    expect(lines(page)).to_have_count(0)


def test_lines_are_found_by_what_was_opened_whatever_the_accents(page, project, amara):
    send_report(project, what="Ele não pagou. Tinha uma faca.")
    send_report(project, what="He followed me.", who=[{"kind": "tel", "value": "07700 900 123"}])
    send_report(project, what="He shouted.", borough="E09000030")
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(3)
    search = page.get_by_label("Search in what is opened here")
    for words, found in {
        "NAO faca": "Ele não pagou",
        "07700900123": "He followed me.",
        "tower": "He shouted.",
    }.items():
        search.fill(words)
        expect(lines(page)).to_have_count(1)
        expect(lines(page)).to_contain_text(found)
    search.fill("nowhere to be found")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    search.fill("")
    expect(lines(page)).to_have_count(3)


def test_lines_are_found_by_what_was_said_after_the_report(page, project, amara):
    writer = send_report(project, what="He followed me.")
    send_report(project, what="He shouted.")
    say(writer, "It was a blue van.")
    say(writer, "Mind the dog.", RecordKind.NOTE, by="amara")
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(2)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    search = page.get_by_label("Search in what is opened here")
    search.fill("VAN")
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text("He followed me.")
    search.fill("dog followed van")
    expect(lines(page)).to_have_count(1)
    search.fill("van shouted")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    assert [url.partition("/desk/")[2] for url in asked] == ["api/reports/messages"]


def test_lines_are_filtered_by_state_and_counted(page, project, amara):
    now = dt.datetime.now(tz=dt.UTC).date()
    for name in ("one", "two"):
        writer = send_report(project, what=name)
        Report.objects.filter(uid=writer.report).update(opened_on=now)
    send_report(project, what="three")
    start_at_desk(page, amara)
    for state, count in {"In the inbox": 3, "New": 1, "Waiting": 2, "Answered": 0}.items():
        choice = page.get_by_role("radio", name=f"{state} {count}")
        choice.check()
        expect(lines(page)).to_have_count(count)
    expect(page.get_by_text("Nothing here.")).to_be_visible()


def test_a_line_that_does_not_open_breaks_nothing(page, project, amara):
    unknown = send_report(project, what="Sealed to a key that she lacks.")
    newer = rotated(project)
    send_report(newer, what="This opens.")
    broken = send_report(newer, what="This does not.")
    Wrap.objects.filter(record=broken.report, recipient="project").update(sealed=bytes(83))
    KeyGrant.objects.filter(user=amara.user).delete()
    pass_on(newer, amara)
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(3)
    expect(page.get_by_text("Cannot be opened here")).to_have_count(2)
    expect(page.get_by_text("This opens.")).to_be_visible()
    report_uid = unknown.report
    page.goto(f"/desk/reports/{report_uid}/")
    see(page, "This report cannot be opened here")
    assert Report.objects.get(uid=unknown.report).opened_on is None


def test_a_deleted_report_is_counted_and_gone(page, project, amara):
    send_report(project, what="This stays.")
    writer = send_report(project, what="This goes.")
    writer.call("/return/delete", {})
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(1)
    expect(page.get_by_text("1 was deleted by its writer.")).to_be_visible()


def test_older_reports_follow_page_by_page(page, project, amara):
    for number in range(60):
        writer = send_report(project, what=f"Report of day {number}.")
        received(writer, timezone.localdate() - dt.timedelta(days=60 - number))
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(60)
    expect(lines(page).first).to_contain_text("day 59.")
    expect(lines(page).last).to_contain_text("day 0.")


@pytest.mark.parametrize(
    ("sealed_by", "told"),
    [
        (SealedBy.SERVER, "Locked by the server"),
        (SealedBy.CASEWORKER, "Written down by a caseworker"),
    ],
)
def test_the_desk_says_when_not_the_writer_sealed_it(page, project, amara, sealed_by, told):
    send_report(project, changes={"sealed_by": sealed_by})
    start_at_desk(page, amara)
    expect(lines(page)).to_contain_text(told)
    open_report(page, "He took my money")
    see(page, told)


def test_a_photo_is_opened_only_when_asked_and_can_be_saved(page, project, amara):
    writer = send_report(project, photos=1)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "JPEG")
    send_photo(writer, picture.getvalue())
    start_at_desk(page, amara)
    expect(lines(page)).to_contain_text("1 photo")
    open_report(page, "He took my money")
    expect(page.locator("#photos img")).to_have_count(0)
    press(page, "Show photo 1")
    image = page.get_by_role("img", name="Photo 1")
    expect(image).to_have_js_property("naturalWidth", 60)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save photo 1").click()
    assert saving.value.path().read_bytes() == picture.getvalue()


def test_a_photo_that_has_not_wholly_arrived_is_told_and_not_offered(page, project, amara):
    writer = send_report(project, photos=1)
    record = writer.seal(b"{}", RecordKind.ATTACHMENT)
    writer.call("/return/attachments", {**as_json(record), "chunks": 1})
    start_at_desk(page, amara)
    # One was announced: what did not arrive is not counted.
    expect(lines(page)).to_contain_text("He took my money")
    expect(lines(page)).not_to_contain_text("photo")
    open_report(page, "He took my money")
    expect(page.locator("#photos")).to_contain_text("Photo 1 is still on its way.")
    expect(page.get_by_role("button", name="Show photo 1")).to_have_count(0)


def test_a_report_told_by_phone_is_sealed_here_and_opens_with_the_words(page, project, amara):
    start_at_desk(page, amara)
    page.get_by_role("link", name="New report").click()
    page.get_by_label("What happened?").fill("She rang. He did not pay.")
    page.get_by_label("In the last week").check()
    page.get_by_label("In which part of London?").select_option("Camden")
    page.get_by_label("Count it").check()
    press(page, "Continue")
    see(page, "Seven words for them")
    words = " ".join(page.locator("#words li").all_inner_texts())
    press(page, "Lock and store")
    expect(page.get_by_text("Say what happens with the words.")).to_be_visible()
    page.get_by_label("They have them").check()
    press(page, "Lock and store")
    see(page, "The report is stored")
    report = Report.objects.get()
    assert report.sealed_by == SealedBy.CASEWORKER
    assert list(Consent.objects.values_list("scope", "given")) == [("count", True)]
    writer = Writer(project, report.uid, derive(parse_receipt(words)))
    opened = writer.call("/return/open").json()["report"]
    inside = json.loads(writer.read({**opened, "uid": str(report.uid)}, kind=RecordKind.REPORT))
    assert inside["what"] == "She rang. He did not pay."
    assert inside["borough"] == "E09000007"
    page.get_by_role("link", name="Open the report").click()
    expect(page.locator("#answers")).to_contain_text("She rang. He did not pay.")


def test_a_report_for_someone_needs_what_happened(page, project, amara):
    start_at_desk(page, amara)
    page.get_by_role("link", name="New report").click()
    press(page, "Continue")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Write what happened.")
    assert not Report.objects.exists()


def test_a_report_is_called_by_its_reference_until_the_project_has_opened_it(page, project, amara):
    writer = send_report(project)
    reference = Report.objects.get(uid=writer.report).reference
    start_at_desk(page, amara)
    expect(lines(page).locator(".number")).to_have_text(reference)
    open_report(page, "He took my money")
    expect(page.locator("#called")).to_have_text("Report 1")
    expect(page.get_by_text(f"Its writer knows it as {reference}")).to_be_visible()
    page.goto("/desk/")
    expect(lines(page).locator(".number")).to_have_text("1")
    page.locator("#search").fill(reference)
    expect(lines(page)).to_have_count(1)


def test_the_keyboard_alone_reads_and_answers(page, project, amara):
    first = send_report(project, what="The older one.")
    received(first, timezone.localdate() - dt.timedelta(days=1))
    send_report(project, what="The newer one.")
    start_at_desk(page, amara)
    expect(lines(page)).to_have_count(2)
    page.locator("#lines a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#answers")).to_contain_text("The older one.")
    page.get_by_label("Your answer").focus()
    page.keyboard.type("We believe you.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#talk")).to_contain_text("We believe you.")
    assert [each["text"] for each in answers_to(first)] == ["We believe you."]


def test_nothing_opened_leaves_the_browser(page, project, amara):
    send_report(project, what="CANARY in a report")
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    log_in(page, amara)
    page.get_by_label("Search in what is opened here").fill("CANARY")
    open_report(page, "CANARY in a report")
    answer(page, "CANARY in an answer")
    page.get_by_label("A note for your team").fill("CANARY in a note")
    press(page, "Keep the note")
    expect(page.locator("#notes")).to_contain_text("CANARY")
    assert amara.passphrase not in " ".join(sent)
    assert "CANARY" not in " ".join(sent)


def test_the_quick_exit_asks_nothing_even_with_an_answer_half_written(page, project, amara):
    send_report(project)
    start_at_desk(page, amara)
    open_report(page, "He took my money")
    page.get_by_label("Your answer").fill("We believe")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.route("https://**", lambda route: route.fulfill(body="weather"))
    with page.expect_request("**/leave/"):
        page.get_by_role("link", name="Leave this site").click()
    expect(page.get_by_text("We believe")).to_have_count(0)
    assert asked == []


def test_a_half_written_answer_is_not_lost_without_asking(page, project, amara):
    send_report(project)
    start_at_desk(page, amara)
    open_report(page, "He took my money")
    page.get_by_label("Your answer").fill("We believe")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Team").click(no_wait_after=True)
    page.wait_for_function("document.hasFocus()")
    expect(page.get_by_label("Your answer")).to_have_value("We believe")
    assert asked == ["beforeunload"]


def test_what_was_said_long_ago_is_fetched_when_asked_for(page, project, amara, monkeypatch):
    monkeypatch.setattr(conversation, "PAGE", 2)
    send_report(project)
    start_at_desk(page, amara)
    open_report(page, "He took my money")
    for text in ("One.", "Two.", "Three."):
        answer(page, text)
        expect(page.locator("#talk")).to_contain_text(text)
    said = page.locator("#talk .written")
    expect(said).to_have_text(["Two.", "Three."])
    press(page, "Show older messages and notes")
    expect(said).to_have_text(["One.", "Two.", "Three."])
    expect(page.get_by_role("button", name="Show older messages and notes")).to_be_hidden()
