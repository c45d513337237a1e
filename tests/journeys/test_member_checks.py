"""A member checks somebody before meeting: every answer there can be, and what stays of it."""

import dataclasses
import json
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from journeys.desk import press, see
from journeys.members import log_in, start_as_member, to_check
from looks.check import Opened, faults
from playwright.sync_api import expect
from reports.writer import Writer
from traces.searching import Searcher, files_of
from warned.warner import KeyHolder, Warner, said

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.reports import consent
from unsilenced.warnings.releases import publishing
from unsilenced.warnings.shared import ReleasedWarning

NAMED = "07700 900123"
NOT_NAMED = "07700 900124"
TEXT = "He takes the money back."

# Everything that a script can read in this browser's storage, as one text.
STORED = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie,
    location.href, JSON.stringify(history.state)];
  for (const {name} of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    for (const store of database.objectStoreNames) {
      const all = await new Promise((resolve) => {
        const asking = database.transaction(store).objectStore(store).getAll();
        asking.onsuccess = () => resolve(asking.result);
      });
      const text = (value) => value instanceof Uint8Array ? String.fromCharCode(...value)
        : JSON.stringify(value);
      found.push(...all.map(text));
    }
    database.close();
  }
  return found.join("\\n");
}"""

KEPT_TOKENS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("members-tokens");
  opening.onsuccess = () => {
    const asking = opening.result.transaction("vault").objectStore("vault").get("unspent");
    asking.onsuccess = () => { opening.result.close(); resolve(asking.result?.length ?? 0); };
  };
})"""


@dataclasses.dataclass
class Warned:
    """A published warning: who reported, who wrote and approved it."""

    uid: object
    writer: Writer
    amara: Warner
    joel: Warner


@pytest.fixture
def warned(project, keyholder):
    """A project has warned of the phone number `NAMED`, and that was published."""
    keys = KeyHolder(keyholder.keys.evaluators).told()
    amara, joel = Warner.at(project, keys), Warner.at(project, keys, "Joel")
    writer = Writer.of(project)
    writer.sent(consents=["warn"])
    report = writer.to.project.reports.get(uid=writer.report)
    uid = amara.compose(report)
    assert joel.approve(uid).status_code == 200
    publishing.publish()
    return Warned(uid, writer, amara, joel)


@pytest.fixture
def member(page, project, warned):
    """A member in front of the check, with everything prepared."""
    start_as_member(page, project)
    expect(page.locator("#left")).to_have_text("30 checks left today.")
    return page


def check(page, value, kind="Phone"):
    page.get_by_role("radio", name=kind, exact=True).check()
    to_check(page).fill(value)
    press(page, "Check")


def answer(page):
    return page.locator("#answer")


def withdrawn(warned):
    """The reporter takes back that others may be warned."""
    withdrawing = {"scope": "warn", "given": False, "wording": consent.WORDING}
    assert warned.writer.call("/return/consents", withdrawing).status_code == 200


def test_a_named_number_brings_the_warning_itself_and_what_to_do(member):
    check(member, NAMED)
    see(member, "There is a warning")
    for part in (TEXT, "Robbery", "Hackney, Tower Hamlets", "September 2026 to October 2026"):
        expect(answer(member)).to_contain_text(part)
    expect(answer(member)).to_contain_text("Two support workers looked at it.")
    expect(answer(member)).to_contain_text("You do not have to meet this person.")
    expect(member.get_by_role("heading", name="There is a warning")).to_be_focused()
    expect(member.locator("#left")).to_have_text("29 checks left today.")


def test_a_number_is_found_however_it_is_written(member):
    check(member, "+44 (0)7700 900-123")
    see(member, "There is a warning")


def test_an_e_mail_address_is_found_as_well(member):
    check(member, "Somebody@Example.org", "E-mail")
    see(member, "There is a warning")


def test_nothing_found_says_what_that_does_not_mean(member):
    check(member, NOT_NAMED)
    see(member, "Nothing found")
    expect(answer(member)).to_contain_text("We looked for exactly this: +447700900124")
    expect(answer(member)).to_contain_text("It does not mean that this person is safe.")


