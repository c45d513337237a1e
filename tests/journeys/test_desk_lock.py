"""Unlocked keys: where they are kept, that they cannot be read out, and when they go."""

import pytest
from journeys.desk import (
    give_code,
    give_passphrase,
    lines,
    log_in,
    open_report,
    press,
    see,
    send_report,
    start_at_desk,
)
from playwright.sync_api import expect

QUARTER = 15 * 60 * 1000

# Everything in the vault, with what becomes of each attempt to read a private key out of it.
READ_OUT = """async () => {
  const database = await new Promise((resolve) => {
    const opening = indexedDB.open("desk");
    opening.onsuccess = () => resolve(opening.result);
  });
  const names = [...database.objectStoreNames];
  const kept = names.length && await new Promise((resolve) => {
    const asking = database.transaction("vault").objectStore("vault").get("keys");
    asking.onsuccess = () => resolve(asking.result);
  });
  database.close();
  if (!kept) return [];
  const pairs = [kept.own, ...kept.projectKeys.values()];
  return Promise.all(pairs.flatMap(({privateKey}) => ["pkcs8", "jwk"].map((format) =>
    crypto.subtle.exportKey(format, privateKey).then(() => "read out", (error) => error.name))));
}"""

# Counts how often keys were put into a store, even for a moment.
COUNT_KEPT = """() => {
  window.kept = 0;
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, name) {
    if (name === "keys") window.kept += 1;
    return put.call(this, value, name);
  };
}"""

# A tab that does not hear of others in time.
DEAF = "BroadcastChannel = class { postMessage() {} close() {} }"

# Waits until the vault knows that its owner was here after a moment.
SEEN_AFTER = """(moment) => new Promise((resolve) => {
  const opening = indexedDB.open("desk");
  opening.onsuccess = () => {
    const asking = opening.result.transaction("vault").objectStore("vault").get("seen");
    asking.onsuccess = () => { opening.result.close(); resolve(asking.result > moment); };
  };
})"""


@pytest.fixture
def somebody(page, project, caseworker):
    """A caseworker's browser, not logged in, at a desk with one report; `who` is the caseworker."""
    page.clock.install()
    send_report(project)
    page.who = caseworker()
    return page


@pytest.fixture
def at_desk(somebody):
    """A caseworker in front of an open inbox with one report; `who` is the caseworker."""
    start_at_desk(somebody, somebody.who)
    expect(lines(somebody)).to_have_count(1)
    return somebody


@pytest.fixture
def logged_in(somebody):
    """The same after a log-in by hand."""
    log_in(somebody, somebody.who)
    expect(lines(somebody)).to_have_count(1)
    return somebody


def opening(page):
    """Open the inbox, up to the call for what belongs to the session; return what is held."""
    held = []

    def hold(asked):
        held.append(asked)

    page.route("**/desk/api/keys", hold)
    with page.expect_request("**/desk/api/keys"):
        page.goto("/desk/")
    return held


def unlock(page):
    see(page, "Locked")
    page.get_by_label("Passphrase", exact=True).fill(page.who.passphrase)
    press(page, "Unlock")


def test_private_keys_are_kept_so_that_no_script_can_read_them_out(logged_in):
    assert logged_in.evaluate(READ_OUT) == ["InvalidAccessError"] * 4


def test_another_page_opens_without_the_passphrase_while_keys_are_kept(logged_in):
    open_report(logged_in, "He took my money")


def test_after_15_idle_minutes_everything_opened_is_gone_and_what_was_typed_is_not(at_desk):
    open_report(at_desk, "He took my money")
    at_desk.get_by_label("Your answer").fill("We believe you.")
    at_desk.clock.run_for(QUARTER - 60_000)
    expect(at_desk.get_by_role("heading", name="What was said")).to_be_visible()
    at_desk.clock.run_for(60_000)
    see(at_desk, "Locked")
    assert "He took my money" not in at_desk.content()
    assert at_desk.evaluate(READ_OUT) == []
    unlock(at_desk)
    expect(at_desk.locator("#answers")).to_contain_text("He took my money")
    expect(at_desk.get_by_label("Your answer")).to_have_value("We believe you.")


def test_a_sign_of_life_starts_the_15_minutes_again(at_desk):
    at_desk.clock.run_for(QUARTER - 60_000)
    before = at_desk.evaluate("Date.now()") - 1
    at_desk.keyboard.press("Shift")
    at_desk.wait_for_function(SEEN_AFTER, arg=before)
    at_desk.clock.run_for(QUARTER - 60_000)
    expect(lines(at_desk)).to_have_count(1)
    at_desk.clock.run_for(60_000)
    see(at_desk, "Locked")


def test_keys_do_not_outlive_15_minutes_in_a_closed_browser(at_desk):
    context = at_desk.context
    at_desk.close()
    later = context.new_page()
    later.clock.install()
    later.clock.fast_forward(QUARTER)
    later.goto("/desk/")
    see(later, "Locked")
    assert later.evaluate(READ_OUT) == []


