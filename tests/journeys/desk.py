"""What a caseworker does on the pages, as a person would: by what the page says."""

import json

import pyotp
from playwright.sync_api import Page, expect
from reports.writer import Writer

from unsilenced.people.models import Totp
from unsilenced.sealing.context import Kind
from unsilenced.site.invented import InventedCaseworker, InventedProject

STRONG = "quarry lantern mossy vineyard"
"""A passphrase that the estimator calls good."""


def see(page: Page, heading: str) -> None:
    """The heading is on the screen."""
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def failure(page: Page):
    """What the page says went wrong."""
    return page.get_by_role("alert").filter(visible=True)


def give_passphrase(page: Page, name: str, passphrase: str) -> None:
    """Fill in and send the first half of a log-in."""
    page.goto("/desk/log-in/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    press(page, "Continue")


def give_code(page: Page, secret: str) -> None:
    """Type the code that the app shows, as if the last one were long ago: each works once."""
    Totp.objects.filter(secret=secret).update(last_step=0)
    see(page, "Show that it is you")
    page.get_by_label("Six numbers from your app").fill(pyotp.TOTP(secret).now())
    press(page, "Log in")


def log_in(page: Page, who: InventedCaseworker) -> None:
    """Log in with both factors, up to the inbox."""
    give_passphrase(page, who.user.name, who.passphrase)
    give_code(page, who.totp_secret)
    see(page, "Inbox")


def told(**answers: object) -> bytes:
    """A report as the reporter's browser writes it."""
    empty = {
        "v": 1,
        "what": "He took my money and hit me.",
        "when": "week",
        "when_words": "",
        "borough": "",
        "who": [],
        "answer": "receipt",
        "contact": "",
        "language": "en",
        "photos": 0,
    }
    return json.dumps({**empty, **answers}).encode()


def send_report(project: InventedProject, *, consents=(), changes=None, **answers) -> Writer:
    """Have somebody send a report to the project; return who wrote it."""
    writer = Writer.of(project)
    writer.sent(text=told(**answers), consents=consents, **(changes or {}))
    return writer


def answers_to(writer: Writer) -> list[dict]:
    """What the project wrote to somebody, opened as they would."""
    messages = writer.call("/return/open").json()["messages"]
    return [
        json.loads(writer.read(each, Kind.PROJECT_MESSAGE))
        for each in messages
        if each["kind"] == Kind.PROJECT_MESSAGE
    ]


def lines(page: Page):
    """The lines of the inbox."""
    return page.locator("#lines > li")
