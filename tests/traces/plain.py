"""The whole journey without JavaScript: on plain pages, whose forms the browser itself sends."""

import re

from journeys.reporter import go_on, press, save_and_send, see, words_on
from playwright.sync_api import expect

NOT_KEPT = re.compile(r'<input type="password" name="not-kept"[^>]*>')


def write(page, journey):
    """Answer everything on the one page, up to the page of words."""
    for field, text in journey.canary.answers.items():
        page.locator(f"#{field}").fill(text)
    page.get_by_label("They may contact me").check()
    go_on(page)
    see(page, "Save your seven words")


def report(page, journey):
    """Write, go back once to change something, save the words and send."""
    write(page, journey)
    words = words_on(page)
    press(page, "Back, to change something")
    expect(page.locator("#contact")).to_have_value(journey.canary.answers["contact"])
    go_on(page)
    journey.words = save_and_send(page)
    assert journey.words == words
    see(page, "Your report is sent")


def add_to_it(page, journey):
    """Come back with the words, add a message, and change what is allowed."""
    page.get_by_role("link", name="Open my report").click()
    page.get_by_label("Seven words, with a space after each").fill(journey.words)
    press(page, "Open")
    expect(page.get_by_text(journey.canary.answers["contact"])).to_be_visible()
    page.get_by_label("Write a message").fill(journey.canary.message)
    press(page, "Send the message")
    expect(page.get_by_text("Your message is sent.")).to_be_visible()
    page.get_by_label("Count it").check()
    press(page, "Save all choices")
    expect(page.get_by_text("Saved. You allow “Count it”.")).to_be_visible()
    press(page, "Delete everything…")
    press(page, "No, keep it")


def ask_for_a_review(page, journey):
    """Ask the projects to look again, as somebody who thinks that they are written about."""
    page.get_by_label("What is it about?").fill(journey.canary.number)
    page.get_by_label("What should we know?").fill(journey.canary.answers["what"])
    page.get_by_label("How can we reach you with a question?").fill(
        journey.canary.answers["contact"]
    )
    press(page, "Send")
    see(page, "Your request is sent")


def without_what_keeps_forms_off_the_disk(route):
    """Answer with the page as it would be without the field of `parts/not_kept.html`."""
    answer = route.fetch()
    page, taken = NOT_KEPT.subn("", answer.text())
    assert taken
    route.fulfill(response=answer, body=page)
