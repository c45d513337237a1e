"""Coming back with the seven words, in Chromium."""

import re
from uuid import uuid4

import pytest
from journeys.reporter import (
    WHAT,
    WORDS,
    come_back,
    picture,
    press,
    read_by,
    sealed,
    see,
    send_from_a_browser,
)
from playwright.sync_api import expect
from reports.writer import rotated

from unsilenced.records.models import Record
from unsilenced.reports import consent, conversation, puzzle
from unsilenced.reports.models import Consent
from unsilenced.sealing.context import RecordKind


@pytest.fixture
def sent(project):
    """A report that was sent from a browser, and that `WORDS` opens."""
    return send_from_a_browser(project)


def field(page):
    return page.get_by_label("Seven words, with a space after each")


def message(project):
    return read_by(project, Record.objects.get(kind=RecordKind.REPORTER_MESSAGE))["text"]


def test_four_letters_of_each_word_are_enough(page, sent):
    come_back(page, " ".join(word[:4] for word in WORDS.upper().split()))
    expect(page.get_by_text(WHAT)).to_be_visible()
    page.get_by_text("About this report").click()
    for said in (
        "In the last month",
        "Number plate of a car: AB12 CDE",
        "Willow Project",
        "Not yet",
    ):
        expect(page.locator("#opened")).to_contain_text(said)
    expect(page.get_by_text("Your own device. Only you and the project")).to_be_visible()
    expect(page.get_by_text("Our server, because JavaScript was off")).to_be_hidden()


@pytest.mark.parametrize("touch", [False, True])
def test_open_is_pressed_at_once_while_words_are_still_offered(window, sent, touch):
    page = window(has_touch=touch).new_page()
    page.goto("/return/")
    field(page).press_sequentially("aban abil hors hosp abov abse zo")
    expect(page.get_by_role("option").first).to_be_visible()
    button = page.get_by_role("button", name="Open", exact=True)
    if touch:
        button.tap()
    else:
        # A person's press lasts a while, and what lies under the pointer can move meanwhile.
        button.click(delay=100)
    expect(page.get_by_role("alert")).to_contain_text("Word 7, “zo”, is not on the list.")
    expect(page.get_by_role("option").first).to_be_hidden()


def test_words_are_no_longer_offered_when_the_field_is_left_by_keyboard(page, sent):
    page.goto("/return/")
    field(page).press_sequentially("ab")
    expect(page.get_by_role("option").first).to_be_visible()
    field(page).press("Tab")
    expect(page.get_by_role("option").first).to_be_hidden()


def test_a_wrong_word_is_named_with_what_it_may_have_been(page, project):
    page.goto("/return/")
    field(page).fill("abandon ability hose able about above absent")
    expect(page.get_by_text("“hose” is not on the list", exact=True)).to_be_visible()
    press(page, "Open")
    expect(page.get_by_role("alert")).to_contain_text(
        "Word 3, “hose”, is not on the list. Did you mean “choose” or “horse”?"
    )
    expect(field(page)).to_have_value("abandon ability hose able about above absent")


@pytest.mark.parametrize(("typed", "meant"), [("min", "“mind” or “minor”"), ("env", "“envelope”")])
def test_words_that_begin_with_what_was_typed_are_asked_for_first(page, project, typed, meant):
    page.goto("/return/")
    field(page).fill(f"zoo {typed} zoo zoo zoo zoo zoo")
    press(page, "Open")
    expect(page.get_by_role("alert")).to_contain_text(f"Did you mean {meant}?")


def test_too_few_words_are_counted(page, project):
    page.goto("/return/")
    field(page).fill("abandon ability")
    press(page, "Open")
    expect(page.get_by_role("alert")).to_contain_text("There are 2 words. There must be 7.")


def test_words_of_no_report_are_kept_for_mending(page, sent):
    page.goto("/return/")
    field(page).fill(WORDS.replace("zoo", "zone"))
    press(page, "Open")
    expect(page.get_by_role("alert")).to_contain_text("No report has these words")
    field(page).fill(WORDS)
    press(page, "Open")
    expect(page.get_by_text(WHAT)).to_be_visible()


