"""What a reporter does on the pages, as a person would: by what the page says."""

import io
import json
import re
from base64 import b64decode
from collections.abc import Callable
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image
from playwright.sync_api import Page, expect
from stored_records import key_of, project_wrap_of
from two_recipients import open_for_project, seal_record

from unsilenced.records.models import Record
from unsilenced.reports.consent import WORDING
from unsilenced.reports.intake.sealed_report import Submission, submit
from unsilenced.reports.models import Report, Scope, SealedBy
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.receipt import derive, lookup_hash, parse_receipt

WHAT = "He took my money and hit me."

OPENED = re.compile(r"^Your report [0-9A-Z]{4}-[0-9A-Z]{4}$")
"""The heading of an opened report."""

WORDS = "abandon ability horse hospital above absent zoo"
KEYS = derive(parse_receipt(WORDS))
"""Stretching is slow by design, so the reports made here share their words."""


def picture() -> dict[str, str | bytes]:
    """A photo as a field of files takes it."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((800, 600)).convert("RGB").save(file, "JPEG")
    return {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def see(page: Page, heading: str) -> None:
    """The heading is on the screen."""
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def start(page: Page) -> None:
    page.goto("/report/")
    press(page, "Start")


def go_on(page: Page) -> None:
    press(page, "Continue")


def answer_everything(page: Page, what: str = WHAT) -> None:
    """Answer each question, up to the list of answers."""
    start(page)
    page.get_by_label("What happened?").fill(what)
    go_on(page)
    page.get_by_label("In the last week").check()
    page.get_by_label("In your own words, if you like").fill("on Friday")
    go_on(page)
    page.get_by_label("In which part of London?").select_option("Hackney")
    go_on(page)
    page.get_by_label("Phone number").fill("07700 900123")
    press(page, "Add another phone number")
    page.get_by_label("Phone number 2").fill("07700 900456")
    go_on(page)
    page.get_by_label("Warn others").check()
    go_on(page)
    page.get_by_label("They may contact me").check()
    page.get_by_label("How can they reach you safely?").fill("Text me at noon")
    go_on(page)
    see(page, "Do you have photos to add?")
    go_on(page)
    see(page, "Check your answers")


def answer_shortly(page: Page, what: str = WHAT) -> None:
    """Answer what must be answered, up to the list of answers."""
    start(page)
    page.get_by_label("What happened?").fill(what)
    for _ in range(7):
        go_on(page)
    see(page, "Check your answers")


def opened_draft(kept: str, key: str) -> dict:
    """What the draft of a tab holds (web/reporter/draft.ts)."""
    nonce, sealed = map(b64decode, kept.split(" "))
    return json.loads(AESGCM(b64decode(key)).decrypt(nonce, sealed, None))


def expect_kept(page: Page, is_meant: Callable[[dict], bool]) -> None:
    """Wait for the draft that is meant: earlier ones may still be kept meanwhile."""
    kept = None
    while True:
        page.wait_for_function("kept => sessionStorage.getItem('draft') !== kept", arg=kept)
        kept, key = page.evaluate("[sessionStorage.getItem('draft'), window.name]")
        if is_meant(opened_draft(kept, key)):
            return


def words_on(page: Page) -> str:
    """The words that the page shows."""
    see(page, "Save your seven words")
    words = page.locator(".words li").all_inner_texts()
    assert len(words) == 7
    return " ".join(words)


def save_and_send(page: Page) -> str:
    """Save the words and send; return the words."""
    words = words_on(page)
    page.get_by_label("I have saved these words").check()
    press(page, "Send")
    return words


def report(page: Page, what: str = WHAT) -> str:
    """Go the short way to the confirmation; return the words."""
    answer_shortly(page, what)
    go_on(page)
    words = save_and_send(page)
    see(page, "Your report is sent")
    return words


def come_back(page: Page, words: str) -> None:
    page.goto("/return/")
    page.get_by_label("Seven words, with a space after each").fill(words)
    press(page, "Open")
    expect(page.get_by_role("heading", name=OPENED)).to_be_visible()


def read_by(project, record: Record) -> dict:
    """What the project reads of a record."""
    inside = open_for_project(
        bytes(record.body),
        project_wrap_of(record),
        kind=RecordKind(record.kind),
        report=record.subject,
        record=record.uid,
        key=key_of(record),
        private_key=project.private_key,
    )
    return json.loads(inside)


def sent_report(project) -> dict:
    """What the project reads of the only report."""
    return read_by(project, Record.objects.get(kind=RecordKind.REPORT))


def sealed(project, report, kind, inside, record=None) -> NewRecord:
    """A record as a browser seals it."""
    record = record or uuid4()
    made = seal_record(
        json.dumps({"v": 1, **inside}).encode(),
        kind=kind,
        report=report,
        record=record,
        key=project.key.id,
        project_public_key=bytes(project.key.public_key),
        reporter_public_key=KEYS.public_key,
    )
    return NewRecord(record, project.key.id, made.body, made.project_wrap, made.reporter_wrap)


def send_from_a_browser(project, what: str = WHAT) -> Report:
    """Store a report that `WORDS` opens."""
    uid = uuid4()
    inside = {"what": what, "when": "month", "who": [{"kind": "plate", "value": "AB12 CDE"}]}
    new = sealed(project, uid, RecordKind.REPORT, inside, uid)
    submission = Submission(
        uid=uid,
        project="willow",
        key=new.key,
        body=new.body,
        project_wrap=new.project_wrap,
        reporter_wrap=new.reporter_wrap,
        reporter_public_key=KEYS.public_key,
        lookup_hash=lookup_hash(KEYS.lookup_secret),
        consents=frozenset({Scope.WARN}),
        wording=WORDING,
        sealed_by=SealedBy.BROWSER,
    )
    return Report.objects.get(pk=submit(submission).uid)
