"""The recovery sheet in Chromium: a yes, a no, the wait, and somebody who left with it."""

import pytest
from django.utils import timezone
from journeys.desk import (
    STRONG,
    add_app,
    failure,
    lines,
    open_desk,
    open_report,
    press,
    remove_colleague,
    save_codes,
    see,
    seed_desk,
    send_report,
    start_at_desk,
    take_sheet,
    told,
)
from people.desk import Desk, SheetHolder, Somebody
from playwright.sync_api import expect
from reports.writer import Writer

from unsilenced.demo.invented_people import InventedProject
from unsilenced.people.models import OrganisationKey, RecoveryRequest, User
from unsilenced.sealing import recovery
from unsilenced.sealing.errors import WillNotOpen
from unsilenced.sealing.grants import open_from_recovery
from unsilenced.sealing.keys import fingerprint

NOTICE = "Somebody has the recovery sheet"


def type_sheet(page, words):
    page.goto("/desk/recover/")
    page.get_by_label("The 24 words").fill(" ".join(words))
    press(page, "Continue")


def choose_account(page, name):
    """Choose a name and a passphrase, like a person who asks."""
    see(page, "The sheet is right")
    page.get_by_label("Name", exact=True).fill(name)
    page.locator("#new-passphrase").fill(STRONG)
    expect(page.get_by_text("Very good")).to_be_visible()
    press(page, "Continue")


def ask(page, words, name="nadia"):
    """Ask with the sheet, and be told to wait; return the numbers on the screen."""
    type_sheet(page, words)
    choose_account(page, name)
    see(page, "Your colleagues have been told")
    return page.locator("#waiting-fingerprint").inner_text()


def come_in(page, words):
    """Come back with the sheet and the passphrase, up to the inbox."""
    type_sheet(page, words)
    see(page, "You may come in")
    page.locator("#passphrase").fill(STRONG)
    press(page, "Continue")
    see(page, "Add a second lock")
    add_app(page)
    save_codes(page)
    see(page, "Inbox")


def answer(page, button, dialog_button):
    press(page, button)
    page.get_by_role("dialog").get_by_role("button", name=dialog_button).click()


def test_a_colleagues_yes_lets_somebody_in_and_everybody_sees_who(window, project, caseworker):
    send_report(project)
    words = list(project.sheet.words)
    amara, nadia = open_desk(window), open_desk(window)
    start_at_desk(amara, caseworker("amara"))
    expect(amara.get_by_text(NOTICE)).to_have_count(0)
    numbers = ask(nadia, words)
    for path in ("/desk/", "/desk/new/", "/desk/warnings/", "/desk/account/"):
        amara.goto(path)
        see(amara, NOTICE)
    amara.get_by_role("link", name="Say yes or no").click()
    see(amara, "Team")
    expect(amara.locator("#recovery-text")).to_contain_text("They call themselves nadia.")
    press(amara, "It is one of us: let them in")
    expect(amara.locator("#let-in-fingerprint")).to_have_text(numbers)
    waiting = RecoveryRequest.objects.get()
    assert numbers == fingerprint(bytes(waiting.public_key))
    dialog = amara.get_by_role("dialog")
    dialog.get_by_role("button", name="Let them in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Compare the numbers first")
    dialog.get_by_label("I have spoken to them").check()
    dialog.get_by_role("button", name="Let them in").click()
    expect(amara.get_by_text("nadia can come in now.")).to_be_visible()
    come_in(nadia, words)
    open_report(nadia, "He took my money")
    amara.goto("/desk/")
    expect(amara.get_by_text("nadia came in with the recovery sheet.")).to_be_visible()
    amara.goto("/desk/team/")
    row = amara.locator('[data-member="nadia"]')
    expect(row).to_contain_text("Came in with the recovery sheet")
    row.get_by_role("button", name="We know them").click()
    expect(amara.get_by_text("Noted.")).to_be_visible()
    amara.goto("/desk/")
    see(amara, "Inbox")
    expect(amara.get_by_text("came in with the recovery sheet")).to_have_count(0)


COMES_TO_THE_FRONT = "dispatchEvent(new Event('focus'))"


def test_who_has_the_desk_open_learns_of_a_request(window, project, caseworker):
    amara, nadia = open_desk(window), open_desk(window)
    start_at_desk(amara, caseworker("amara"))
    ask(nadia, list(project.sheet.words))
    expect(amara.get_by_text(NOTICE)).to_have_count(0)
    press(amara, "Look for new ones")
    see(amara, NOTICE)
    expect(amara.locator("#recovery-news")).to_contain_text("They call themselves nadia.")
    amara.get_by_role("link", name="Say yes or no").click()
    press(amara, "Say no")
    amara.get_by_role("dialog").get_by_role("button", name="Say no").click()
    expect(amara.get_by_text("They stay out.")).to_be_visible()
    see(amara, NOTICE)


@pytest.mark.parametrize("path", ["/desk/new/", "/desk/team/"])
def test_a_page_that_comes_to_the_front_tells_of_a_request(window, project, caseworker, path):
    amara, nadia = open_desk(window), open_desk(window)
    start_at_desk(amara, caseworker("amara"))
    with amara.expect_response("**/news"):
        amara.goto(path)
    ask(nadia, list(project.sheet.words))
    expect(amara.get_by_role("heading", name=NOTICE)).to_be_hidden()
    amara.evaluate(COMES_TO_THE_FRONT)
    see(amara, NOTICE)