def test_words_are_suggested_and_taken_with_the_keyboard(page, sent):
    page.goto("/return/")
    field(page).press_sequentially("aban ab")
    options = page.get_by_role("option")
    expect(options.first).to_have_text("abandon")
    expect(options).to_have_count(5)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(1)).to_have_text("ability")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("aban ability ")
    page.keyboard.type("hors hosp abov absent ")
    page.keyboard.type("zo")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("aban ability hors hosp abov absent zoo ")
    page.keyboard.press("Enter")
    expect(page.get_by_text(WHAT)).to_be_visible()


def test_a_suggestion_can_be_touched(window, sent):
    page = window(has_touch=True).new_page()
    page.goto("/return/")
    field(page).press_sequentially("hos")
    page.get_by_role("option", name="hospital").tap()
    expect(field(page)).to_have_value("hospital ")
    expect(field(page)).to_be_focused()


def test_a_suggestion_can_be_clicked(page, sent):
    page.goto("/return/")
    field(page).press_sequentially("hos")
    page.get_by_role("option", name="hospital").click()
    expect(field(page)).to_have_value("hospital ")
    expect(field(page)).to_be_focused()


def test_a_swipe_that_begins_on_a_suggestion_scrolls_and_takes_nothing(window, sent):
    phone = {"width": 320, "height": 480}
    page = window(has_touch=True, is_mobile=True, viewport=phone).new_page()
    page.goto("/return/")
    field(page).press_sequentially("ab")
    box = page.get_by_role("option").nth(2).bounding_box()
    x, y = box["x"] + 40, box["y"] + box["height"] / 2
    before = page.evaluate("scrollY")
    fingers = page.context.new_cdp_session(page)

    def touch(kind, *places):
        points = [{"x": x, "y": place} for place in places]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", y)
    for step in range(1, 13):
        touch("touchMove", y - step * 10)
    touch("touchEnd")
    page.wait_for_function("before => scrollY > before", arg=before)
    expect(field(page)).to_have_value("ab")
    expect(page.get_by_role("option")).to_have_count(5)


def test_the_words_and_their_secrets_stay_on_the_device(page, sent):
    bodies = []
    page.on("request", lambda request: bodies.append(f"{request.url} {request.post_data}"))
    come_back(page, WORDS)
    assert not any("abandon" in body for body in bodies)


def test_a_reload_locks(page, sent):
    come_back(page, WORDS)
    page.reload()
    see(page, "Your seven words")
    expect(page.get_by_text(WHAT)).to_have_count(0)
    come_back(page, WORDS)
    page.get_by_role("link", name="Lock", exact=True).click()
    see(page, "Your seven words")
    expect(page.get_by_text(WHAT)).to_have_count(0)


def test_the_project_is_seen_to_have_opened_and_answered(page, project, sent, caseworker):
    amara = caseworker("Amara").user
    conversation.mark_opened(sent)
    answer = sealed(
        project,
        sent.uid,
        RecordKind.PROJECT_MESSAGE,
        {"text": "We believe <you>.", "by": f"{amara.pk} {amara.name}"},
    )
    conversation.add_project_message(sent, answer)
    come_back(page, WORDS)
    newest = page.get_by_role("region", name="New answer from Amara")
    expect(newest).to_be_in_viewport()
    page.get_by_text("About this report").click()
    expect(page.get_by_text("Not yet", exact=True)).to_be_hidden()
    bubble = newest.locator(".bubble")
    expect(bubble).to_contain_text("Amara")
    expect(bubble).to_contain_text("We believe <you>.")


def test_a_message_that_does_not_open_hides_no_other(page, project, sent):
    good = sealed(
        project, sent.uid, RecordKind.PROJECT_MESSAGE, {"text": "Here I am.", "by": "Amara"}
    )
    crossed = sealed(
        project, uuid4(), RecordKind.PROJECT_MESSAGE, {"text": "Not yours.", "by": "Amara"}
    )
    conversation.add_project_message(sent, crossed)
    conversation.add_project_message(sent, good)
    come_back(page, WORDS)
    expect(page.get_by_text("This message cannot be opened.")).to_be_visible()
    expect(page.get_by_text("Here I am.")).to_be_visible()


BOXES = "“U+” and a number stand for a mark that cannot be seen."