def test_what_cannot_be_a_number_is_told_beside_the_field_and_costs_nothing(member):
    check(member, "12")
    expect(member.get_by_text("This is not a whole phone number")).to_be_visible()
    expect(to_check(member)).to_have_value("12")
    expect(to_check(member)).to_be_focused()
    expect(member.locator("#left")).to_have_text("30 checks left today.")


def test_after_pressing_both_evaluators_are_asked_once_at_once_and_nobody_else(member, keyholder):
    asked = []
    member.on("request", lambda request: asked.append((request.method, request.url)))
    check(member, NAMED)
    see(member, "There is a warning")
    here = member.evaluate("location.origin")
    sites = {("POST", f"{site}/check/evaluate") for site in (here, keyholder.address)}
    assert len(asked) == 2
    assert set(asked) == sites


def test_a_hit_and_a_miss_ask_for_the_same(member):
    asked = []
    member.on("request", lambda request: asked.append((request.method, request.url)))
    check(member, NAMED)
    see(member, "There is a warning")
    for_hit, asked[:] = sorted(asked), []
    check(member, NOT_NAMED)
    see(member, "Nothing found")
    assert sorted(asked) == for_hit


def sent_by(page, project, name, value):
    """All that a new member's browser sends to both evaluators, and what it had issued before."""
    asked = []

    def note(request):
        asked.append(request)

    page.on("request", note)
    start_as_member(page, project, name)
    expect(page.locator("#left")).to_have_text("30 checks left today.")
    check(page, value)
    expect(page.locator("#answer h2")).to_be_visible()
    calls = [each for each in asked if "/check/" in each.url]
    headers = {(each.method, each.url): each.all_headers() for each in calls}
    bodies = [json.loads(each.post_data) for each in calls if each.post_data]
    (issuing,) = [each for each in asked if each.url.endswith("/members/api/tokens")]
    assert "cookie" in issuing.all_headers()  # So one would be seen below.
    return headers, bodies, json.loads(issuing.post_data)["blinded"]


def test_what_evaluators_are_sent_is_the_same_for_every_member_but_for_what_is_random(
    window, project, warned
):
    who = [("blue heron", NAMED), ("a much longer name", NOT_NAMED)]
    (one, first, issued), (other, second, _) = (
        sent_by(window().new_page(), project, *each) for each in who
    )
    assert one == other
    assert not {name for each in one.values() for name in each} & {
        "authorization",
        "cookie",
        "referer",
        "x-csrftoken",
    }
    assert len(first) == len(second) == 2
    drawn = []
    for body in (*first, *second):
        (element,), (token,) = body.pop("elements"), body.pop("tokens")
        drawn.append({element, token.pop("nonce"), token.pop("mac")})
        body["day"] = token.pop("day")
        assert token == {}
    assert sorted(map(str, first)) == sorted(map(str, second))
    # No random value is another member's, or one that the platform saw when it issued tokens.
    assert not (drawn[0] | drawn[1]) & (drawn[2] | drawn[3])
    assert not set().union(*drawn) & set(issued)


def test_without_the_key_holder_it_is_never_nothing_found_and_may_be_tried_again(member, keyholder):
    member.context.route(f"{keyholder.address}/**", lambda route: route.abort())
    check(member, NAMED)
    see(member, "We could not check")
    expect(answer(member)).to_contain_text("The second one, the key holder, did not answer.")
    expect(answer(member)).to_contain_text("we cannot say whether there is a warning")
    expect(answer(member)).not_to_contain_text("Nothing found")
    member.context.unroute(f"{keyholder.address}/**")
    press(member, "Check")
    see(member, "There is a warning")
    # The same check sent again costs no second token.
    expect(member.locator("#left")).to_have_text("29 checks left today.")


TWENTY_SECONDS = 20 * 1000


def read_whole(response):
    """The page has this answer, so that only another can still be waited for."""
    response.value.finished()
    response.value.frame.evaluate("Promise.resolve()")


