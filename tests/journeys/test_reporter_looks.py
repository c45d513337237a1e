"""How the reporter's pages look: every width, both schemes, both directions, and axe."""

import re

import pytest
from journeys.reporter import (
    WORDS,
    go_on,
    picture,
    press,
    sealed,
    see,
    send_from_a_browser,
)
from looks.check import Look, Scene, faults, opened
from playwright.sync_api import expect

from unsilenced.reports.conversation import add_project_message, mark_opened
from unsilenced.sealing.context import RecordKind

STORY = (
    "A man came on Friday evening. He was friendly at first. Then he took my money and my phone "
    "and pushed me against the door.\n\nI am not badly hurt, but I am afraid that he comes back."
)


def question(number):
    """Come to a question by answering those before it."""

    def go(page):
        press(page, "Start")
        page.get_by_label("What happened?").fill(STORY)
        for _ in range(number - 1):
            go_on(page)

    return go


def empty(page):
    press(page, "Start")
    go_on(page)


def known(page):
    question(4)(page)
    page.get_by_label("Phone number").fill("07700 900123")
    press(page, "Add another phone number")


def contact(page):
    question(6)(page)
    page.get_by_label("They may contact me").check()
    go_on(page)


def photos(page):
    question(7)(page)
    page.locator("#photos").set_input_files(
        [picture(), picture(), {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"film"}]
    )
    expect(page.get_by_alt_text("Photo 2")).to_be_visible()


def check(page):
    question(2)(page)
    page.get_by_label("In the last week").check()
    go_on(page)
    page.get_by_label("In which part of London?").select_option("Hackney")
    go_on(page)
    page.get_by_label("Phone number").fill("07700 900123")
    go_on(page)
    page.get_by_label("Warn others").check()
    for _ in range(3):
        go_on(page)
    see(page, "Check your answers")


def words(page):
    check(page)
    go_on(page)
    see(page, "Save your seven words")


def failed(page):
    words(page)
    page.route("**/report/send", lambda route: route.fulfill(status=503, json={}))
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    expect(page.locator("#send-failed")).to_be_visible()


def no_room(page):
    words(page)
    message = "More came in today than we can take. Try again tomorrow."
    answer_calls(page, "/report/send", message, status=429, code="too-many-today")
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    expect(page.get_by_role("button", name="Copy what I wrote")).to_be_visible()


def sent(page):
    words(page)
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    see(page, "Your report is sent")


def answer_calls(page, calls, *answers, status=413, code="too-large"):
    """Let calls have these messages for an answer, the last for good; null is no answer.

    The browser would write a failed call into its log, where nothing may stand.
    """
    page.evaluate(
        """([calls, answers, status, code]) => {
            const own = window.fetch;
            window.fetch = (path, options) => {
                if (!new RegExp(calls).test(path)) return own(path, options);
                const message = answers.length > 1 ? answers.shift() : answers[0];
                if (message === null) return Promise.reject(new TypeError("no connection"));
                return Promise.resolve(Response.json({ error: { code, message } }, { status }));
            };
        }""",
        [calls, answers, status, code],
    )


def photos_stopped(page):
    """One photo is refused, and the connection fails with the next."""
    photos(page)
    answer_calls(page, "/attachments", "This is too large to send.", None)
    go_on(page)
    see(page, "Check your answers")
    go_on(page)
    see(page, "Save your seven words")
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    expect(page.get_by_role("button", name="Stop sending photos")).to_be_visible()


def answered(scene):
    report = send_from_a_browser(scene.project)
    mark_opened(report)
    for text in ("Thank you for telling us. Are you safe now?", "We are here until six today."):
        add_project_message(
            report,
            sealed(
                scene.project, report.uid, RecordKind.PROJECT_MESSAGE, {"text": text, "by": "Amara"}
            ),
        )


def typing(page):
    field = page.get_by_label("Seven words, with a space after each")
    field.press_sequentially("abandon abil hose ab")
    expect(page.get_by_role("option").first).to_be_visible()


def wrong(page):
    page.get_by_label("Seven words, with a space after each").fill("abandon hose zoo")
    press(page, "Open")
    expect(page.get_by_role("alert")).to_be_visible()


def open_again(page):
    page.get_by_label("Seven words, with a space after each").fill(WORDS)
    press(page, "Open")
    expect(page.get_by_role("heading", name=re.compile(r"^Your report"))).to_be_visible()


def conversation(page):
    open_again(page)
    page.get_by_label("Write a message").fill("Yes, I am with a friend.")
    press(page, "Send the message")
    expect(page.locator(".bubble.mine")).to_be_visible()
    page.get_by_label("Count it").check()
    page.get_by_text("What you changed before").click()
    press(page, "Delete everything…")


def half_a_photo(page):
    open_again(page)
    page.locator("#photos").set_input_files([picture()])
    answer_calls(page, "/attachments/.", None)
    press(page, "Send the photos")
    press(page, "Stop sending photos")
    expect(page.get_by_role("button", name="Remove Photo 1")).to_be_visible()


