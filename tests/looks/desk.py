"""The desk's pages, each as a caseworker has it before them."""

import datetime as dt
import io
import re

from journeys.desk import (
    add_app,
    enrol,
    lines,
    press,
    say,
    see,
    seed_desk,
    send_photo,
    send_report,
    sheet_words,
)
from looks.check import Look, Scene
from people.desk import SheetHolder, Somebody
from PIL import Image
from playwright.sync_api import Page, expect
from reports.writer import Writer

from unsilenced.cases import removal
from unsilenced.cases.models import Case, DigestOutcome
from unsilenced.people.models import CameIn, KeyGrant, Organisation, Passkey, User
from unsilenced.people.organisations import enrolment
from unsilenced.reports.models import Report, SealedBy
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind

TOLD = [
    (
        "He booked for one hour and would not leave. When I asked him to, he hit me.",
        "E09000012",
    ),
    ("Ele não pagou e levou o meu telefone. Tinha uma faca.", "E09000030"),
    ("A man follows me home every Friday in a blue van.", "E09000007"),
    ("They took photos of me without asking and say they will post them.", ""),
    ("Sent me forty messages in one night, then came to the door.", "E09000033"),
]


def at_desk(scene: Scene) -> None:
    """Log in, so that the keys are kept when the page is opened."""
    page = scene.context.new_page()
    seed_desk(page, scene.caseworker("amara"), scene.address)
    page.close()


def busy_inbox(scene: Scene) -> None:
    """Reports in every state, in several hands."""
    at_desk(scene)
    bea = scene.caseworker("bea").user
    today = dt.datetime.now(tz=dt.UTC).date()
    for number, (what, borough) in enumerate(TOLD * 3):
        sealed_by = SealedBy.SERVER if number == 4 else SealedBy.BROWSER
        writer = send_report(
            scene.project,
            what=what,
            borough=borough,
            photos=2 if number % 5 == 3 else 0,
            changes={"sealed_by": sealed_by},
        )
        report = Report.objects.get(uid=writer.report)
        if number % 3:
            Report.objects.filter(pk=report.pk).update(opened_on=today)
        if number % 2:
            Case.objects.create(report=report, assigned_to=bea)


def long_report(scene: Scene) -> None:
    """A report that has everything a report can have."""
    at_desk(scene)
    writer = send_report(
        scene.project,
        what=f"{TOLD[0][0]}\n\n{TOLD[1][0]}",
        borough="E09000012",
        when_words="on Friday, late",
        who=[
            {"kind": "tel", "value": "07700 900123"},
            {"kind": "description", "value": "Tall, grey coat, a scar on the left hand."},
        ],
        answer="contact",
        contact="Text me at noon, never call.",
        consents=["warn", "count"],
        changes={"sealed_by": SealedBy.SERVER},
    )
    say(writer, "Thank you for writing. Are you safe now?", RecordKind.PROJECT_MESSAGE, by="amara")
    say(writer, "Yes, I am with my sister. \u202eCall\u202c her, not me.")
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(picture, "JPEG")
    send_photo(writer, picture.getvalue())
    say(writer, "She knows Bea from the clinic.", RecordKind.NOTE, by="amara")


def to_be_deleted(scene: Scene) -> None:
    """A report that a colleague wants to delete for good."""
    at_desk(scene)
    writer = send_report(scene.project, what="asdf asdf")
    bea = scene.caseworker("bea").user
    removal.ask_to_delete(Report.objects.get(uid=writer.report), bea)


def open_set_aside(page: Page) -> None:
    page.get_by_role("radio", name=re.compile("Set aside")).check()
    open_newest(page)
    page.get_by_role("button", name="Yes, delete it for good…").scroll_into_view_if_needed()


def find_elsewhere(page: Page) -> None:
    """Search for what is set aside, with a line above the list of what waits to be deleted."""
    page.get_by_label("Search in what is opened here").fill("asdf")
    expect(page.get_by_role("button", name="1 in Set aside")).to_be_visible()


def unreadable(scene: Scene) -> None:
    """A report that cannot be read, and a message after it."""
    at_desk(scene)
    writer = Writer.of(scene.project)
    writer.sent(text=b"asdf")
    say(writer, "I am sorry. \u202eMy phone\u202c wrote rubbish.")


def rubbish(scene: Scene) -> None:
    """Reports that cannot be read, and one with a mark that cannot be seen."""
    at_desk(scene)
    for inside in (b"asdf", b"[]"):
        Writer.of(scene.project).sent(text=inside)
    send_report(scene.project, what="He \u202ehit me.")


def all_rubbish(page: Page) -> None:
    expect(lines(page)).to_have_count(3)
    expect(page.get_by_text("3 reports")).to_be_visible()