def test_while_the_key_holder_hangs_the_page_says_what_it_does_and_a_check_ends_after_one_patience(
    page, project, warned, keyholder, live_server
):
    asked = []

    def leave_unanswered(route):
        asked.append(route.request.url.rpartition("/check/")[2])

    page.clock.install()
    page.context.route(f"{keyholder.address}/**", leave_unanswered)
    here = f"{live_server.url}/check"
    with (
        page.expect_response(f"{here}/keys") as keys,
        page.expect_response(f"{here}/release") as release,
    ):
        start_as_member(page, project)
    for response in (keys, release):
        read_whole(response)
    expect(page.locator("#feed-busy")).to_contain_text("Getting the warnings")
    check(page, NAMED)
    expect(page.locator("#check-form")).to_contain_text("Checking…")
    page.clock.run_for(TWENTY_SECONDS)
    see(page, "We could not check")
    expect(answer(page)).to_contain_text("The second one, the key holder, did not answer.")
    assert asked.count("log") == 1
    expect(page.locator("#feed-busy")).to_be_empty()
    expect(page.get_by_role("alert").filter(has_text="We could not make sure")).to_be_visible()
    expect(page.locator("#feed")).to_contain_text(TEXT)


def test_a_check_whose_answer_hangs_ends_after_one_patience(
    page, project, warned, keyholder, live_server
):
    page.clock.install()
    start_as_member(page, project)
    expect(page.locator("#left")).to_have_text("30 checks left today.")
    page.context.route(f"{keyholder.address}/check/evaluate", lambda route: None)
    with page.expect_response(f"{live_server.url}/check/evaluate") as evaluated:
        check(page, NAMED)
    read_whole(evaluated)
    page.clock.run_for(TWENTY_SECONDS)
    see(page, "We could not check")
    expect(answer(page)).to_contain_text("The second one, the key holder, did not answer.")


def test_a_warning_taken_back_since_the_release_is_told_as_that(member, warned):
    withdrawn(warned)
    member.reload()
    expect(member.locator("#taken-down")).to_contain_text("Robbery")
    check(member, NAMED)
    see(member, "There was a warning, and it has just been taken back")
    expect(answer(member)).not_to_contain_text(TEXT)


FIVE_MINUTES = 5 * 60 * 1000


def test_what_is_taken_back_goes_from_a_page_that_stays_open(page, project, warned):
    page.clock.install()
    start_as_member(page, project)
    expect(page.locator("#feed")).to_contain_text(TEXT)
    check(page, NAMED)
    see(page, "There is a warning")
    expect(answer(page)).to_contain_text(TEXT)
    withdrawn(warned)
    with page.expect_response("**/members/api/feed"):
        page.clock.run_for(FIVE_MINUTES)
    expect(page.locator("#taken-down")).to_contain_text("Robbery")
    expect(page.locator("#feed")).not_to_contain_text(TEXT)
    see(page, "There was a warning, and it has just been taken back")
    check(page, NAMED)
    see(page, "There was a warning, and it has just been taken back")
    assert TEXT not in page.content()


def test_the_feed_is_fetched_by_the_clock_alone_whatever_is_checked(page, project, warned):
    fetched = []

    def note(request):
        if request.url.endswith("/members/api/feed"):
            fetched.append(request)

    page.clock.install()
    page.on("request", note)
    start_as_member(page, project)
    expect(page.locator("#feed")).to_contain_text(TEXT)
    for value, heading in ((NAMED, "There is a warning"), (NOT_NAMED, "Nothing found")):
        check(page, value)
        see(page, heading)
    assert len(fetched) == 1
    for count in (2, 3):
        with page.expect_response("**/members/api/feed"):
            page.clock.run_for(FIVE_MINUTES)
        assert len(fetched) == count


@pytest.mark.parametrize("value", [NAMED, NOT_NAMED], ids=["found", "nothing"])
def test_a_feed_that_is_not_there_is_fetched_before_anything_is_found_hit_or_miss(
    page, project, warned, value
):
    page.route("**/members/api/feed", lambda route: route.abort())
    start_as_member(page, project)
    expect(page.locator("#feed-fault")).to_contain_text("The connection failed.")
    expect(page.locator("#left")).to_have_text("30 checks left today.")
    page.unroute("**/members/api/feed")
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    check(page, value)
    expect(page.locator("#answer h2")).to_be_visible()
    assert asked == ["feed", "evaluate", "evaluate"]


def test_the_feed_is_fetched_while_the_release_is_still_on_its_way(page, project, warned):
    given_up = []
    page.on("requestfailed", lambda request: given_up.append(request.url))
    page.route("**/check/release", lambda route: None)
    with page.expect_request("**/members/api/feed"):
        start_as_member(page, project)
    assert not given_up


