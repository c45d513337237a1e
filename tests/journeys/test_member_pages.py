"""Members' pages: joining, logging in, locking, the account. The check has a journey of its own."""

import pytest
from django.urls import reverse
from journeys.desk import failure, press, see
from journeys.members import NAME, PASSPHRASE, invitation, join, log_in, start_as_member
from playwright.sync_api import expect

from unsilenced.people.models import Member

QUARTER = 15 * 60 * 1000

# Every key in the members' vault, with what becomes of each attempt to read it out.
READ_OUT = """async () => {
  const database = await new Promise((resolve) => {
    const opening = indexedDB.open("members");
    opening.onsuccess = () => resolve(opening.result);
  });
  const names = [...database.objectStoreNames];
  const kept = names.length && await new Promise((resolve) => {
    const asking = database.transaction("vault").objectStore("vault").get("keys");
    asking.onsuccess = () => resolve(asking.result);
  });
  database.close();
  if (!kept) return [];
  return Promise.all([kept.settings, kept.tokens].flatMap((key) => ["raw", "jwk"].map((format) =>
    crypto.subtle.exportKey(format, key).then(() => "read out", (error) => error.name))));
}"""

WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"

# What the page does to start the worker, short of asking a push service, which tests do not have.
START = """async () => {
  const address = "/members/messages.js";
  const policy = trustedTypes.createPolicy("messages", {createScriptURL: () => address});
  const {scope} = await navigator.serviceWorker.register(policy.createScriptURL(""));
  await navigator.serviceWorker.ready;
  return scope;
}"""


@pytest.fixture
def member(page, project):
    """A member in front of the check."""
    start_as_member(page, project)
    return page


def unlock(page):
    see(page, "Locked")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    press(page, "Unlock")


def to_account(page):
    page.get_by_role("link", name="Account", exact=True).click()
    see(page, "Account")


def test_who_joins_can_have_a_passphrase_made_by_chance(page, project):
    page.goto(invitation(project))
    press(page, "Make one for me")
    expect(page.get_by_text("6 words drawn by chance (66 bits).")).to_be_visible()
    expect(page.get_by_text("Very good")).to_be_visible()
    shown = page.get_by_label("Passphrase", exact=True)
    assert shown.get_attribute("type") == "text"
    assert len(shown.input_value().split()) == 6


def test_whoever_joins_gives_a_made_up_name_and_a_passphrase_and_nothing_else(page, project):
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.post_data)))
    page.goto(invitation(project))
    see(page, "Choose a name and a passphrase")
    fields = page.locator("input:visible")
    assert [each.get_attribute("id") for each in fields.all()] == ["pseudonym", "new-passphrase"]
    page.get_by_label("A name that is not yours").fill(NAME)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    press(page, "Join")
    see(page, "Check")
    (sent,) = [body for url, body in asked if url.endswith("/members/api/join")]
    assert PASSPHRASE not in sent
    assert Member.objects.get().pseudonym == NAME


def test_whoever_goes_on_in_another_language_keeps_the_invitation(page, project):
    page.goto(invitation(project))
    see(page, "Choose a name and a passphrase")
    page.get_by_role("link", name="Português (Brasil)").click()
    expect(page.locator("#join-form")).to_be_visible()
    assert page.evaluate("location.pathname + location.hash") == "/pt-br/members/join/"


def test_the_links_token_is_sent_by_the_script_alone_and_leaves_the_address(page, project):
    link = invitation(project)
    token = link.partition("#")[2]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link)
    see(page, "Choose a name and a passphrase")
    assert token not in page.url
    assert not [url for url in asked if token in url.partition("#")[0]]


def test_an_invitation_that_the_connection_failed_for_is_looked_at_again(page, project):
    path = "**/members/api/invitation"
    page.route(path, lambda route: route.abort())
    page.goto(invitation(project))
    see(page, "We could not look at your invitation")
    expect(page.get_by_text("Each link works once")).to_be_hidden()
    page.unroute(path)
    press(page, "Try again")
    see(page, "Choose a name and a passphrase")


