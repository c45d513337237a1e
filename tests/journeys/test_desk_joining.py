"""Joining, setting up, giving and taking away keys, and the recovery sheet, in Chromium."""

import re

import pyotp
import pytest
from journeys.desk import (
    STRONG,
    add_app,
    enrol,
    failure,
    give_code,
    give_passphrase,
    lines,
    open_desk,
    open_report,
    pass_on,
    press,
    remove_colleague,
    save_codes,
    see,
    seed_desk,
    send_report,
    set_up,
    sheet_words,
    start_at_desk,
    take_sheet,
    told,
    type_asked_words,
)
from playwright.sync_api import expect
from reports.writer import Writer, rotated

from unsilenced.demo.invented_people import InventedProject
from unsilenced.people.models import KeyGrant, Organisation, OrganisationKey, User
from unsilenced.people.organisations import enrolment
from unsilenced.sealing import recovery
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.grants import open_from_recovery
from unsilenced.sealing.keys import fingerprint

WAITING = "Waiting for the project\u2019s key"


@pytest.fixture
def fresh_project(transactional_db):
    """A project that nobody has joined yet."""
    return Organisation.objects.create(slug="fern", name="Fern Project (invented)", invented=True)


def invitation(project):
    token, _ = enrolment.invite(project)
    return f"/desk/invitation/#{to_b64u(token)}"


def member(page, name):
    """The row of somebody on the team page."""
    return page.locator(f'[data-member="{name}"]')