def test_boxes_for_what_cannot_be_seen_are_explained_once_under_each_text(page, project):
    hidden = "seen\u202eneddih"
    report = send_from_a_browser(project, what=hidden)
    for text in ("Nothing is hidden here.", hidden):
        new = sealed(project, report.uid, RecordKind.PROJECT_MESSAGE, {"text": text, "by": "Amara"})
        conversation.add_project_message(report, new)
    come_back(page, WORDS)
    expect(page.locator("#report-list dd").first).to_contain_text(BOXES)
    notes = page.locator(".bubble").get_by_text(BOXES)
    expect(notes).to_have_count(1)
    expect(page.locator(".bubble").first).to_contain_text(BOXES)


def test_a_message_reaches_the_project(page, project, sent):
    come_back(page, WORDS)
    page.get_by_label("Write a message").fill("He came back.")
    press(page, "Send the message")
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    expect(page.locator(".bubble.mine")).to_contain_text("He came back.")
    expect(page.get_by_label("Write a message")).to_have_value("")
    assert message(project) == "He came back."


def test_a_message_that_fails_is_kept_and_arrives_once(page, project, sent):
    come_back(page, WORDS)
    failures = []

    def cut(route):
        if len(failures) < 2:
            failures.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/return/messages", cut)
    page.get_by_label("Write a message").fill("He came back.")
    press(page, "Send the message")
    expect(page.get_by_role("alert")).to_contain_text("Your message is still here.")
    expect(page.get_by_label("Write a message")).to_have_value("He came back.")
    press(page, "Send the message")
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    assert failures == [201, 200]
    assert message(project) == "He came back."


def test_what_is_typed_on_while_a_message_is_sent_stays_in_the_field(page, project, sent):
    come_back(page, WORDS)
    box = page.get_by_label("Write a message")

    def type_on(route):
        box.fill("He came back. With a friend.")
        route.continue_()

    page.route("**/return/messages", type_on)
    box.fill("He came back.")
    press(page, "Send the message")
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    expect(box).to_have_value("With a friend.")
    assert message(project) == "He came back."


def test_a_message_is_sealed_to_a_key_changed_meanwhile(page, project, sent):
    come_back(page, WORDS)
    fresh = rotated(project)
    page.get_by_label("Write a message").fill("He came back.")
    press(page, "Send the message")
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    assert message(fresh) == "He came back."


def test_an_empty_message_is_not_sent(page, sent):
    come_back(page, WORDS)
    press(page, "Send the message")
    expect(page.get_by_role("alert")).to_contain_text("Write your message first.")
    assert not Record.objects.filter(kind=RecordKind.REPORTER_MESSAGE).exists()


def test_giving_a_consent_asks_and_taking_one_back_saves_at_once(page, sent):
    come_back(page, WORDS)
    expect(page.get_by_label("Warn others")).to_be_checked()
    yes = page.get_by_role("button", name="Yes, allow it “Count it”")
    expect(page.locator("#consents").get_by_role("button")).to_have_count(0)
    page.get_by_label("Count it").check()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    yes.click()
    expect(page.get_by_text("Saved: allowed")).to_be_visible()
    page.get_by_label("Warn others").uncheck()
    expect(page.get_by_text("Saved: not allowed")).to_be_visible()
    expect(page.locator("#consents").get_by_role("button")).to_have_count(0)
    page.get_by_text("What you changed before").click()
    lines = page.locator("#ledger li")
    expect(lines).to_have_count(3)
    expect(lines.nth(1)).to_contain_text("you allowed “Warn others”", use_inner_text=True)
    expect(lines.nth(2)).to_contain_text("you took back “Warn others”", use_inner_text=True)
    assert list(Consent.objects.order_by("scope", "step").values_list("scope", "given")) == [
        ("count", True),
        ("warn", True),
        ("warn", False),
    ]


def test_a_withdrawal_that_did_not_arrive_says_so_and_is_tried_again(page, sent):
    come_back(page, WORDS)
    page.route("**/return/consents", lambda route: route.abort())
    page.get_by_label("Warn others").uncheck()
    expect(page.get_by_label("Warn others")).to_have_accessible_description(
        re.compile("The connection failed")
    )
    expect(page.get_by_label("Warn others")).not_to_be_checked()
    page.unroute("**/return/consents")
    press(page, "Try again “Warn others”")
    expect(page.get_by_text("Saved: not allowed")).to_be_visible()
    assert consent.active(sent) == frozenset()