def refused(page):
    """One permission is refused."""
    open_again(page)
    message = "You have changed your choices too often, so “Count it” cannot be allowed here."
    answer_calls(page, "/consents", message, status=409, code="too-many-changes")
    page.get_by_label("Count it").check()
    press(page, "Yes, allow it “Count it”")
    expect(page.locator("#consent-count-error")).to_be_visible()


def stoppable(page):
    """The work that a flood asks for goes on and on."""
    words(page)
    page.evaluate(
        """() => {
            const answer = { error: { code: "puzzle" }, puzzle: { challenge: "c", bits: 255 } };
            window.fetch = () => Promise.resolve(Response.json(answer, { status: 429 }));
        }"""
    )
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()


def erased(page):
    open_again(page)
    press(page, "Delete everything…")
    press(page, "Yes, delete everything")
    see(page, "Everything is deleted")


def removed(page):
    open_again(page)
    page.get_by_label("Write a message").fill(STORY)
    answer_calls(page, "/return/", "It is gone.", status=410, code="deleted-by-project")
    press(page, "Send the message")
    see(page, "The project deleted your report")


LOOKS = [
    Look("report-begin", "/report/"),
    Look("report-empty", "/report/", after=empty),
    Look("report-1-what", "/report/", after=question(1)),
    Look("report-2-when", "/report/", after=question(2)),
    Look("report-3-borough", "/report/", after=question(3)),
    Look("report-4-who", "/report/", after=known),
    Look("report-5-consents", "/report/", after=question(5)),
    Look("report-6-contact", "/report/", after=contact),
    Look("report-7-photos", "/report/", after=photos),
    Look("report-check", "/report/", after=check),
    Look("report-words", "/report/", after=words),
    Look("report-no-room", "/report/", after=no_room),
    Look("report-working", "/report/", after=stoppable),
    Look("report-sent", "/report/", after=sent),
    Look("report-photos-stopped", "/report/", after=photos_stopped),
    Look("return", "/return/"),
    Look("return-typing", "/return/", after=typing),
    Look("return-wrong", "/return/", after=wrong),
    Look("return-opened", "/return/", before=answered, after=conversation),
    Look("return-half-a-photo", "/return/", before=answered, after=half_a_photo),
    Look("return-refused", "/return/", before=answered, after=refused),
    Look("return-erased", "/return/", before=answered, after=erased),
    Look("return-removed", "/return/", before=answered, after=removed),
]


def plain_empty(page):
    page.get_by_label("Phone number").fill("07700 900123")
    press(page, "Add another phone number")
    page.get_by_role("button", name="Continue", exact=True).click()


def plain_words(page):
    page.get_by_label("What happened?").fill(STORY)
    page.get_by_role("button", name="Continue", exact=True).click()


def plain_sent(page):
    plain_words(page)
    page.get_by_label("I have saved these words").check()
    press(page, "Send")


def plain_conversation(page):
    open_again(page)
    press(page, "Delete everything…")


# What waits for scripts has waited long enough.
WAITED = "document.getAnimations().forEach((each) => each.finish())"

PLAIN_LOOKS = [
    Look("plain-report", "/report/"),
    Look("plain-report-words", "/report/", after=plain_words),
    Look("plain-report-sent", "/report/", after=plain_sent),
    Look("plain-return", "/return/"),
    Look("plain-return-opened", "/return/", before=answered, after=plain_conversation),
]


@pytest.fixture
def scene(window, live_server, project, caseworker, pytestconfig):
    def make(**settings):
        pictures = pytestconfig.getoption("pictures")
        return Scene(live_server.url, window(**settings), project, caseworker, pictures)

    return make


def test_letters_twice_as_large_break_no_name_and_push_nothing_off_the_screen(
    large_letters, project
):
    for path in ("/", "/report/"):
        large_letters.goto(path)
        head = large_letters.evaluate(
            """() => {
                const later = document.querySelectorAll("main [hidden]:not(input)");
                for (const part of later) part.hidden = false;
                const name = document.querySelector(".brand span");
                const letters = parseFloat(getComputedStyle(name).fontSize);
                return {
                    lines: Math.floor(name.offsetHeight / letters),
                    letters: getComputedStyle(document.documentElement).fontSize,
                    width: document.documentElement.scrollWidth,
                };
            }"""
        )
        assert (path, head) == (path, {"lines": 1, "letters": "32px", "width": 320})


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_reporters_page_fits_every_screen_and_axe_finds_nothing(scene, look):
    assert faults(opened(scene(), look), look.name) == []


@pytest.mark.parametrize("look", PLAIN_LOOKS, ids=lambda look: look.name)
def test_a_plain_page_fits_every_screen_and_axe_finds_nothing(scene, look):
    # Axe is a script itself, so only the page's own scripts are kept away.
    without_scripts = scene()
    without_scripts.context.route("**/built/*.js", lambda route: route.fulfill(body=""))
    shown = opened(without_scripts, look)
    shown.evaluate(WAITED)
    found = faults(shown, look.name)
    assert [fault for fault in found if "'integrity' attribute" not in fault] == []
