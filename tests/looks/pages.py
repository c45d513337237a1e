"""Every page that is looked at. A new one is one line."""

from looks.check import Look
from looks.desk import DESK_LOOKS
from looks.desk_warnings import WARNING_LOOKS
from looks.specimen import show_specimen
from playwright.sync_api import Page, expect


def press_send(page: Page) -> None:
    """Send a request for review with nothing in it."""
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#errors")).to_be_visible()


def ask(page: Page) -> None:
    """Send a request for review."""
    page.get_by_label("What is it about?").fill("07700 900123")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Your request is sent")).to_be_visible()


LOOKS = [
    Look("start", "/"),
    Look("about", "/about/"),
    Look("transparency", "/transparency/"),
    Look("error", "/nowhere/", status=404),
    Look("review", "/review/"),
    Look("review-mistake", "/review/", after=press_send),
    Look("review-sent", "/review/", after=ask),
    Look("specimen", "/specimen/", before=show_specimen),
    *DESK_LOOKS,
    *WARNING_LOOKS,
]