def test_locking_one_tab_locks_the_other_and_unlocking_opens_both(at_desk):
    other = at_desk.context.new_page()
    other.goto("/desk/")
    expect(lines(other)).to_have_count(1)
    press(at_desk, "Lock")
    see(other, "Locked")
    assert "He took my money" not in other.content()
    unlock(at_desk)
    expect(lines(at_desk)).to_have_count(1)
    expect(lines(other)).to_have_count(1)


def test_locking_while_the_keys_are_being_opened_keeps_them_shut(at_desk):
    held = opening(at_desk)
    at_desk.evaluate(COUNT_KEPT)
    press(at_desk, "Lock")
    see(at_desk, "Locked")
    (asked,) = held
    with at_desk.expect_response("**/desk/api/keys"):
        asked.continue_()
    see(at_desk, "Locked")
    assert at_desk.evaluate(READ_OUT) == []
    expect(lines(at_desk)).to_have_count(0)
    # What was being opened has ended by the time that keys are opened with a passphrase.
    at_desk.unroute("**/desk/api/keys")
    unlock(at_desk)
    expect(lines(at_desk)).to_have_count(1)
    assert at_desk.evaluate("kept") == 1


def test_locking_keeps_them_shut_in_another_tab_that_has_not_heard_of_it(at_desk):
    other = at_desk.context.new_page()
    other.add_init_script(DEAF)
    held = opening(other)
    press(at_desk, "Lock")
    see(at_desk, "Locked")
    expect(lines(at_desk)).to_have_count(0)
    (asked,) = held
    asked.continue_()
    see(other, "Locked")
    assert other.evaluate(READ_OUT) == []


def test_a_wrong_passphrase_does_not_unlock(at_desk):
    press(at_desk, "Lock")
    at_desk.get_by_label("Passphrase", exact=True).fill("something else")
    press(at_desk, "Unlock")
    expect(at_desk.get_by_text("This is not your passphrase.")).to_be_visible()
    assert at_desk.evaluate(READ_OUT) == []


def test_logging_out_forgets_the_keys(at_desk):
    press(at_desk, "Log out")
    see(at_desk, "Log in")
    assert at_desk.evaluate(READ_OUT) == []


def test_logging_out_while_the_keys_are_being_opened_logs_out(at_desk):
    press(at_desk, "Lock")
    see(at_desk, "Locked")
    at_desk.route("**/desk/api/keys", lambda _asked: None)
    with at_desk.expect_request("**/desk/api/keys"):
        unlock(at_desk)
    press(at_desk, "Log out")
    see(at_desk, "Log in")


def leave_where_nothing_is_cleared(page):
    """Take the quick exit in a browser that does not clear what the site asks it to."""

    def without_clearing(route):
        answer = route.fetch(max_redirects=0)
        assert "clear-site-data" in answer.headers
        route.fulfill(body="Weather")

    page.route("**/leave/", without_clearing)
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url("**/leave/")


def test_the_quick_exit_takes_the_keys_and_the_session_by_itself(at_desk):
    other = at_desk.context.new_page()
    other.goto("/desk/")
    expect(lines(other)).to_have_count(1)
    leave_where_nothing_is_cleared(at_desk)
    see(other, "Locked")
    databases = "indexedDB.databases().then((all) => all.length)"
    assert other.evaluate(databases) == 0
    other.goto("/desk/")
    see(other, "Log in")


def test_the_quick_exit_locks_the_desk_although_the_site_never_hears_of_it(at_desk):
    at_desk.route("**/leave/", lambda route: route.fulfill(body="Weather"))
    for _ in range(3):
        at_desk.keyboard.press("Escape")
    at_desk.wait_for_url("**/leave/")
    at_desk.goto("/desk/")
    see(at_desk, "Locked")
    assert at_desk.evaluate(READ_OUT) == []


def test_where_no_vault_can_be_keys_live_as_long_as_the_page_and_go_by_the_same_rules(
    page, project, caseworker
):
    page.add_init_script("delete IDBFactory.prototype.open")
    page.clock.install()
    send_report(project)
    page.who = caseworker()
    give_passphrase(page, page.who.user.name, page.who.passphrase)
    give_code(page, page.who.totp_secret)
    unlock(page)
    expect(lines(page)).to_have_count(1)
    page.clock.run_for(QUARTER - 60_000)
    expect(lines(page)).to_have_count(1)
    page.clock.run_for(60_000)
    unlock(page)
    expect(lines(page)).to_have_count(1)
    press(page, "Log out")
    see(page, "Log in")


def test_who_logs_in_in_another_tab_loses_nothing_here(at_desk):
    open_report(at_desk, "He took my money")
    at_desk.get_by_label("Your answer").fill("We believe you.")
    at_desk.context.clear_cookies()
    press(at_desk, "Send the answer")
    expect(at_desk.get_by_text("Log in again in another tab")).to_be_visible()
    other = at_desk.context.new_page()
    other.goto("/desk/log-in/")
    see(at_desk, "Locked")
    log_in(other, at_desk.who)
    expect(at_desk.get_by_label("Your answer")).to_have_value("We believe you.")
    press(at_desk, "Send the answer")
    expect(at_desk.locator("#talk")).to_contain_text("We believe you.")
