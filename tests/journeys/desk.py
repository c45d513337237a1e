"""What a caseworker does on the pages, as a person would: by what the page says."""

import json

import pyotp
from django.test import Client
from journeys.seeding import SEED_DESK, keys_of_caseworker, seed
from playwright.sync_api import Page, expect
from reports.writer import Writer, as_json

from unsilenced.demo.invented_people import InventedCaseworker, InventedProject
from unsilenced.people.models import KeyGrant, Totp
from unsilenced.reports import conversation
from unsilenced.reports.models import Report
from unsilenced.sealing import grants
from unsilenced.sealing.chunks import seal_chunks
from unsilenced.sealing.context import RecordKind

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


def give_passphrase(page: Page, name: str, passphrase: str, address: str = "") -> None:
    """Fill in and send the first half of a log-in, at the site of that address."""
    page.goto(f"{address}/desk/log-in/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    press(page, "Continue")


def give_code(page: Page, secret: str) -> None:
    """Type the code that the app shows, as if the last one were long ago: each works once."""
    Totp.objects.filter(secret=secret).update(last_step=0)
    see(page, "Show that it is you")
    page.get_by_label("Six numbers from your app").fill(pyotp.TOTP(secret).now())
    press(page, "Log in")


def open_desk(window) -> Page:
    """A browser of its own, as a second caseworker has one."""
    return window().new_page()


def log_in(page: Page, who: InventedCaseworker, address: str = "") -> None:
    """Log in with both factors, up to the inbox."""
    give_passphrase(page, who.user.name, who.passphrase, address)
    give_code(page, who.totp_secret)
    see(page, "Inbox")


def seed_desk(page: Page, who: InventedCaseworker, address: str = "") -> None:
    """Leave in the page's browser what a log-in leaves there, with no page of the desk open yet."""
    client = Client()
    client.force_login(who.user)
    seed(page, client, SEED_DESK, keys_of_caseworker(who), address)


def start_at_desk(page: Page, who: InventedCaseworker, address: str = "") -> None:
    """Stand at the inbox, logged in, without the work of a log-in."""
    seed_desk(page, who, address)
    page.goto(f"{address}/desk/")
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


def pass_on(project: InventedProject, who: InventedCaseworker) -> None:
    """Grant a caseworker the project's key, as the browser of whoever removes a colleague does."""
    KeyGrant.objects.create(
        user=who.user,
        key=project.key,
        envelope=grants.grant(
            project.private_key,
            key=project.key.id,
            user=who.user.id,
            user_public_key=bytes(who.user.public_key),
        ),
    )


def answers_to(writer: Writer) -> list[dict]:
    """What the project wrote to somebody, opened as they would."""
    messages = writer.call("/return/open").json()["messages"]
    return [
        json.loads(writer.read(each, RecordKind.PROJECT_MESSAGE))
        for each in messages
        if each["kind"] == RecordKind.PROJECT_MESSAGE
    ]


def send_photo(writer: Writer, data: bytes, inside: bytes = b"") -> None:
    """Send a photo to a report as the reporter's browser does; `inside` as its description."""
    content_key = bytes(range(32))
    told = {"v": 1, "type": "image/jpeg", "size": len(data), "chunks": 1, "name": "Photo 1"}
    inside = inside or json.dumps(told).encode()
    record = writer.seal(inside, RecordKind.ATTACHMENT, content_key=content_key)
    writer.call("/return/attachments", {**as_json(record), "chunks": 1})
    place = {"report": writer.report, "record": record.uid}
    for index, chunk in enumerate(seal_chunks(data, content_key=content_key, **place)):
        Client().put(
            f"/return/attachments/{record.uid}/{index}",
            chunk,
            content_type="application/octet-stream",
            headers={"Authorization": writer.authorization},
        )


def say(
    writer: Writer, text: str, kind: RecordKind = RecordKind.REPORTER_MESSAGE, by: str = ""
) -> None:
    """Add to a report: a message of either side, or a note of the team."""
    report = Report.objects.get(uid=writer.report)
    new = writer.seal(json.dumps({"v": 1, "text": text, "by": by}).encode(), kind)
    adding = {
        RecordKind.REPORTER_MESSAGE: conversation.add_reporter_message,
        RecordKind.PROJECT_MESSAGE: conversation.add_project_message,
        RecordKind.NOTE: conversation.add_note,
    }
    adding[kind](report, new)


def lines(page: Page):
    """The lines of the inbox."""
    return page.locator("#lines > li")


def open_report(page: Page, beginning: str) -> None:
    """Open the report that begins so, from the inbox."""
    page.get_by_role("link", name=beginning).click()
    expect(page.locator("#answers")).to_contain_text(beginning)


def enrol(page: Page, name: str) -> None:
    """Choose a name and a passphrase."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Passphrase", exact=True).fill(STRONG)
    expect(page.get_by_text("Very good")).to_be_visible()
    press(page, "Continue")
    see(page, "Add a second lock")


def add_app(page: Page) -> str:
    """Connect an app of one-time codes; return its secret, read from the page."""
    press(page, "Use an app")
    see(page, "Connect your app")
    secret = page.locator("#totp-secret").inner_text().replace(" ", "")
    page.get_by_label("The six numbers").fill(pyotp.TOTP(secret).now())
    page.locator("#totp-form").get_by_role("button", name="Continue").click()
    return secret


def save_codes(page: Page) -> list[str]:
    """Take note of the recovery codes, and say so; return them."""
    see(page, "Keep these codes")
    codes = page.locator("#codes li").all_inner_texts()
    page.get_by_label("I have saved these codes").check()
    page.locator("#codes-form").get_by_role("button", name="Continue").click()
    return codes


def sheet_words(page: Page) -> list[str]:
    """The words of the recovery sheet on the screen."""
    see(page, "Print this sheet")
    words = page.locator("#sheet-words li").all_inner_texts()
    assert len(words) == 24
    return words


def type_asked_words(page: Page, words: list[str]) -> None:
    """Type the three words that are asked for."""
    see(page, "Check the sheet")
    fields = page.locator("#asked .field")
    expect(fields).to_have_count(3)
    for field in fields.all():
        number = int(field.locator("label").inner_text().split()[-1])
        field.locator("input").fill(words[number - 1])


def take_sheet(page: Page, finish: str) -> list[str]:
    """Copy the sheet on the screen, prove it and press the button `finish`; return its words."""
    words = sheet_words(page)
    press(page, "I have it on paper")
    type_asked_words(page, words)
    press(page, finish)
    return words


def set_up(page: Page) -> list[str]:
    """Make the project's key and the sheet; return the sheet's words."""
    press(page, "Make the key and the sheet")
    words = take_sheet(page, "Finish")
    see(page, "Inbox")
    return words


def remove_colleague(page: Page, name: str) -> list[str]:
    """Remove somebody on the team page; return the words of the new sheet."""
    row = page.locator(f'[data-member="{name}"]')
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Go on to the new sheet").click()
    words = take_sheet(page, f"Remove {name} and make a new key")
    expect(row).to_have_count(0)
    see(page, "Team")
    return words