def test_nothing_unsent_is_lost_without_a_word(page, sent):
    come_back(page, WORDS)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Write a message").fill("He came back.")
    said = page.get_by_role("heading", name="Not everything is sent")
    for link in ("Lock", "Português (Brasil)"):
        page.get_by_role("link", name=link, exact=True).click()
        expect(said).to_be_focused()
        press(page, "Stay here")
        expect(page.get_by_label("Write a message")).to_be_focused()
    page.evaluate("location.assign('/')")
    expect(page.get_by_label("Write a message")).to_have_value("He came back.")
    assert asked == ["beforeunload"]
    page.get_by_label("Write a message").fill("")
    page.get_by_label("Count it").check()
    page.get_by_role("link", name="Lock", exact=True).click()
    press(page, "Leave without it")
    see(page, "Your seven words")
    assert asked == ["beforeunload"]


def test_a_consent_that_is_refused_is_told_at_its_box_which_shows_what_holds(
    page, sent, monkeypatch
):
    monkeypatch.setattr(consent, "MOST_LINES", 1)
    come_back(page, WORDS)
    box = page.get_by_label("Count it")
    box.check()
    press(page, "Yes, allow it “Count it”")
    expect(box).not_to_be_checked()
    expect(box).to_be_focused()
    expect(box).to_have_accessible_description(
        re.compile("“Count it”.* Write it to the project in a message")
    )
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Yes, allow it “Count it”")).to_be_hidden()
    box.check()
    expect(box).to_have_accessible_description("")
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_a_consent_that_did_not_arrive_stays_as_it_was_chosen(page, sent):
    come_back(page, WORDS)
    page.get_by_label("Count it").check()
    page.route("**/return/consents", lambda route: route.abort())
    press(page, "Yes, allow it “Count it”")
    expect(page.get_by_label("Count it")).to_have_accessible_description(
        re.compile("The connection failed")
    )
    expect(page.get_by_label("Count it")).to_be_checked()
    page.unroute("**/return/consents")
    press(page, "Yes, allow it “Count it”")
    expect(page.get_by_text("Saved: allowed")).to_be_visible()
    expect(page.get_by_label("Count it")).to_have_accessible_description("")


def test_deleting_everything_takes_a_second_step_and_is_final(page, sent):
    come_back(page, WORDS)
    press(page, "Delete everything…")
    stays = page.get_by_text("What stays: the short name and the number")
    expect(stays.filter(visible=True)).to_be_visible()
    press(page, "No, keep it")
    press(page, "Delete everything…")
    press(page, "Yes, delete everything")
    see(page, "Everything is deleted")
    assert not Record.objects.exists()
    page.goto("/return/")
    field(page).fill(WORDS)
    press(page, "Open")
    expect(page.get_by_role("alert")).to_contain_text("No report has these words")


def test_deleting_is_told_as_done_although_the_answers_were_lost(page, sent):
    come_back(page, WORDS)
    done = []

    def cut(route):
        if len(done) < 2:
            done.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/return/delete", cut)
    press(page, "Delete everything…")
    press(page, "Yes, delete everything")
    expect(page.get_by_text("The connection failed.")).to_be_visible()
    press(page, "Yes, delete everything")
    see(page, "Everything is deleted")
    assert done == [200, 404]


def send_a_message(page):
    press(page, "Send the message")


def change_a_consent(page):
    page.get_by_label("Count it").check()
    press(page, "Yes, allow it “Count it”")


def send_a_photo(page):
    page.locator("#photos").set_input_files([picture()])
    press(page, "Send the photos")


@pytest.mark.parametrize("act", [send_a_message, change_a_consent, send_a_photo])
def test_an_open_page_ends_when_the_project_has_deleted_the_report(page, sent, act):
    come_back(page, WORDS)
    page.get_by_label("Write a message").fill("He came back.")
    conversation.delete_for_project(sent)
    act(page)
    heading = page.get_by_role("heading", name="The project deleted your report")
    expect(heading).to_be_focused()
    expect(page.get_by_role("textbox", name="What you typed last")).to_have_value("He came back.")
    expect(page.get_by_role("link", name="write a new report")).to_be_visible()
    for gone in (
        "Send the message",
        "Delete everything…",
        "Yes, allow it “Count it”",
        "Send the photos",
    ):
        expect(page.get_by_role("button", name=gone)).to_have_count(0)