def test_a_link_put_into_the_address_of_the_open_page_is_looked_at(page, project):
    page.goto("/members/join/")
    see(page, "This invitation does not work")
    page.goto(invitation(project))
    see(page, "Choose a name and a passphrase")


def test_who_joined_although_the_answer_was_lost_is_led_to_the_log_in(page, project):
    def lose(route):
        route.fetch()
        route.abort()

    page.goto(invitation(project))
    page.get_by_label("A name that is not yours").fill(NAME)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.route("**/members/api/join", lose, times=1)
    press(page, "Join")
    expect(failure(page)).to_contain_text("The connection failed.")
    page.context.clear_cookies()  # What was lost brought none either.
    press(page, "Join")
    see(page, "This invitation does not work")
    page.get_by_role("link", name="Log in", exact=True).click()
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    press(page, "Log in")
    see(page, "Check")


def test_a_used_link_says_whom_to_ask(member, window, project):
    token_spent = window().new_page()
    token_spent.goto("/members/join/#" + "A" * 43)
    see(token_spent, "This invitation does not work")
    expect(token_spent.get_by_text("Ask who invited you for a new one.")).to_be_visible()


def test_a_weak_passphrase_is_not_taken(page, project):
    page.goto(invitation(project))
    page.get_by_label("A name that is not yours").fill(NAME)
    page.get_by_label("Passphrase", exact=True).fill("password1")
    press(page, "Join")
    expect(page.get_by_text("This passphrase is too weak")).to_be_visible()
    assert not Member.objects.exists()


def test_a_member_logs_in_again_elsewhere(member, window):
    elsewhere = window().new_page()
    log_in(elsewhere)
    see(elsewhere, "Check")


def test_a_wrong_passphrase_lets_nobody_in(member, window):
    elsewhere = window().new_page()
    log_in(elsewhere, passphrase="not this one at all")
    expect(elsewhere.get_by_role("alert").get_by_text("passphrase")).to_be_visible()
    expect(elsewhere.locator(".error, .notice.danger").filter(visible=True).first).to_be_visible()
    assert elsewhere.url.endswith("/members/log-in/")


def test_who_is_not_logged_in_is_led_to_the_log_in(page, project):
    for path in ("/members/", "/members/account/"):
        page.goto(path)
        see(page, "Log in")


def test_a_members_keys_cannot_be_read_out_by_any_script(page, project):
    join(page, project)
    assert set(page.evaluate(READ_OUT)) == {"InvalidAccessError", "NotSupportedError"}


def test_locking_takes_the_keys_and_what_was_typed_and_the_passphrase_brings_the_page_back(member):
    member.get_by_label("Phone number", exact=True).fill("07700 900123")
    press(member, "Lock")
    see(member, "Locked")
    assert member.evaluate(READ_OUT) == []
    unlock(member)
    see(member, "Check")
    expect(member.get_by_label("Phone number", exact=True)).to_have_value("")


def test_after_15_idle_minutes_the_page_locks(page, project):
    page.clock.install()
    start_as_member(page, project)
    page.clock.run_for(QUARTER)
    see(page, "Locked")
    assert page.evaluate(READ_OUT) == []


def test_logging_out_leaves_no_key_in_the_browser(member):
    press(member, "Log out")
    see(member, "Log in")
    assert member.evaluate(READ_OUT) == []


def test_the_areas_chosen_come_back_sealed(member, window):
    to_account(member)
    member.get_by_text("Choose areas").click()
    member.get_by_label("Camden").check()
    press(member, "Keep these areas")
    # It stands above the button, which is screens further down where the areas are open.
    expect(member.get_by_text("Kept.")).to_be_focused()
    elsewhere = window().new_page()
    log_in(elsewhere)
    see(elsewhere, "Check")
    to_account(elsewhere)
    expect(elsewhere.get_by_text("1 area chosen.")).to_be_visible()
    assert b"E09000007" not in bytes(Member.objects.get().settings)