def test_a_no_keeps_somebody_out_and_a_new_sheet_ends_it(window, project, caseworker):
    words = list(project.sheet.words)
    amara, nadia = open_desk(window), open_desk(window)
    start_at_desk(amara, caseworker("amara"))
    ask(nadia, words)
    amara.goto("/desk/team/")
    press(amara, "Say no")
    amara.get_by_role("dialog").get_by_role("button", name="Say no").click()
    expect(amara.get_by_text("They stay out. Now make a new sheet.")).to_be_focused()
    type_sheet(nadia, words)
    see(nadia, "A colleague has said no")
    press(amara, "Make a new sheet now")
    new = take_sheet(amara, "Use this sheet from now on")
    expect(amara.get_by_text("The new sheet is in use.")).to_be_visible()
    expect(amara.locator("#recovery-part")).to_be_hidden()
    type_sheet(nadia, words)
    expect(failure(nadia)).to_contain_text("These words do not open this team's keys.")
    type_sheet(nadia, new)
    see(nadia, "The sheet is right")
    assert not User.objects.filter(name="nadia").exists()


def test_without_an_answer_the_sheet_opens_when_the_wait_is_over(page, project, caseworker):
    caseworker("amara")
    send_report(project)
    words = list(project.sheet.words)
    page.goto("/desk/recover/")
    page.get_by_label("The 24 words").fill(" ".join([*words[:2], "zzzz", *words[3:]]))
    press(page, "Continue")
    expect(page.get_by_text("Word 3, “zzzz”, is not on the list.")).to_be_visible()
    ask(page, [word[:4] for word in words])
    type_sheet(page, words)
    see(page, "Your colleagues have been told")
    RecoveryRequest.objects.update(goes_on=timezone.localdate())
    type_sheet(page, words)
    page.locator("#passphrase").fill("another passphrase")
    press(page, "Continue")
    expect(page.get_by_text("This is not the passphrase that you chose")).to_be_visible()
    come_in(page, words)
    open_report(page, "He took my money")


def test_where_nobody_is_left_the_sheet_opens_at_once(page, project):
    send_report(project)
    type_sheet(page, project.sheet.words)
    choose_account(page, "nadia")
    see(page, "Add a second lock")
    add_app(page)
    save_codes(page)
    open_report(page, "He took my money")


def test_a_wrong_sheet_is_refused_and_the_words_stay(page, project):
    page.goto("/desk/recover/")
    words = " ".join(recovery.RecoverySheet.draw().words)
    page.get_by_label("The 24 words").fill(words)
    press(page, "Continue")
    expect(failure(page)).to_be_visible()
    expect(page.get_by_label("The 24 words")).to_have_value(words)


def test_somebody_removed_who_kept_the_sheet_fails_at_each_step(window, project, caseworker):
    """The attack as it was seen: open the new key by a call, come in, read, remove the others."""
    kept = project.sheet
    mallory = SheetHolder(project.project.slug, kept, Somebody("Mallory"))
    caseworker("mallory of before")
    amara = open_desk(window)
    seed_desk(amara, caseworker("amara"))
    amara.goto("/desk/team/")
    remove_colleague(amara, "mallory of before")
    now = InventedProject(project.project, OrganisationKey.objects.current().get(), b"", None)
    Writer.of(now).sent(text=told(what="After the removal."))

    # The sheet proves nothing, so nothing is handed out, and nobody is asked.
    steps = [
        mallory.open(),
        mallory.ask(),
        mallory.keys(),
        mallory.come_in({now.key.pk: bytes(32)}),
    ]
    assert {each.status_code for each in steps} == {422}
    assert {each.json()["error"]["code"] for each in steps} == {"wrong-sheet"}
    # It does not open what a stolen database holds of the new key, either.
    for key in OrganisationKey.objects.all():
        with pytest.raises(WillNotOpen):
            open_from_recovery(
                bytes(key.recovery_envelope),
                key=key.pk,
                recovery_private_key=recovery.derive(kept).private_key,
            )
    # The page does not let them past its first step, either.
    browser = open_desk(window)
    type_sheet(browser, kept.words)
    expect(failure(browser)).to_contain_text("These words do not open this team's keys.")
    # Without an account there is no report to read, and nobody to remove.
    for path in ("reports", "team"):
        assert mallory.desk.get(path).status_code == 401
    assert mallory.desk.post("team/remove", {}).status_code == 401
    assert not RecoveryRequest.objects.exists()
    assert list(User.objects.active().values_list("name", flat=True)) == ["amara"]
    amara.goto("/desk/")
    expect(lines(amara).first).to_contain_text("After the removal.")
    expect(amara.get_by_text(NOTICE)).to_have_count(0)


def test_somebody_who_stole_the_present_sheet_gets_no_key_before_a_colleague_sees_it(
    window, project, caseworker
):
    thief = SheetHolder(project.project.slug, project.sheet, Somebody("Bea"))
    amara = open_desk(window)
    start_at_desk(amara, caseworker("amara"))
    assert thief.ask().json()["state"] == "waiting"
    key = str(project.key.pk)
    for step in (thief.open(), thief.keys(), thief.come_in({project.key.pk: bytes(32)})):
        assert key not in step.content.decode()
    amara.goto("/desk/")
    see(amara, NOTICE)
    amara.get_by_role("link", name="Say yes or no").click()
    press(amara, "Say no")
    amara.get_by_role("dialog").get_by_role("button", name="Say no").click()
    expect(amara.get_by_text("They stay out.")).to_be_visible()
    RecoveryRequest.objects.update(goes_on=timezone.localdate())
    assert thief.keys().json()["error"]["code"] == "recovery-refused"
    assert Desk().begin_log_in(thief.somebody).status_code == 422