def test_an_open_page_ends_when_everything_was_deleted_elsewhere(page, sent):
    come_back(page, WORDS)
    conversation.delete_everything(sent)
    page.get_by_label("Write a message").fill("He came back.")
    press(page, "Send the message")
    see(page, "Everything is deleted")
    expect(page.get_by_role("textbox", name="What you typed last")).to_have_value("He came back.")


@pytest.mark.parametrize("act", [send_a_message, send_a_photo])
def test_photos_that_were_chosen_and_not_sent_are_named_at_the_end(page, sent, act):
    come_back(page, WORDS)
    page.get_by_label("Write a message").fill("He came back.")
    page.locator("#photos").set_input_files([picture()])
    expect(page.get_by_role("button", name="Send the photos")).to_be_visible()
    conversation.delete_for_project(sent)
    act(page)
    said = page.get_by_text("The photos that you chose last were not sent.")
    expect(said.filter(visible=True)).to_have_count(1)
    press(page, "Delete the mark")
    see(page, "Everything is deleted")
    expect(said.filter(visible=True)).to_have_count(1)


def test_what_was_typed_last_can_be_copied(window, sent):
    page = window(permissions=["clipboard-read", "clipboard-write"]).new_page()
    come_back(page, WORDS)
    page.get_by_label("Write a message").fill("He came back.")
    conversation.delete_for_project(sent)
    press(page, "Send the message")
    press(page, "Copy it")
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "He came back."


def test_nothing_is_offered_to_copy_where_nothing_was_typed(page, sent):
    come_back(page, WORDS)
    conversation.delete_for_project(sent)
    change_a_consent(page)
    see(page, "The project deleted your report")
    expect(page.get_by_role("textbox", name="What you typed last")).to_be_hidden()
    expect(page.locator("#removed-photos")).to_be_hidden()


def test_keeping_it_deletes_nothing_where_a_form_does_not_tell_its_button(page, sent):
    page.add_init_script("delete SubmitEvent.prototype.submitter")
    come_back(page, WORDS)
    press(page, "Delete everything…")
    press(page, "No, keep it")
    expect(page.get_by_role("button", name="Delete everything…")).to_be_focused()
    expect(page.get_by_text(WHAT)).to_be_visible()
    come_back(page, WORDS)
    press(page, "Delete everything…")
    press(page, "Yes, delete everything")
    see(page, "Everything is deleted")
    assert not Record.objects.exists()


def test_a_flood_of_wrong_words_shuts_nobody_out(page, sent, monkeypatch):
    monkeypatch.setattr(puzzle, "THRESHOLD", 0)
    come_back(page, WORDS)
    page.get_by_label("Write a message").fill("Still here.")
    press(page, "Send the message")
    expect(page.get_by_text("Your message is sent.")).to_be_visible()


def test_the_guessed_words_are_the_same_with_and_without_javascript(window, page, project):
    said = {}
    for with_script in (True, False):
        here = page if with_script else window(java_script_enabled=False).new_page()
        for typed in ("hose", "zzzz", "abandn", "1st", "min", "env", "mi"):
            here.goto("/return/")
            field(here).fill(f"zoo {typed} zoo zoo zoo zoo zoo")
            press(here, "Open")
            expect(here.get_by_role("alert")).to_be_visible()
            said[with_script, typed] = here.get_by_role("alert").inner_text()
    for typed in ("hose", "zzzz", "abandn", "1st", "min", "env", "mi"):
        assert said[True, typed] == said[False, typed]


def test_older_messages_are_fetched_when_asked_for_and_none_is_missing(page, sent, monkeypatch):
    monkeypatch.setattr(conversation, "PAGE", 2)
    come_back(page, WORDS)
    texts = ["one", "two", "three", "four", "five"]
    for text in texts:
        page.get_by_label("Write a message").fill(text)
        press(page, "Send the message")
        expect(page.locator("#talk")).to_contain_text(text)
    page.reload()
    come_back(page, WORDS)
    said = page.locator("#talk [data-slot=text]")
    expect(said).to_have_text(["four", "five"])
    for shown in (["two", "three", "four", "five"], texts):
        press(page, "Show older messages")
        expect(said).to_have_text(shown)
    expect(page.get_by_role("button", name="Show older messages")).to_be_hidden()
