"""A report from the first question to the end, in Chromium."""

import pytest
from journeys.reporter import (
    OPENED,
    WHAT,
    answer_everything,
    answer_shortly,
    come_back,
    expect_kept,
    go_on,
    press,
    report,
    save_and_send,
    see,
    sent_report,
    start,
    words_on,
)
from playwright.sync_api import expect
from reports.writer import rotated

from unsilenced.reports.models import Consent, Report


def focused(page):
    return page.locator(":focus")


def tab_to(page, target):
    """Press Tab until `target` has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("Tab never came there.")


def press_by_keyboard(page, name):
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def test_every_answer_reaches_the_project_and_nobody_else(page, project):
    answer_everything(page)
    go_on(page)
    save_and_send(page)
    see(page, "Your report is sent")
    expect(page.locator("#sent [data-slot=reference]")).to_have_text(Report.objects.get().reference)
    inside = sent_report(project)
    assert inside == {
        "v": 1,
        "what": WHAT,
        "when": "week",
        "when_words": "on Friday",
        "borough": "E09000012",
        "who": [
            {"kind": "tel", "value": "07700 900123"},
            {"kind": "tel", "value": "07700 900456"},
        ],
        "answer": "contact",
        "contact": "Text me at noon",
        "language": "en",
        "photos": 0,
    }
    assert Report.objects.get().sealed_by == "browser"
    assert Consent.objects.get().scope == "warn"


def test_the_keyboard_alone_is_enough(page, project):
    page.goto("/report/")
    press_by_keyboard(page, "Start")
    expect(focused(page)).to_have_text("What happened?")
    page.keyboard.press("Tab")
    page.keyboard.type(WHAT)
    press_by_keyboard(page, "Continue")
    expect(focused(page)).to_have_text("Roughly when?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    # Enter in a field goes on as well.
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_text("In which part of London?")
    page.keyboard.press("Tab")
    page.keyboard.type("Hack")
    press_by_keyboard(page, "Continue")
    expect(focused(page)).to_have_text("What do you know about who did it?")
    press_by_keyboard(page, "Add another phone number")
    page.keyboard.type("07700 900123")
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_text("What may the project do with it?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for heading in (
        "How can the project answer you?",
        "Do you have photos to add?",
        "Check your answers",
        "Save your seven words",
    ):
        press_by_keyboard(page, "Continue")
        expect(focused(page)).to_have_text(heading)
    words = words_on(page)
    tab_to(page, page.get_by_label("I have saved these words"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_text("Your report is sent")
    inside = sent_report(project)
    assert inside["when"] == "day"
    assert inside["borough"] == "E09000012"
    assert inside["who"] == [{"kind": "tel", "value": "07700 900123"}]
    tab_to(page, page.get_by_role("link", name="Open my report"))
    page.keyboard.press("Enter")
    see(page, "Your seven words")
    tab_to(page, page.get_by_label("Seven words, with a space after each"))
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_text(OPENED)
    expect(page.get_by_text(WHAT)).to_be_visible()


def test_one_question_is_on_the_screen_and_the_history_does_not_grow(page, project):
    start(page)
    before = page.evaluate("history.length")
    expect(page.get_by_text("Question 1 of 7")).to_be_visible()
    page.get_by_label("What happened?").fill(WHAT)
    go_on(page)
    expect(page.get_by_text("Question 2 of 7")).to_be_visible()
    expect(page.get_by_label("What happened?")).to_be_hidden()
    press(page, "Back")
    expect(page.get_by_label("What happened?")).to_have_value(WHAT)
    assert page.evaluate("history.length") == before


def test_an_empty_first_answer_is_named_and_led_to(page, project):
    start(page)
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Write what happened.")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("What happened?")).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type(WHAT)
    go_on(page)
    see(page, "Roughly when?")


def test_an_answer_too_long_is_kept_and_counted(page, project):
    start(page)
    page.get_by_label("What happened?").fill("x" * 20_003)
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text(
        "under “What happened?” is 3 characters too long."
    )
    expect(page.get_by_label("What happened?")).to_have_value("x" * 20_003)


def test_two_answers_too_long_are_told_apart_by_their_labels(page, project):
    start(page)
    page.get_by_label("What happened?").fill(WHAT)
    for _ in range(3):
        go_on(page)
    page.get_by_role("button", name="Add another phone number").click()
    page.get_by_label("Phone number 2").fill("1" * 501)
    page.get_by_label("E-mail address").fill("x" * 501)
    go_on(page)
    lines = page.get_by_role("alert").get_by_role("listitem")
    expect(lines).to_have_text(
        [
            f"Your text under “{label}” is 1 character too long. Make it shorter."
            for label in ("Phone number 2", "E-mail address")
        ]
    )


def test_a_reload_loses_nothing(page, project):
    answer_everything(page)
    press(page, "Change Roughly when?")
    page.get_by_label("In your own words, if you like").fill("on Saturday")
    expect_kept(page, lambda draft: draft["answers"]["when_words"] == "on Saturday")
    page.reload()
    see(page, "Roughly when?")
    expect(page.get_by_label("In your own words, if you like")).to_have_value("on Saturday")
    for _ in range(6):
        go_on(page)
    see(page, "Check your answers")
    for said in (WHAT, "on Saturday", "Hackney", "07700 900456", "Warn others", "Text me at noon"):
        expect(page.locator("#check")).to_contain_text(said)
    go_on(page)
    words = words_on(page)
    expect_kept(page, lambda draft: " ".join(draft["words"]) == words)
    page.reload()
    assert words_on(page) == words


def write_while_time_stands_still(page, what=WHAT):
    """Type into the first answer; nothing comes to pass by waiting from here on."""
    page.clock.install()
    start(page)
    page.wait_for_function("() => sessionStorage.getItem('draft')")
    page.clock.pause_at(page.evaluate("Date.now()") + 60_000)
    page.get_by_label("What happened?").fill(what)


def test_somebody_who_types_on_and_on_loses_little_by_a_reload(page, project):
    write_while_time_stands_still(page, "")
    before = page.evaluate("sessionStorage.getItem('draft')")
    for letter in WHAT[:10]:
        page.keyboard.type(letter)
        page.clock.run_for(200)
    page.wait_for_function("before => sessionStorage.getItem('draft') !== before", arg=before)


def test_another_language_is_read_without_losing_the_last_words(page, project):
    write_while_time_stands_still(page)
    page.get_by_role("link", name="Português").click()
    see(page, "O que aconteceu?")
    expect(page.locator("#what")).to_have_value(WHAT)


@pytest.mark.parametrize("going", ["beforeunload", "pagehide"])
def test_the_last_words_are_kept_when_the_page_goes(page, project, going):
    write_while_time_stands_still(page)
    page.evaluate("going => void window.dispatchEvent(new Event(going))", going)
    expect_kept(page, lambda draft: draft["answers"]["what"] == WHAT)


def test_a_closed_tab_leaves_nothing_that_another_can_read(window, project):
    context = window()
    first = context.new_page()
    answer_shortly(first, "Nobody else may read this.")
    first.wait_for_function("() => sessionStorage.getItem('draft')")
    kept = first.evaluate("sessionStorage.getItem('draft')")
    assert "Nobody" not in kept
    second = context.new_page()
    second.goto("/report/")
    # As a session restored from disk would be: the storage is back, the tab's name is not.
    second.evaluate("kept => sessionStorage.setItem('draft', kept)", kept)
    second.reload()
    see(second, "Write a report")
    press(second, "Start")
    expect(second.get_by_label("What happened?")).to_have_value("")


def test_sending_leaves_no_draft(page, project):
    report(page)
    expect(page.get_by_text("What you wrote does not stay on this device.")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("window.name") == ""
    page.reload()
    see(page, "Write a report")


def test_nothing_is_sent_before_the_words_are_saved(page, project):
    calls = []
    page.on("request", lambda request: calls.append(request.method))
    answer_everything(page)
    go_on(page)
    words = words_on(page)
    page.get_by_role("button", name="Send", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Save the seven words first.")
    assert set(calls) == {"GET"}
    assert not Report.objects.exists()
    assert words_on(page) == words


def test_going_on_to_the_words_says_that_it_takes_a_moment(page, project):
    held = []

    def hold(route):
        held.append(route)

    page.route("**/built/sealing.*.js", hold)
    answer_shortly(page)
    go_on(page)
    expect(page.locator("#check").get_by_role("status")).to_have_text("One moment…")
    page.unroute("**/built/sealing.*.js")
    words_on(page)


def test_the_words_can_be_copied(window, project):
    context = window(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    answer_shortly(page)
    go_on(page)
    words = words_on(page)
    press(page, "Copy the words")
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == words


def test_paper_shows_the_words_and_no_subject(page, project):
    answer_shortly(page)
    go_on(page)
    words = words_on(page).split()
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text().split()
    assert [word for word in shown if word.isalpha()] == words


def test_a_failed_connection_loses_nothing_and_sends_once(page, project):
    answer_everything(page)
    go_on(page)
    words = words_on(page)
    # The report arrives, its confirmation does not: twice, for the page tries again by itself.
    failures = []

    def cut(route):
        if len(failures) < 2:
            failures.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/report/send", cut)
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    expect(page.locator("#send-failed")).to_contain_text("Nothing that you wrote is lost")
    assert words_on(page) == words
    page.reload()
    assert words_on(page) == words
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    see(page, "Your report is sent")
    assert failures == [201, 200]
    assert Report.objects.count() == 1
    assert sent_report(project)["what"] == WHAT


def test_a_key_changed_meanwhile_is_sealed_to_without_a_word(page, project):
    answer_shortly(page)
    fresh = rotated(project)
    go_on(page)
    save_and_send(page)
    see(page, "Your report is sent")
    assert sent_report(fresh)["what"] == WHAT


def test_a_form_cannot_send_itself_when_the_script_runs(page, project):
    start(page)
    page.get_by_label("What happened?").fill("Canary")
    calls = []
    page.on("request", lambda request: calls.append(request.method))
    page.evaluate("document.querySelector('#questions').submit()")
    page.evaluate("document.querySelector('#questions').requestSubmit()")
    see(page, "Roughly when?")
    assert "POST" not in calls


def test_the_quick_exit_leaves_no_draft(page, project):
    page.route("**/leave/", lambda route: route.fulfill(body="Weather"))
    answer_shortly(page)
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/leave/")
    assert page.evaluate("sessionStorage.length") == 0
    page.goto("/report/")
    see(page, "Write a report")


def test_a_browser_without_x25519_of_its_own_works(page, project):
    page.add_init_script("""
        for (const name of ["importKey", "generateKey", "deriveBits"]) {
            const own = SubtleCrypto.prototype[name];
            SubtleCrypto.prototype[name] = function (...given) {
                const refused = given.some((each) => each === "X25519" || each?.name === "X25519");
                if (refused) return Promise.reject(new DOMException("no", "NotSupportedError"));
                return own.apply(this, given);
            };
        }
    """)
    words = report(page)
    assert sent_report(project)["what"] == WHAT
    come_back(page, words)
    expect(page.get_by_text(WHAT)).to_be_visible()


def test_a_browser_without_webassembly_works(page, project):
    page.add_init_script("delete globalThis.WebAssembly;")
    words = report(page)
    assert sent_report(project)["what"] == WHAT
    come_back(page, words)
    expect(page.get_by_text(WHAT)).to_be_visible()


def test_without_javascript_it_all_works_on_plain_pages(window, project):
    page = window(java_script_enabled=False).new_page()
    page.goto("/report/")
    see(page, "Locked by our server")
    page.get_by_label("What happened?").fill(WHAT)
    page.get_by_label("Longer ago").check()
    page.get_by_label("Count it").check()
    page.get_by_role("button", name="Continue", exact=True).click()
    words = words_on(page)
    press(page, "Send")
    expect(page.get_by_role("alert")).to_contain_text("Save the seven words first.")
    assert words_on(page) == words
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    see(page, "Your report is sent")
    assert sent_report(project)["what"] == WHAT
    assert Report.objects.get().sealed_by == "server"
    expect(page.get_by_text("You can close this page now.")).to_be_visible()
    # What such a browser keeps of the pages before is not known.
    expect(page.get_by_text("does not stay on this device")).to_have_count(0)
    come_back(page, words)
    page.get_by_label("Write a message").fill("One more thing.")
    press(page, "Send the message")
    expect(page.locator(".bubble.mine")).to_contain_text("One more thing.")
    page.get_by_label("Count it").uncheck()
    press(page, "Save all choices")
    expect(page.get_by_text("Saved. You do not allow “Count it”.")).to_be_visible()
    press(page, "Delete everything…")
    expect(page.get_by_role("heading", name="Are you sure?")).to_be_focused()
    expect(page.get_by_role("heading", name="Are you sure?")).to_be_in_viewport()
    press(page, "Yes, delete everything")
    see(page, "Everything is deleted")


def test_pressing_enter_in_a_plain_field_goes_on(window, project):
    page = window(java_script_enabled=False).new_page()
    page.goto("/report/")
    page.get_by_label("What happened?").fill(WHAT)
    page.get_by_label("Phone number").press("Enter")
    see(page, "Save your seven words")