def ask_about_rubbish(page: Page) -> None:
    press(page, "Set aside 2 that cannot be read…")
    expect(page.get_by_role("dialog")).to_be_visible()


def agree_to_delete(page: Page) -> None:
    open_set_aside(page)
    press(page, "Yes, delete it for good…")
    expect(page.get_by_role("dialog")).to_be_visible()


def open_unreadable(page: Page) -> None:
    page.locator("#lines a").click()
    see(page, "This report cannot be read")
    expect(page.locator("#talk")).to_contain_text("wrote rubbish")


def open_newest(page: Page) -> None:
    page.locator("#lines a").first.click()
    expect(page.locator("#answers")).to_be_visible()


def open_photo(page: Page) -> None:
    open_newest(page)
    press(page, "Show photo 1")
    expect(page.get_by_role("img", name="Photo 1")).to_be_visible()
    page.get_by_text("Every change").click()
    page.locator("#hand-form summary").click()


def new_colleague(scene: Scene) -> None:
    """A colleague without the key, and a link not used yet."""
    at_desk(scene)
    enrolment.invite(scene.project.project)
    KeyGrant.objects.filter(user=scene.caseworker("bea").user).delete()


def ask_to_give_key(page: Page) -> None:
    page.get_by_role("button", name="Give the key").click()
    expect(page.locator("#give-key-fingerprint")).not_to_be_empty()


def ask_to_remove(page: Page) -> None:
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def make_link(page: Page) -> None:
    press(page, "Make a link")
    expect(page.locator("#link-panel")).to_be_visible()


def keyless(scene: Scene) -> None:
    """Somebody who has not been given the key."""
    at_desk(scene)
    KeyGrant.objects.all().delete()


def invited(scene: Scene) -> None:
    """An invitation to a project that is not set up; its address is kept on the scene's window."""
    fern = Organisation.objects.create(slug="fern", name="Fern Project (invented)", invented=True)
    token, _ = enrolment.invite(fern)
    link = f"{scene.address}/desk/invitation/#{to_b64u(token)}"
    scene.context.add_init_script(f"window.invitation = {link!r}")


def follow_link(page: Page) -> None:
    page.goto(page.evaluate("window.invitation"))
    see(page, "Join Fern Project (invented)")


def weak_passphrase(page: Page) -> None:
    follow_link(page)
    page.get_by_label("Name", exact=True).fill("amara")
    page.get_by_label("Passphrase", exact=True).fill("password 123")
    press(page, "Continue")
    expect(page.locator(".error")).to_be_visible()


def choose_factor(page: Page) -> None:
    follow_link(page)
    enrol(page, "amara")


def connect_app(page: Page) -> None:
    choose_factor(page)
    press(page, "Use an app")
    see(page, "Connect your app")


def recovery_codes(page: Page) -> None:
    choose_factor(page)
    add_app(page)
    see(page, "Keep these codes")


def begin_set_up(page: Page) -> None:
    recovery_codes(page)
    page.get_by_label("I have saved these codes").check()
    page.locator("#codes-form").get_by_role("button", name="Continue").click()
    see(page, "Set up Fern Project (invented)")


def recovery_sheet(page: Page) -> None:
    begin_set_up(page)
    press(page, "Make the key and the sheet")
    sheet_words(page)


def check_sheet(page: Page) -> None:
    recovery_sheet(page)
    press(page, "I have it on paper")
    press(page, "Finish")
    expect(page.locator("#asked .error")).to_be_visible()


def second_factor(scene: Scene) -> None:
    """A log-in page that is left at the second factor."""
    who = scene.caseworker("amara")
    scene.context.add_init_script(f"window.passphrase = {who.passphrase!r}")


