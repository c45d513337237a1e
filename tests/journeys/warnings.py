"""What caseworkers do about warnings, and what both evaluators make of an identifier."""

import datetime as dt
import json
import uuid

from django.test import Client
from django.utils import timezone
from journeys.desk import open_desk, press, see, seed_desk, send_report
from keyholder.holding import RunningKeyHolder
from playwright.sync_api import Locator, Page, expect
from stored_records import project_wrap_of
from two_recipients import open_for_project, seal_record

from unsilenced.demo.invented_people import InventedCaseworker, InventedProject
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious.combined import Derived, combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.normalise import normalise
from unsilenced.oblivious.record import Label, open_label
from unsilenced.people.models import User
from unsilenced.reports.models import Report
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind
from unsilenced.warnings.drafting.composing import compose
from unsilenced.warnings.models import Warning
from unsilenced.warnings.shared import Entry

HARMLESS = "Refuses the condom, then becomes violent. Asks for two people."
"""A text in which nothing can tell who reported."""

NUMBER = "07700 900123"
CANONICAL = "+447700900123"


def agreed_report(project: InventedProject, *, consents=("warn",), **answers) -> uuid.UUID:
    """A report whose writer agrees to warn, with a phone number; return its uid."""
    known = [{"kind": "tel", "value": NUMBER}, {"kind": "description", "value": "Tall."}]
    told = {"who": known, "borough": "E09000012", **answers}
    writer = send_report(project, consents=consents, **told)
    return writer.report


def store_draft(
    project: InventedProject, report_uid: uuid.UUID, person: User, **changes
) -> Warning:
    """Store a draft as somebody's browser would have sealed it."""
    report = Report.objects.get(uid=report_uid)
    uid = uuid.uuid4()
    month = f"{timezone.localdate():%Y-%m}"
    inside = {
        "v": 1,
        "kind": "violence",
        "areas": ["E09000012", "E09000030"],
        "months": {"from": month, "to": month},
        "original": "en",
        "texts": {"en": HARMLESS},
        "identifiers": [{"kind": "tel", "value": CANONICAL}],
        "review_on": f"{timezone.localdate() + dt.timedelta(days=90):%Y-%m-%d}",
        **changes,
    }
    sealed = seal_record(
        json.dumps(inside).encode(),
        kind=RecordKind.WARNING,
        report=report.uid,
        record=uid,
        key=project.key.id,
        project_public_key=bytes(project.key.public_key),
        reporter_public_key=None,
    )
    new = NewRecord(uid, project.key.id, sealed.body, sealed.project_wrap, None)
    return compose(report, person, new).warning


def begin_warning(page: Page, report_uid: uuid.UUID) -> None:
    """Open the page on which a warning is written, from the report."""
    page.goto(f"/desk/reports/{report_uid}/")
    page.get_by_role("link", name="Write a warning").click()
    see(page, "Warn others")
    expect(page.locator("#offered")).to_contain_text(NUMBER)


def ask_for_review(project: InventedProject, identifier: str) -> None:
    """Send a request for review as somebody who thinks that a warning names them."""
    uid = uuid.uuid4()
    inside = {"v": 1, "identifier": identifier, "what": "This is not me.", "answer": "me@x.org"}
    sealed = seal_record(
        json.dumps(inside).encode(),
        kind=RecordKind.REVIEW_REQUEST,
        report=uid,
        record=uid,
        key=project.key.id,
        project_public_key=bytes(project.key.public_key),
        reporter_public_key=None,
    )
    members = {
        "project": project.project.slug,
        "key": str(project.key.id),
        "body": to_b64u(sealed.body),
        "project_wrap": to_b64u(sealed.project_wrap),
    }
    sent = Client().post(
        "/review/send", {"uid": str(uid), "sealed": [members]}, content_type="application/json"
    )
    assert sent.status_code == 201, sent.content


def text_field(page: Page) -> Locator:
    return page.get_by_label("Text in English")


def fill_in(page: Page, text: str = HARMLESS) -> None:
    """Fill in a warning with the number that the report offers."""
    page.get_by_label("What do you warn of?").select_option("Violence")
    text_field(page).fill(text)
    page.get_by_label(f"Phone number: {NUMBER}").check()


def keep(page: Page) -> None:
    """Keep the draft."""
    press(page, "Keep as a draft")
    see(page, "The draft is kept")


def written_warning(page: Page, report_uid: uuid.UUID, text: str = HARMLESS) -> Warning:
    """Have somebody who is logged in write a warning; return its draft."""
    begin_warning(page, report_uid)
    fill_in(page, text)
    keep(page)
    return Warning.objects.latest("composed_on")


def colleague_at_warnings(window, somebody: InventedCaseworker) -> Page:
    """Somebody else's browser, logged in, with the warnings before them."""
    page = open_desk(window)
    seed_desk(page, somebody)
    page.goto("/desk/warnings/")
    see(page, "Warnings")
    return page


def read_draft(page: Page) -> None:
    """Open the one draft."""
    page.get_by_role("button", name="Read the draft").click()
    see(page, "Look at the draft")
    expect(page.locator("#answers")).to_contain_text("He took my money")


def approve(page: Page) -> None:
    """Approve the open draft."""
    press(page, "Approve and publish")
    expect(page.get_by_text("Approved. Members see it with the next list")).to_be_visible()


def opened(project: InventedProject, warning: Warning) -> dict:
    """What is inside a warning's draft."""
    text = open_for_project(
        bytes(warning.draft.body),
        project_wrap_of(warning.draft),
        kind=RecordKind.WARNING,
        report=warning.report.uid,
        record=uuid.UUID(str(warning.pk)),
        key=project.key.id,
        private_key=project.private_key,
    )
    return json.loads(text)


def derived(keyholder: RunningKeyHolder, kind: str, value: str) -> list[Derived]:
    """What an identifier derives to under every pair of keys, current first."""
    data = input_of(normalise(kind, value, region="GB"))
    return [
        combine(ours.output(data), theirs.output(data))
        for ours in keyring().evaluators
        for theirs in keyholder.keys.evaluators
    ]


def labels_of(warning: Warning, known: Derived) -> list[Label]:
    """The labels among a warning's entries that somebody who knows the identifier finds."""
    found = [
        open_label(known, bytes(each.record))
        for each in Entry.objects.filter(warning=warning)
        if bytes(each.place) == known.place_bytes
    ]
    return [label for label in found if label is not None]