def test_a_changed_passphrase_opens_the_same_settings(member, window):
    to_account(member)
    new = "orchard velvet compass thunder"
    member.get_by_label("Passphrase until now").fill(PASSPHRASE)
    member.get_by_label("New passphrase").fill(new)
    press(member, "Change it")
    expect(member.get_by_text("Your passphrase is changed")).to_be_visible()
    elsewhere = window().new_page()
    log_in(elsewhere, passphrase=new)
    see(elsewhere, "Check")


@pytest.mark.parametrize("tells_its_button", [True, False])
def test_leaving_asks_first_and_then_deletes_everything(member, tells_its_button):
    if not tells_its_button:
        member.add_init_script("delete SubmitEvent.prototype.submitter")
    to_account(member)
    press(member, "Delete my account")
    see(member, "Delete your account?")
    press(member, "Cancel")
    expect(member.get_by_role("dialog")).to_be_hidden()
    assert Member.objects.exists()
    press(member, "Delete my account")
    with member.expect_request(f"**{reverse('leave')}"):
        press(member, "Delete everything")
    assert not Member.objects.exists()


def test_a_members_other_pages_shut_when_they_leave(member):
    other = member.context.new_page()
    other.goto(reverse("member-home"))
    see(other, "Check")
    to_account(member)
    press(member, "Delete my account")
    with member.expect_request(f"**{reverse('leave')}"):
        press(member, "Delete everything")
    see(other, "Locked")
    assert not Member.objects.exists()


def test_another_members_page_never_goes_on_as_somebody_who_joins_in_its_browser(member, project):
    to_account(member)
    newcomer = member.context.new_page()
    join(newcomer, project, "grey wagtail")
    expect(member.locator("#pseudonym")).to_have_text("grey wagtail")
    member.get_by_text("Choose areas", exact=True).click()
    member.get_by_label("Hackney", exact=True).check()
    press(member, "Keep these areas")
    expect(member.get_by_text("Kept.", exact=True)).to_be_visible()
    newcomer.reload()
    expect(newcomer.locator("#feed-for")).to_contain_text("For your areas: Hackney.")


def test_the_quick_exit_takes_the_keys_and_what_they_seal_where_the_browser_clears_nothing(member):
    databases = "indexedDB.databases().then((all) => all.length)"
    see(member, "Check")
    assert member.evaluate(databases) > 0
    member.route("**/leave/", lambda route: route.fulfill(body="Weather"))
    member.get_by_role("link", name="Leave this site").click()
    member.wait_for_url("**/leave/")
    assert member.evaluate(databases) == 0
    member.goto("/members/")
    see(member, "Locked")


def test_messages_are_off_until_somebody_turns_them_on(member):
    asked = []
    member.on("request", lambda request: asked.append(request.url))
    to_account(member)
    part = member.locator("#push")
    expect(part).to_contain_text("It learns that this phone uses this site, and when")
    expect(member.locator("#push-off")).to_be_hidden()
    assert member.evaluate(WORKERS) == 0
    assert not [url for url in asked if "messages.js" in url or url.endswith("/push")]


def test_the_account_page_may_start_the_worker_of_messages(page, project):
    page.context.grant_permissions(["notifications"])
    start_as_member(page, project)
    to_account(page)
    started = page.evaluate(START)
    assert started.endswith("/members/")


def test_the_pages_read_in_portuguese_as_well(page, project):
    join_in_portuguese = invitation(project)
    page.goto("/pt-br" + join_in_portuguese)
    expect(page.locator("#pseudonym")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "pt-br"
    page.locator("#pseudonym").fill(NAME)
    page.locator("#new-passphrase").fill(PASSPHRASE)
    page.locator("#join-form button[type=submit]").click()
    page.wait_for_url("**/pt-br/members/")
    expect(page.locator("#home")).to_be_visible()


def test_a_failure_is_told_beside_the_field(page, project):
    page.goto(invitation(project))
    see(page, "Choose a name and a passphrase")
    press(page, "Join")
    expect(page.get_by_text("Choose a name.")).to_be_visible()
    expect(page.get_by_label("A name that is not yours")).to_be_focused()
    assert failure(page).count() == 0