def test_only_an_answer_that_needs_the_warnings_texts_waits_for_them(page, project, warned):
    held = []
    page.route("**/members/api/feed", lambda route: held.append(route))  # noqa: PLW0108 - Playwright counts what a handler takes
    start_as_member(page, project)
    expect(page.locator("#left")).to_have_text("30 checks left today.")
    check(page, NOT_NAMED)
    see(page, "Nothing found")
    with page.expect_response("**/check/evaluate") as evaluated:
        check(page, NAMED)
    read_whole(evaluated)
    expect(page.locator("#check-form")).to_contain_text("Checking…")
    for route in held:
        route.continue_()
    see(page, "There is a warning")
    expect(answer(page)).to_contain_text(TEXT)
    assert len(held) == 1


def test_texts_that_were_changed_are_not_shown(page, project, warned):
    released = ReleasedWarning.objects.get()
    changed = json.loads(bytes(released.canonical))
    changed["texts"]["en"] = "He is harmless."
    released.canonical = json.dumps(changed).encode()
    released.save()
    start_as_member(page, project)
    expect(page.locator("#feed-fault")).to_contain_text("The text of a warning was changed.")
    expect(page.locator("#feed")).not_to_contain_text("He is harmless.")
    check(page, NAMED)
    # What is known from the record alone is still told.
    see(page, "There is a warning")
    expect(answer(page)).to_contain_text("Robbery")
    expect(answer(page)).not_to_contain_text("He is harmless.")


def test_forged_warnings_are_not_shown_as_those_of_before_the_first_release(page, project, warned):
    def forged(route):
        feed = route.fetch().json()
        feed["warnings"][0]["texts"]["en"] = "He is harmless."
        route.fulfill(json={**feed, "release": None, "texts": ""})

    page.route("**/members/api/feed", forged)
    start_as_member(page, project)
    expect(page.locator("#feed-fault")).to_contain_text("The text of a warning was changed.")
    expect(page.locator("#feed")).not_to_contain_text("He is harmless.")
    check(page, NAMED)
    see(page, "There is a warning")
    expect(answer(page)).not_to_contain_text("He is harmless.")


def test_other_keys_than_those_of_the_first_day_stop_every_check(member, settings):
    settings.CONFIGURATION = dataclasses.replace(
        settings.CONFIGURATION, keyholder_log_key=bytes(range(32))
    )
    member.reload()
    see(member, "Check")
    check(member, NAMED)
    see(member, "We could not check")
    expect(answer(member)).to_contain_text("not those you had when you joined")