def half_way(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("amara")
    page.get_by_label("Passphrase", exact=True).fill(page.evaluate("window.passphrase"))
    press(page, "Continue")
    see(page, "Show that it is you")
    page.get_by_text("I have lost my phone or key").click()


def refused(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("amara")
    press(page, "Continue")
    expect(page.locator(".error")).to_be_visible()


def all_lines(page: Page) -> None:
    expect(lines(page)).to_have_count(15)


def seven_words(page: Page) -> None:
    page.get_by_label("What happened?").fill("She rang. He did not pay.")
    press(page, "Continue")
    see(page, "Seven words for them")


def sheet_in_use(scene: Scene) -> None:
    """Somebody waits with the sheet, and somebody else came in with one before."""
    at_desk(scene)
    User.objects.filter(pk=scene.caseworker("bea").user.pk).update(came_in=CameIn.NEW)
    slug = scene.project.project.slug
    assert SheetHolder(slug, scene.project.sheet, Somebody("Nadia")).ask().status_code == 201


def ask_to_let_in(page: Page) -> None:
    press(page, "It is one of us: let them in")
    expect(page.get_by_role("dialog")).to_be_visible()


def new_sheet(page: Page) -> None:
    press(page, "Make a new sheet now")
    sheet_words(page)


def waiting_with_sheet(scene: Scene) -> None:
    """Somebody has asked with the sheet; its words are kept on the scene's window."""
    sheet_in_use(scene)
    words = " ".join(scene.project.sheet.words)
    scene.context.add_init_script(f"window.sheet = {words!r}")


def come_back_with_sheet(page: Page) -> None:
    page.get_by_label("The 24 words").fill(page.evaluate("window.sheet"))
    press(page, "Continue")
    see(page, "Your colleagues have been told")


def unsent_digest(scene: Scene) -> None:
    """The last digest was refused for somebody's address."""
    at_desk(scene)
    today = dt.datetime.now(tz=dt.UTC).date()
    DigestOutcome.objects.create(went_out=False, day=today, hour=23, fault="recipient")


def passkey_elsewhere(scene: Scene) -> None:
    """A log-in of somebody who has a passkey, in a browser that knows none."""
    second_factor(scene)
    who = User.objects.get(name="amara")
    Passkey.objects.create(user=who, credential_id=b"elsewhere", public_key=b"", name="Key")
    scene.context.add_init_script("delete window.PublicKeyCredential")


def lock(page: Page) -> None:
    press(page, "Lock")
    see(page, "Locked")


def when_ready(page: Page) -> None:
    expect(page.locator("h1").filter(visible=True)).to_be_visible()
    page.wait_for_load_state("networkidle")


DESK_LOOKS = [
    Look("desk-log-in", "/desk/log-in/", after=refused),
    Look("desk-second-factor", "/desk/log-in/", before=second_factor, after=half_way),
    Look("desk-weak-passphrase", "/desk/log-in/", before=invited, after=weak_passphrase),
    Look("desk-choose-factor", "/desk/log-in/", before=invited, after=choose_factor),
    Look("desk-connect-app", "/desk/log-in/", before=invited, after=connect_app),
    Look("desk-codes", "/desk/log-in/", before=invited, after=recovery_codes),
    Look("desk-set-up", "/desk/log-in/", before=invited, after=begin_set_up),
    Look("desk-sheet", "/desk/log-in/", before=invited, after=recovery_sheet),
    Look("desk-check-sheet", "/desk/log-in/", before=invited, after=check_sheet),
    Look("desk-recover", "/desk/recover/", after=when_ready),
    Look(
        "desk-recover-waiting",
        "/desk/recover/",
        before=waiting_with_sheet,
        after=come_back_with_sheet,
    ),
    Look("desk-sheet-in-use", "/desk/account/", before=sheet_in_use, after=when_ready),
    Look("desk-let-in", "/desk/team/", before=sheet_in_use, after=ask_to_let_in),
    Look("desk-new-sheet", "/desk/team/", before=sheet_in_use, after=new_sheet),
    Look("desk-inbox", "/desk/", before=busy_inbox, after=all_lines),
    Look("desk-no-key", "/desk/", before=keyless, after=when_ready),
    Look("desk-unsent-digest", "/desk/", before=unsent_digest, after=when_ready),
    Look("desk-no-passkeys", "/desk/log-in/", before=passkey_elsewhere, after=half_way),
    Look("desk-locked", "/desk/", before=at_desk, after=lock),
    Look("desk-report", "/desk/", before=long_report, after=open_photo),
    Look("desk-gone", "/desk/reports/4711/", before=at_desk, status=404),
    Look("desk-new", "/desk/new/", before=at_desk, after=when_ready),
    Look("desk-words", "/desk/new/", before=at_desk, after=seven_words),
    Look("desk-team", "/desk/team/", before=new_colleague, after=make_link),
    Look("desk-give-key", "/desk/team/", before=new_colleague, after=ask_to_give_key),
    Look("desk-removal", "/desk/", before=to_be_deleted, after=open_set_aside),
    Look("desk-inbox-elsewhere", "/desk/", before=to_be_deleted, after=find_elsewhere),
    Look("desk-rubbish", "/desk/", before=rubbish, after=all_rubbish),
    Look("desk-rubbish-dialog", "/desk/", before=rubbish, after=ask_about_rubbish),
    Look("desk-unreadable", "/desk/", before=unreadable, after=open_unreadable),
    Look("desk-removal-dialog", "/desk/", before=to_be_deleted, after=agree_to_delete),
    Look("desk-remove", "/desk/team/", before=new_colleague, after=ask_to_remove),
    Look("desk-account", "/desk/account/", before=at_desk, after=when_ready),
]