def plug_in_passkey(page):
    """Give the browser a device that confirms every passkey at once."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def make_link(page):
    """Make an invitation on the team page; return its link."""
    press(page, "Make a link")
    link = page.get_by_label("The link.")
    expect(link).to_have_value(re.compile("#."))
    return link.input_value()


def as_invented(project, sheet=None):
    """A project set up in a browser, to seal to it; the test does not have its private key."""
    key = OrganisationKey.objects.current().get(organisation=project)
    return InventedProject(project, key, b"", sheet)


def test_the_first_caseworker_goes_from_the_link_to_a_report_in_the_inbox(page, fresh_project):
    page.goto(invitation(fresh_project))
    see(page, "Join Fern Project (invented)")
    assert "#" not in page.url
    enrol(page, "amara")
    add_app(page)
    assert len(save_codes(page)) == 10
    see(page, "Set up Fern Project (invented)")
    words = set_up(page)
    expect(page.get_by_text("No reports yet.")).to_be_visible()
    fresh_project.refresh_from_db()
    sheet = recovery.parse_sheet(" ".join(words))
    assert bytes(fresh_project.recovery_public_key) == recovery.derive(sheet).public_key
    Writer.of(as_invented(fresh_project)).sent(text=told(what="He did not pay."))
    page.reload()
    expect(lines(page)).to_contain_text("He did not pay.")


def test_set_up_does_not_finish_before_the_words_are_read_from_the_sheet(page, fresh_project):
    page.goto(invitation(fresh_project))
    enrol(page, "amara")
    add_app(page)
    save_codes(page)
    press(page, "Make the key and the sheet")
    words = sheet_words(page)
    press(page, "I have it on paper")
    expect(page.get_by_text(words[0], exact=True)).to_have_count(0)
    type_asked_words(page, ["zoo"] * 24)
    press(page, "Finish")
    expect(page.locator("#asked .error").first).to_be_visible()
    fresh_project.refresh_from_db()
    assert not fresh_project.is_set_up
    type_asked_words(page, words)
    press(page, "Finish")
    see(page, "Inbox")


def test_a_weak_passphrase_is_refused_with_advice_and_what_was_typed_is_kept(page, fresh_project):
    page.goto(invitation(fresh_project))
    page.get_by_label("Name", exact=True).fill("amara")
    page.get_by_label("Passphrase", exact=True).fill("password123")
    expect(page.get_by_text("Very weak")).to_be_visible()
    press(page, "Continue")
    expect(page.get_by_text("This passphrase is too weak.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("amara")
    expect(page.get_by_label("Passphrase", exact=True)).to_have_value("password123")
    assert not User.objects.exists()


def test_a_passphrase_can_be_shown_while_it_is_typed(page, fresh_project):
    page.goto(invitation(fresh_project))
    field = page.get_by_label("Passphrase", exact=True)
    expect(field).to_have_attribute("type", "password")
    press(page, "Show")
    expect(field).to_have_attribute("type", "text")


def test_a_link_that_was_used_says_so(page, fresh_project):
    page.goto("/desk/invitation/#AAAA")
    see(page, "This invitation does not work")
    page.goto("/desk/invitation/")
    see(page, "This invitation does not work")


def test_a_second_caseworker_waits_for_the_key_and_reads_once_it_is_given(
    window, project, caseworker
):
    send_report(project)
    amara, bea = open_desk(window), open_desk(window)
    seed_desk(amara, caseworker())
    amara.goto("/desk/team/")
    bea.goto(make_link(amara))
    enrol(bea, "bea")
    add_app(bea)
    save_codes(bea)
    see(bea, WAITING)
    numbers = bea.locator("#no-key-fingerprint").inner_text()
    bea.goto("/desk/team/")
    expect(member(bea, "bea")).to_contain_text("No key yet")
    expect(bea.get_by_role("button", name="Make a link", exact=True)).to_be_hidden()
    see(bea, WAITING)
    expect(bea.locator("#no-key-fingerprint")).to_have_text(numbers)
    bea.goto("/desk/")
    amara.reload()
    member(amara, "bea").get_by_role("button", name="Give the key").click()
    expect(amara.locator("#give-key-fingerprint")).to_have_text(numbers)
    dialog = amara.get_by_role("dialog")
    dialog.get_by_role("button", name="Give the key").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Compare the numbers first")
    assert not KeyGrant.objects.filter(user__name="bea").exists()
    dialog.get_by_label("We have compared them, and they are the same").check()
    dialog.get_by_role("button", name="Give the key").click()
    expect(member(amara, "bea")).to_contain_text("Has the key")
    press(bea, "Look again")
    open_report(bea, "He took my money")


def test_a_newcomer_is_given_the_key_that_was_made_while_the_page_was_open(
    page, project, caseworker
):
    amara, newcomer = caseworker("amara"), caseworker("bea").user
    KeyGrant.objects.filter(user=newcomer).delete()
    seed_desk(page, amara)
    page.goto("/desk/team/")
    member(page, "bea").get_by_role("button", name="Give the key").click()
    now = rotated(project)
    pass_on(now, amara)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("We have compared them, and they are the same").check()
    dialog.get_by_role("button", name="Give the key").click()
    expect(page.get_by_text("bea has the key now.")).to_be_visible()
    given = KeyGrant.objects.filter(user=newcomer).values_list("key", flat=True)
    assert set(given) == {project.key.pk, now.key.pk}


def test_the_numbers_to_compare_come_from_the_key_itself_whatever_the_server_says(page, caseworker):
    who = caseworker()
    start_at_desk(page, who)

    def lie(route):
        answer = route.fetch()
        told = answer.json()
        told["user"]["public_key"] = to_b64u(bytes(range(32)))
        route.fulfill(response=answer, json=told)

    page.route("**/desk/api/keys", lie)
    page.goto("/desk/account/")
    expect(page.locator("#fingerprint")).to_have_text(fingerprint(bytes(who.user.public_key)))


def test_an_invitation_can_be_withdrawn(page, project, caseworker):
    seed_desk(page, caseworker())
    page.goto("/desk/team/")
    link = make_link(page)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("The link no longer works.")).to_be_visible()
    page.goto("about:blank")
    page.goto(link)
    see(page, "This invitation does not work")


def test_a_removed_colleague_is_out_and_new_reports_take_a_new_key(window, project, caseworker):
    amara, bea = caseworker("amara"), caseworker("bea")
    send_report(project, what="Before she left.")
    page = open_desk(window)
    seed_desk(page, amara)
    page.goto("/desk/team/")
    remove_colleague(page, "bea")
    expect(page.get_by_text("bea is removed, and the new sheet is in use.")).to_be_focused()
    now = as_invented(project.project)
    assert now.key.pk != project.key.pk
    Writer.of(now).sent(text=told(what="After she left."))
    page.goto("/desk/")
    expect(lines(page)).to_have_count(2)
    expect(lines(page).filter(has_text="After she left.")).to_have_count(1)
    expect(lines(page).filter(has_text="Before she left.")).to_have_count(1)
    gone = open_desk(window)
    give_passphrase(gone, "bea", bea.passphrase)
    expect(failure(gone)).to_be_visible()


def test_a_colleague_who_was_never_checked_gets_no_key_by_a_removal(page, caseworker):
    start_at_desk(page, caseworker("amara"))
    caseworker("bea")
    newcomer = caseworker("chidi").user
    KeyGrant.objects.filter(user=newcomer).delete()
    page.goto("/desk/team/")
    remove_colleague(page, "bea")
    expect(member(page, "chidi")).to_contain_text("No key yet")
    assert not KeyGrant.objects.filter(user=newcomer).exists()


def test_nobody_is_removed_before_the_new_sheet_is_on_paper(page, project, caseworker):
    start_at_desk(page, caseworker("amara"))
    caseworker("bea")
    page.goto("/desk/team/")
    member(page, "bea").get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Go on to the new sheet").click()
    first = sheet_words(page)
    press(page, "I have it on paper")
    type_asked_words(page, ["zoo"] * 24)
    press(page, "Remove bea and make a new key")
    expect(page.locator("#asked .error").first).to_be_visible()
    page.locator("#check-form").get_by_role("button", name="Cancel. Nothing is changed").click()
    see(page, "Team")
    expect(member(page, "bea")).to_be_visible()
    now = Organisation.objects.get(pk=project.project.pk)
    assert bytes(now.recovery_public_key) == bytes(project.project.recovery_public_key)
    press(page, "Make a new sheet")
    assert sheet_words(page) != first


def test_a_sheet_is_replaced_on_the_team_page(page, project, caseworker):
    seed_desk(page, caseworker("amara"))
    page.goto("/desk/team/")
    press(page, "Make a new sheet")
    words = take_sheet(page, "Use this sheet from now on")
    expect(page.get_by_text("The new sheet is in use.")).to_be_visible()
    see(page, "Team")
    now = Organisation.objects.get(pk=project.project.pk)
    new = recovery.derive(recovery.parse_sheet(" ".join(words)))
    assert bytes(now.recovery_public_key) == new.public_key
    key = OrganisationKey.objects.get()
    opened = open_from_recovery(
        bytes(key.recovery_envelope), key=key.pk, recovery_private_key=new.private_key
    )
    assert opened == project.private_key


def test_a_wrong_passphrase_is_refused_and_the_name_stays(page, caseworker):
    who = caseworker()
    give_passphrase(page, who.user.name, "something else entirely")
    expect(failure(page)).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("amara")
    page.get_by_label("Passphrase", exact=True).fill(who.passphrase)
    press(page, "Continue")
    page.get_by_label("Six numbers from your app").fill("12345")
    press(page, "Log in")
    expect(page.get_by_text("Type the six numbers that the app shows now.")).to_be_visible()
    give_code(page, who.totp_secret)
    see(page, "Inbox")


def test_a_recovery_code_stands_in_for_a_lost_phone(page, caseworker):
    who = caseworker()
    give_passphrase(page, who.user.name, who.passphrase)
    page.get_by_text("I have lost my phone or key").click()
    page.get_by_label("One of your recovery codes").fill(who.recovery_codes[0])
    press(page, "Use this code")
    see(page, "Inbox")


def test_who_left_before_adding_a_second_lock_adds_it_at_log_in(page, project):
    page.goto(invitation(project.project))
    enrol(page, "bea")
    page.context.clear_cookies()
    give_passphrase(page, "bea", STRONG)
    see(page, "Add a second lock")
    add_app(page)
    save_codes(page)
    see(page, WAITING)


def test_a_passkey_is_made_and_used(page, project):
    plug_in_passkey(page)
    page.goto(invitation(project.project))
    enrol(page, "bea")
    page.get_by_label("Name of this passkey").fill("Blue key")
    press(page, "Make a passkey")
    save_codes(page)
    see(page, WAITING)
    page.goto("/desk/account/")
    expect(page.get_by_text("Passkey “Blue key”")).to_be_visible()
    press(page, "Log out")
    see(page, "Log in")
    give_passphrase(page, "bea", STRONG)
    press(page, "Use the passkey")
    see(page, WAITING)


def test_a_changed_passphrase_opens_what_the_old_one_did(page, project, caseworker):
    who = caseworker()
    send_report(project)
    seed_desk(page, who)
    page.goto("/desk/account/")
    page.get_by_label("Passphrase until now").fill("not this one")
    page.get_by_label("New passphrase").fill(STRONG)
    press(page, "Change it")
    expect(page.get_by_text("This is not your passphrase until now.")).to_be_visible()
    page.get_by_label("Passphrase until now").fill(who.passphrase)
    press(page, "Change it")
    expect(page.get_by_text("Your passphrase is changed.")).to_be_visible()
    press(page, "Log out")
    see(page, "Log in")
    give_passphrase(page, who.user.name, STRONG)
    give_code(page, who.totp_secret)
    open_report(page, "He took my money")


def test_a_second_factor_is_added_and_removed_but_never_the_last(page, caseworker):
    seed_desk(page, caseworker())
    page.goto("/desk/account/")
    factors = page.locator("#factors li")
    expect(factors).to_have_text(["Codes from an app"])
    plug_in_passkey(page)
    press(page, "Add a passkey or an app")
    page.get_by_label("Name of this passkey").fill("Blue key")
    press(page, "Make a passkey")
    expect(factors).to_have_count(2)
    factors.first.get_by_role("button", name="Remove").click()
    expect(factors).to_have_text(["Passkey “Blue key”"])


def test_the_address_of_the_regular_message_is_kept(page, caseworker):
    who = caseworker()
    seed_desk(page, who)
    page.goto("/desk/account/")
    page.get_by_label("E-mail address").fill("not an address")
    press(page, "Keep this address")
    expect(page.get_by_text("This does not look like an e-mail address.")).to_be_visible()
    page.get_by_label("E-mail address").fill("amara@example.org")
    press(page, "Keep this address")
    expect(page.get_by_text("Kept. The next message goes there.")).to_be_visible()
    assert User.objects.get(pk=who.user.pk).email == "amara@example.org"


def test_the_desk_keeps_its_language_from_page_to_page(page, project, caseworker):
    who = caseworker()
    send_report(project)
    page.goto("/pt-br/desk/log-in/")
    page.locator("#name").fill("amara")
    page.locator("#passphrase").fill("something else")
    page.locator("#passphrase-form button[type=submit]").click()
    expect(failure(page)).not_to_contain_text("The name or")
    page.locator("#passphrase").fill(who.passphrase)
    page.locator("#passphrase-form button[type=submit]").click()
    page.locator("#code").fill(pyotp.TOTP(who.totp_secret).now())
    page.locator("#code").press("Enter")
    expect(lines(page)).to_have_count(1)
    assert page.url.endswith("/pt-br/desk/")
    lines(page).get_by_role("link").click()
    expect(page).to_have_url(re.compile("/pt-br/desk/reports/"))


def test_new_recovery_codes_replace_the_old_ones(page, caseworker):
    who = caseworker()
    seed_desk(page, who)
    page.goto("/desk/account/")
    press(page, "Make new recovery codes")
    fresh = [code.replace(" ", "") for code in save_codes(page)]
    expect(page.get_by_text("The codes before no longer work.")).to_be_visible()
    assert len(fresh) == 10
    assert not set(fresh) & set(who.recovery_codes)