def test_whoever_is_logged_out_meanwhile_is_told_to_log_in(page, project, warned):
    waiting = []
    page.route("**/members/api/tokens", lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright counts what a handler takes
    with (
        page.expect_response("**/members/api/feed"),
        page.expect_request("**/members/api/tokens"),
    ):
        start_as_member(page, project)
    Session.objects.all().delete()
    for route in waiting:
        route.continue_()
    page.unroute("**/members/api/tokens")
    said = page.get_by_role("alert").filter(has_text="Your log-in has ended.")
    expect(said).to_be_visible()
    check(page, NAMED)
    see(page, "We could not check")
    expect(answer(page)).to_contain_text("Load the page again and log in.")
    page.reload()
    see(page, "Log in")


def test_a_new_secret_for_tokens_stops_no_member_who_has_the_days_checks(
    member, keyholder, settings
):
    check(member, NOT_NAMED)
    see(member, "Nothing found")
    files = (Path(settings.CHECK_KEYS_FILE), keyholder.folder / "keys.json")
    kept = [keys_file.read(each) for each in files]
    made = HandOver.of(keyring()).with_new_token()
    try:
        for each in files:
            made.renew_token(each)
        check(member, NAMED)
        see(member, "There is a warning")
        expect(member.locator("#left")).to_have_text("28 checks left today.")
    finally:
        for each, keys in zip(files, kept, strict=True):
            keys_file.replace(each, keys)


def test_after_30_checks_the_page_says_when_there_are_more(member):
    for left in range(29, -1, -1):
        check(member, NOT_NAMED)
        see(member, "Nothing found")
        noun = "check" if left == 1 else "checks"
        expect(member.locator("#left")).to_have_text(f"{left or 'No'} {noun} left today.")
    check(member, NAMED)
    see(member, "You have no checks left today")
    expect(answer(member)).to_contain_text("we cannot say whether there is a warning")


def test_another_page_knows_how_many_checks_are_left_without_asking_for_tokens(member):
    check(member, NOT_NAMED)
    see(member, "Nothing found")
    asked = []
    member.on("request", lambda request: asked.append(request.url))
    member.goto(reverse("member-account"))
    member.goto(reverse("member-home"))
    expect(member.locator("#left")).to_have_text("29 checks left today.")
    assert not [url for url in asked if url.endswith("/members/api/tokens")]


def test_who_logs_in_again_is_told_that_some_checks_may_be_used(member):
    check(member, NOT_NAMED)
    see(member, "Nothing found")
    press(member, "Log out")
    see(member, "Log in")
    log_in(member)
    said = " or fewer if you used some before you logged in."
    expect(member.locator("#left")).to_have_text(f"30 checks left today,{said}")
    member.reload()
    expect(member.locator("#left")).to_have_text(f"30 checks left today,{said}")
    for _each in range(2):
        check(member, NOT_NAMED)
        see(member, "Nothing found")
    expect(member.locator("#left")).to_contain_text(re.compile(f"^2[78] checks left today,{said}"))


def test_what_is_kept_of_the_tokens_has_the_same_size_however_many_are_left(member):
    before = member.evaluate(KEPT_TOKENS)
    check(member, NOT_NAMED)
    see(member, "Nothing found")
    assert member.evaluate(KEPT_TOKENS) == before > 0


def test_logging_out_leaves_no_token_in_the_browser(member):
    assert member.evaluate(KEPT_TOKENS) > 0
    press(member, "Log out")
    see(member, "Log in")
    assert member.evaluate(KEPT_TOKENS) == 0


def test_a_check_under_way_brings_no_token_back_after_the_log_out(member):
    held = {"evaluate": [], "log-out": []}

    def hold(route):
        held[route.request.url.rpartition("/")[2]].append(route)

    member.route("**/check/evaluate", hold)
    member.route("**/members/api/log-out", hold)
    with member.expect_request("**/check/evaluate"):
        check(member, NAMED)
    with member.expect_request("**/members/api/log-out"):
        press(member, "Log out")
    expect(member.locator("#check-form")).to_have_attribute("aria-busy", "true")
    for each in held["evaluate"]:
        each.continue_()
    expect(member.locator("#check-form")).not_to_have_attribute("aria-busy", "true")
    assert member.evaluate(KEPT_TOKENS) == 0
    held["log-out"][0].continue_()
    see(member, "Log in")
    assert member.evaluate(KEPT_TOKENS) == 0


def test_a_page_that_the_browser_keeps_for_going_back_keeps_nothing_of_the_check(member):
    check(member, NAMED)
    see(member, "There is a warning")
    member.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    expect(to_check(member)).to_have_value("")
    expect(answer(member)).to_be_empty()


def test_nothing_of_what_was_checked_stays_in_the_browser(member):
    check(member, NAMED)
    see(member, "There is a warning")
    stored = member.evaluate(STORED)
    for trace in (NAMED, NAMED.replace(" ", ""), "+447700900123", "7700900123", TEXT):
        assert trace not in stored
    member.goto(reverse("member-account"))
    member.go_back()
    see(member, "Check")
    expect(to_check(member)).to_have_value("")
    expect(answer(member)).to_be_empty()


@contextmanager
def keeping_browser(chromium, folder):
    """A browser that keeps its profile in `folder`, as a person's does, and says nothing more."""
    context = chromium.browser_type.launch_persistent_context(
        folder,
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        locale="en-GB",
    )
    try:
        yield context
    finally:
        context.close()


def test_nothing_of_what_was_checked_stays_on_the_disk(
    project, warned, chromium, live_server, tmp_path
):
    traces = Searcher({"as typed": "7700 900123", "as checked": "7700900123"})
    with keeping_browser(chromium, tmp_path) as context:
        page = context.pages[0]
        start_as_member(page, project, prefix=live_server.url)
        expect(page.locator("#left")).to_have_text("30 checks left today.")
        check(page, NAMED)
        see(page, "There is a warning")
        assert traces.found_in_files(files_of(tmp_path)) == {}
        page.get_by_role("link", name="Account", exact=True).click()
        see(page, "Account")
    kept = files_of(tmp_path)
    assert kept
    assert traces.found_in_files(kept) == {}


def test_what_is_typed_for_one_kind_does_not_stay_in_the_field_of_another(member):
    check(member, NAMED)
    see(member, "There is a warning")
    member.get_by_role("radio", name="E-mail", exact=True).check()
    expect(to_check(member)).to_have_value("")
    expect(answer(member)).to_be_empty()
    member.get_by_role("radio", name="Phone", exact=True).check()
    expect(to_check(member)).to_have_value(NAMED)
    expect(member.locator("a.brand")).to_have_attribute("href", "/members/")


def test_locking_takes_the_answer_with_the_keys(member):
    check(member, NAMED)
    see(member, "There is a warning")
    press(member, "Lock")
    see(member, "Locked")
    assert TEXT not in member.content()
    assert NAMED not in member.content()
    expect(to_check(member)).to_have_value("")


def test_the_keyboard_alone_is_enough(member):
    member.locator("#kinds input").first.focus()
    for key in ("Tab", *NAMED.replace(" ", ""), "Enter"):
        member.keyboard.press(key)
    see(member, "There is a warning")
    expect(member.get_by_role("heading", name="There is a warning")).to_be_focused()


def test_a_page_in_portuguese_shows_the_translation_and_a_text_without_one_says_its_language(
    page, project, warned, keyholder
):
    second = Writer.of(project)
    second.sent(consents=["warn"])
    report = second.to.project.reports.get(uid=second.report)
    uid = warned.amara.compose(report)
    ours = {"original": "ro", "texts": {"ro": "Nu plătește."}}
    assert warned.joel.approve(uid, **ours).status_code == 200
    publishing.publish()
    start_as_member(page, project)
    page.goto("/pt-br/members/")
    feed = page.locator("#feed")
    expect(feed).to_contain_text(said()["texts"]["pt-br"])
    expect(feed.locator("[lang=ro]")).to_have_text("Nu plătește.")


def test_the_feed_shows_what_is_for_the_areas_chosen(member):
    expect(member.locator("#feed")).to_contain_text(TEXT)
    member.goto(reverse("member-account"))
    member.get_by_text("Choose areas").click()
    member.get_by_label("Camden").check()
    press(member, "Keep these areas")
    expect(member.get_by_text("Kept.")).to_be_visible()
    member.goto(reverse("member-home"))
    expect(member.locator("#feed")).to_contain_text("There are no warnings here at the moment.")
    expect(member.locator("#feed-for")).to_contain_text("Camden")


def test_what_was_taken_back_is_listed_for_the_areas_chosen_alone(member, warned):
    withdrawn(warned)
    member.reload()
    expect(member.locator("#taken-down-list")).to_contain_text("Robbery")
    for area, is_listed in {"Camden": False, "Hackney": True}.items():
        member.goto(reverse("member-account"))
        member.get_by_text("Choose areas").click()
        member.get_by_label(area).check()
        press(member, "Keep these areas")
        expect(member.get_by_text("Kept.")).to_be_visible()
        member.goto(reverse("member-home"))
        expect(member.locator("#feed-for")).to_contain_text(area)
        expect(member.locator("#taken-down")).to_be_visible(visible=is_listed)


@pytest.mark.parametrize("value", [NAMED, NOT_NAMED, "12"], ids=["found", "nothing", "unreadable"])
def test_every_answer_fits_a_narrow_screen_and_axe_finds_nothing(member, value):
    check(member, value)
    expect(member.locator("#answer h2, #value-fault")).to_be_visible()
    shown = Opened(member, member.context.new_cdp_session(member))
    assert faults(shown, f"member-check-{'-'.join(value.split())}") == []


@pytest.mark.parametrize("path", ["/members/account/", "/members/log-in/"])
def test_the_other_pages_fit_too(member, path):
    if "log-in" in path:
        press(member, "Log out")
    else:
        member.goto(path)
    member.wait_for_url(f"**{path}")
    see(member, "Log in" if "log-in" in path else "Account")
    shown = Opened(member, member.context.new_cdp_session(member))
    assert faults(shown, path.strip("/").replace("/", "-")) == []
