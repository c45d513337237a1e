"""What caseworkers and members are told where the browser does not keep their keys."""

import pytest
from journeys.desk import failure, give_code, give_passphrase, press, see
from journeys.members import PASSPHRASE, invitation, log_in, store_member
from playwright.sync_api import expect

ADVICE = "This browser does not keep your keys."

# As WebKitGTK 2.50 does.
NULL_FOR_KEYS = """
const {get} = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "result");
const without = (kept) => {
  if (kept instanceof CryptoKey) return null;
  if (kept instanceof Map) return new Map([...kept].map(([name, each]) => [name, without(each)]));
  if (kept === null || Object.getPrototypeOf(kept) !== Object.prototype) return kept;
  return Object.fromEntries(Object.entries(kept).map(([name, each]) => [name, without(each)]));
};
Object.defineProperty(IDBRequest.prototype, "result", {
  get() { const kept = get.call(this); return kept === undefined ? kept : without(kept); },
});
"""
OFF = 'IDBFactory.prototype.open = () => { throw new DOMException("", "SecurityError"); };'
FULL = """
IDBObjectStore.prototype.put = function () {
  this.transaction.abort();
  throw new DOMException("", "QuotaExceededError");
};
"""
LACKS = pytest.mark.parametrize("lack", [NULL_FOR_KEYS, OFF, FULL], ids=["null", "off", "full"])


@LACKS
def test_a_member_is_told_before_typing_and_opens_each_page_with_the_passphrase(
    page, project, lack
):
    store_member(project)
    page.context.add_init_script(lack)
    log_in(page)
    see(page, "Locked")
    expect(failure(page)).to_contain_text(ADVICE)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    press(page, "Unlock")
    see(page, "Check")
    expect(page.get_by_text(ADVICE)).to_be_hidden()


@LACKS
@pytest.mark.parametrize("path", ["/desk/log-in/", "/desk/recover/", "/members/log-in/"])
def test_who_comes_to_a_log_in_is_told_before_typing(page, project, lack, path):
    page.context.add_init_script(lack)
    page.goto(path)
    expect(failure(page)).to_contain_text(ADVICE)


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_who_joins_is_told_before_typing(page, project, language):
    page.context.add_init_script(NULL_FOR_KEYS)
    prefix = "" if language == "en" else f"/{language}"
    page.goto(prefix + invitation(project))
    told = ADVICE if language == "en" else "Este navegador não guarda as suas chaves."
    expect(failure(page)).to_contain_text(told)


def test_a_caseworker_opens_the_desk_with_the_passphrase(page, caseworker):
    page.context.add_init_script(NULL_FOR_KEYS)
    who = caseworker("Amara")
    give_passphrase(page, who.user.name, who.passphrase)
    give_code(page, who.totp_secret)
    see(page, "Locked")
    expect(failure(page)).to_contain_text(ADVICE)
    page.get_by_label("Passphrase", exact=True).fill(who.passphrase)
    press(page, "Unlock")
    see(page, "Inbox")


def test_what_fails_at_the_second_factor_is_said_on_the_screen(page, caseworker):
    page.context.add_init_script(NULL_FOR_KEYS)
    who = caseworker("Amara")
    give_passphrase(page, who.user.name, who.passphrase)
    see(page, "Show that it is you")
    page.route("**/desk/api/keys", lambda route: route.abort())
    give_code(page, who.totp_secret)
    expect(failure(page)).to_be_visible()
    see(page, "Show that it is you")
