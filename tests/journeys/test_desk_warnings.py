"""Caseworkers write a warning beside its report, and another one reads and approves it."""

import json
import re
from dataclasses import dataclass

import phonenumbers
import pytest
from journeys.desk import failure, open_desk, press, say, see, seed_desk, send_report, start_at_desk
from journeys.members import start_as_member, to_check
from journeys.warnings import (
    CANONICAL,
    HARMLESS,
    NUMBER,
    agreed_report,
    approve,
    ask_for_review,
    begin_warning,
    colleague_at_warnings,
    derived,
    fill_in,
    keep,
    labels_of,
    opened,
    read_draft,
    store_draft,
    text_field,
    written_warning,
)
from people.member_browser import as_member
from playwright.sync_api import expect

from unsilenced.demo.invented_people import InventedCaseworker
from unsilenced.evaluator import rotation
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious.record import Label, seal_label
from unsilenced.people.models import Member
from unsilenced.reports import consent
from unsilenced.reports.models import Report, Scope
from unsilenced.warnings.models import KeyHolderKey, State, Warning
from unsilenced.warnings.releases import publishing
from unsilenced.warnings.shared import Entry


@pytest.fixture
def amara(caseworker):
    return caseworker("amara")


@dataclass(frozen=True)
class Team:
    """Two caseworkers of the project."""

    amara: InventedCaseworker
    bea: InventedCaseworker


@pytest.fixture
def team(caseworker):
    return Team(caseworker("amara"), caseworker("bea"))


@pytest.fixture
def evaluators(db, keyholder):
    """Both evaluators, each with its key known to the platform."""
    for order, each in enumerate(keyholder.keys.evaluators):
        KeyHolderKey.objects.create(order=order, public_key=each.public_key)
    return keyholder


def test_a_warning_is_written_sealed_and_approved_by_a_colleague(
    window, page, project, evaluators, team
):
    report_uid = agreed_report(project)
    seed_desk(page, team.amara)
    begin_warning(page, report_uid)
    expect(page.get_by_label("Hackney")).to_be_checked()
    fill_in(page)
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("What it is").select_option("Number plate")
    page.get_by_label("As you know it").fill("ab12 cde")
    page.get_by_text("Translations", exact=True).click()
    page.get_by_label("Text in Português (Brasil)").fill("Recusa a camisinha.")
    expect(page.get_by_text("Checked as AB12CDE")).to_be_visible()
    keep(page)
    expect(page.get_by_text("Now ask a colleague")).to_be_visible()
    warning = Warning.objects.get()
    inside = opened(project, warning)
    assert inside["identifiers"] == [
        {"kind": "tel", "value": CANONICAL},
        {"kind": "plate", "value": "AB12CDE"},
    ]
    assert inside["texts"] == {"en": HARMLESS, "pt-br": "Recusa a camisinha."}
    assert (inside["kind"], inside["areas"]) == ("violence", ["E09000012"])
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    expect(text_field(other)).to_have_value(HARMLESS)
    translation = other.get_by_label("Text in Português (Brasil)")
    expect(translation).to_have_value("Recusa a camisinha.")
    expect(translation).to_be_visible()
    approve(other)
    expect(other.locator('#live [data-state="approved"]')).to_contain_text(HARMLESS)
    warning.refresh_from_db()
    assert (warning.state, warning.approved_by, warning.four_eyes) == (
        State.APPROVED,
        team.bea.user,
        True,
    )
    label = Label(1, bytes.fromhex(warning.reference))
    for kind, value in {"tel": NUMBER, "plate": "AB12 CDE"}.items():
        [known] = derived(evaluators, kind, value)
        assert labels_of(warning, known) == [label]
    assert Entry.objects.filter(warning=warning).count() == 2


def test_letters_twice_as_large_push_nothing_off_the_screen(large_letters, project, team):
    report_uid = agreed_report(project)
    store_draft(project, report_uid, team.bea.user)
    seed_desk(large_letters, team.amara)
    large_letters.goto("/desk/warnings/")
    see(large_letters, "Warnings")
    expect(large_letters.get_by_text("Waits to be approved")).to_be_visible()
    assert large_letters.evaluate("document.documentElement.scrollWidth") == 320
    read_draft(large_letters)
    assert large_letters.evaluate("document.documentElement.scrollWidth") == 320


def test_no_identifier_leaves_the_browsers_in_clear(window, project, evaluators, team):
    report_uid = agreed_report(project)
    page = open_desk(window)
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    seed_desk(page, team.amara)
    written_warning(page, report_uid)
    other = colleague_at_warnings(window, team.bea)
    other.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    read_draft(other)
    approve(other)
    everything = " ".join(sent)
    assert "/check/evaluate" in everything
    assert evaluators.address in everything
    for said in (NUMBER, CANONICAL, "7700900123", "He took my money"):
        assert said not in everything


def test_words_that_could_tell_who_reported_are_shown_and_asked_about_once(page, project, amara):
    report_uid = agreed_report(project, what="Marcela saw him. He took my money and hit me hard.")
    seed_desk(page, amara)
    begin_warning(page, report_uid)
    fill_in(page, "At 9pm he took my money and ran. Marcela knows him.")
    findings = page.locator("#findings")
    expect(findings.locator("mark")).to_have_text(["9pm", "he took my money and", "my", "Marcela"])
    expect(findings).to_contain_text("A time of day")
    expect(page.locator("#findings-count")).to_have_text("4 things to look at below the text")
    findings.get_by_role("button").filter(has_text="Marcela").last.click()
    expect(text_field(page)).to_be_focused()
    selected = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert text_field(page).evaluate(selected) == "Marcela"
    press(page, "Keep as a draft")
    see(page, "Keep these words?")
    press(page, "Change them")
    assert not Warning.objects.exists()
    text_field(page).fill("He takes the money. He rang at 9pm.")
    expect(findings.locator("mark")).to_have_text(["9pm"])
    press(page, "Keep as a draft")
    press(page, "Keep them")
    see(page, "The draft is kept")
    assert opened(project, Warning.objects.get())["texts"]["en"].endswith("at 9pm.")


def test_who_approves_is_asked_about_telling_words_as_well(window, project, evaluators, team):
    report_uid = agreed_report(project, what="He took my money. Marcela saw him.")
    store_draft(project, report_uid, team.amara.user, texts={"en": "Marcela knows him."})
    page = colleague_at_warnings(window, team.bea)
    read_draft(page)
    press(page, "Approve and publish")
    see(page, "Keep these words?")
    expect(page.locator("#keep-words-list mark")).to_have_text(["Marcela"])
    press(page, "Change them")
    expect(text_field(page)).to_be_focused()
    assert Warning.objects.get().state == State.DRAFT
    press(page, "Approve and publish")
    press(page, "Keep them")
    expect(page.get_by_text("Approved. Members see it with the next list")).to_be_visible()
    assert Warning.objects.get().state == State.APPROVED


def test_a_reporters_later_messages_are_compared_as_well(page, project, amara):
    writer = send_report(project, consents=["warn"], who=[{"kind": "tel", "value": NUMBER}])
    say(writer, "Afterwards Joana drove me home in her car.")
    seed_desk(page, amara)
    begin_warning(page, writer.report)
    fill_in(page, "Known to Joana.")
    expect(page.locator("#findings mark")).to_have_text(["Joana"])


def test_there_is_no_warning_without_the_reporters_permission(page, project, amara):
    writer = send_report(project, who=[{"kind": "tel", "value": NUMBER}])
    report_uid = writer.report
    seed_desk(page, amara)
    page.goto(f"/desk/reports/{report_uid}/")
    expect(page.locator("#warn")).to_contain_text("They have not agreed")
    expect(page.get_by_role("link", name="Write a warning")).to_have_count(0)
    page.goto(f"/desk/reports/{report_uid}/warning/")
    see(page, "They have not agreed to a warning")
    expect(text_field(page)).to_be_hidden()
    expect(page.locator("#answers")).to_be_empty()


def test_all_that_is_missing_is_said_at_its_field(page, project, amara):
    report_uid = agreed_report(project, borough="")
    seed_desk(page, amara)
    begin_warning(page, report_uid)
    press(page, "Keep as a draft")
    expect(page.get_by_label("What do you warn of?")).to_be_focused()
    expect(page.locator("#areas-fault")).to_have_text("Choose at least one.")
    expect(page.get_by_text("Write what others should know.")).to_be_visible()
    expect(page.locator("#identifiers-fault")).to_be_visible()
    fill_in(page, "")
    page.get_by_label("Camden").check()
    press(page, "Keep as a draft")
    expect(text_field(page)).to_be_focused()
    expect(page.locator("#areas-fault")).to_have_count(0)
    text_field(page).fill(HARMLESS)
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("As you know it").fill("12")
    press(page, "Keep as a draft")
    expect(page.locator(".wrong")).to_contain_text("This is not a whole phone number.")
    assert not Warning.objects.exists()


def test_numbers_of_other_countries_are_read_as_of_the_country_chosen(
    window, page, project, evaluators, team
):
    known = [{"kind": "tel", "value": "06 12 34 56 78"}]
    report_uid = agreed_report(project, who=known)
    seed_desk(page, team.amara)
    page.goto(f"/desk/reports/{report_uid}/warning/")
    see(page, "Warn others")
    offered = page.locator("#offered")
    expect(offered).to_contain_text("Checked as +44612345678 (United Kingdom)")
    expect(offered).to_contain_text("A digit may be missing.")
    page.get_by_label("Country of 06 12 34 56 78").select_option("France")
    expect(offered).to_contain_text("Checked as +33612345678 (France)")
    expect(offered).not_to_contain_text("A digit may be missing.")
    page.get_by_label("What do you warn of?").select_option("Violence")
    text_field(page).fill(HARMLESS)
    page.get_by_label("Phone number: 06 12 34 56 78").check()
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("As you know it").fill("021 123 45 67")
    page.get_by_label("Country of the number").select_option("Switzerland")
    expect(page.get_by_text("Checked as +41211234567 (Switzerland)")).to_be_visible()
    keep(page)
    assert [each["value"] for each in opened(project, Warning.objects.get())["identifiers"]] == [
        "+33612345678",
        "+41211234567",
    ]
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    expect(other.get_by_label("Phone number: 06 12 34 56 78")).to_be_checked()
    expect(other.get_by_label("Country of 06 12 34 56 78")).to_have_value("FR")
    expect(other.get_by_label("As you know it")).to_have_value("+41211234567")
    approve(other)
    for typed in ("+33 6 12 34 56 78", "+41 21 123 45 67"):
        [derivation] = derived(evaluators, "tel", typed)
        assert labels_of(Warning.objects.get(), derivation)


def test_members_and_the_desk_choose_from_the_same_countries(page, project, amara):
    report_uid = agreed_report(project)
    seed_desk(page, amara)
    begin_warning(page, report_uid)
    page.get_by_role("button", name="Add another").click()
    choice = page.get_by_label("Country of the number")
    expect(choice).to_have_value("GB")
    assert set(choice.locator("option").evaluate_all("all => all.map(({value}) => value)")) == set(
        phonenumbers.SUPPORTED_REGIONS
    )
    page.get_by_label("What it is").select_option("Number plate")
    expect(choice).to_be_hidden()


def test_a_number_that_may_lack_a_digit_is_asked_about_once_and_may_be_kept(
    window, page, project, evaluators, team
):
    report_uid = agreed_report(project)
    seed_desk(page, team.amara)
    begin_warning(page, report_uid)
    fill_in(page)
    page.get_by_role("button", name="Add another").click()
    page.get_by_label("As you know it").fill("07700 90012")
    expect(page.locator("#identifiers")).to_contain_text("A digit may be missing.")
    press(page, "Keep as a draft")
    see(page, "Is this the whole number?")
    expect(page.locator("#keep-numbers-list li")).to_have_text("+44770090012 (United Kingdom)")
    press(page, "Look at it again")
    expect(page.get_by_role("group", name="What can members check?")).to_be_focused()
    assert not Warning.objects.exists()
    press(page, "Keep as a draft")
    press(page, "Keep it as it is")
    see(page, "The draft is kept")
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    press(other, "Approve and publish")
    see(other, "Is this the whole number?")
    press(other, "Keep it as it is")
    expect(other.get_by_text("Approved. Members see it with the next list")).to_be_visible()
    assert Entry.objects.count() == 2


def test_what_was_typed_outlives_a_failure_and_a_lock(page, project, amara):
    report_uid = agreed_report(project)
    seed_desk(page, amara)
    begin_warning(page, report_uid)
    fill_in(page)
    page.route("**/warnings", lambda route: route.abort())
    press(page, "Keep as a draft")
    expect(failure(page)).to_contain_text("The connection failed.")
    page.unroute("**/warnings")
    press(page, "Lock")
    see(page, "Locked")
    expect(page.locator("#answers")).to_be_empty()
    expect(page.locator("#offered")).to_be_empty()
    page.get_by_label("Passphrase", exact=True).fill(amara.passphrase)
    press(page, "Unlock")
    expect(text_field(page)).to_have_value(HARMLESS)
    expect(page.get_by_label(f"Phone number: {NUMBER}")).to_be_checked()
    keep(page)
    assert len(opened(project, Warning.objects.get())["identifiers"]) == 1


def test_a_draft_whose_confirmation_was_lost_is_kept_once(page, project, amara):
    report_uid = agreed_report(project)
    seed_desk(page, amara)
    begin_warning(page, report_uid)
    fill_in(page)
    lost = []

    def lose(route):
        if lost or route.request.method != "POST":
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/warnings", lose)
    press(page, "Keep as a draft")
    expect(failure(page)).to_contain_text("The connection failed.")
    keep(page)
    assert Warning.objects.count() == 1


def test_nobody_approves_their_own_draft_and_a_changed_one_belongs_to_who_changed_it(
    window, page, project, evaluators, team
):
    seed_desk(page, team.amara)
    warning = written_warning(page, agreed_report(project))
    page.get_by_role("link", name="To the warnings").click()
    expect(page.locator("#to-approve")).to_contain_text("Yours: needs a colleague")
    read_draft(page)
    see(page, "A colleague must approve it")
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    text_field(other).fill("Refuses the condom.")
    expect(other.get_by_role("button", name="Approve and publish")).to_have_count(0)
    press(other, "Keep my changes")
    expect(other.get_by_text("Now a colleague must approve the draft.")).to_be_visible()
    warning.refresh_from_db()
    assert (warning.composed_by, warning.state) == (team.bea.user, State.DRAFT)
    assert opened(project, warning)["texts"] == {"en": "Refuses the condom."}
    page.reload()
    read_draft(page)
    approve(page)
    warning.refresh_from_db()
    assert (warning.approved_by, warning.texts) == (team.amara.user, {"en": "Refuses the condom."})


def test_a_draft_that_was_changed_meanwhile_is_not_approved_unread(
    window, project, evaluators, team
):
    store_draft(project, agreed_report(project), team.amara.user)
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    page = colleague_at_warnings(window, team.amara)
    read_draft(page)
    text_field(page).fill("Something else.")
    press(page, "Keep my changes")
    expect(page.get_by_text("Your changes are kept.")).to_be_visible()
    press(other, "Approve and publish")
    expect(failure(other)).to_contain_text("Somebody has changed this draft meanwhile.")
    assert Warning.objects.get().state == State.DRAFT


def test_a_draft_whose_reporter_no_longer_agrees_can_only_be_discarded(
    window, project, evaluators, team
):
    store_draft(project, agreed_report(project), team.amara.user)
    consent.record(Report.objects.get(), Scope.WARN, given=False, wording=consent.WORDING)
    other = colleague_at_warnings(window, team.bea)
    expect(other.locator("#to-approve")).to_contain_text("They no longer agree")
    read_draft(other)
    see(other, "They no longer agree")
    expect(other.get_by_role("button", name="Approve and publish")).to_have_count(0)
    press(other, "Discard the draft")
    other.get_by_role("button", name="Discard", exact=True).click()
    expect(other.get_by_text("The draft is discarded.")).to_be_visible()
    assert not Warning.objects.exists()


def test_a_draft_that_goes_while_the_page_is_locked_leads_back_to_the_list(
    window, project, evaluators, team
):
    warning = store_draft(project, agreed_report(project), team.amara.user)
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    press(other, "Lock")
    expect(text_field(other)).to_have_value("")
    warning.delete()
    other.get_by_label("Passphrase", exact=True).fill(team.bea.passphrase)
    press(other, "Unlock")
    see(other, "Warnings")
    expect(other.get_by_text("This draft is no longer there.")).to_be_visible()


def test_with_the_key_holder_down_nothing_is_done_and_it_can_be_tried_again(
    window, project, evaluators, team
):
    warning = store_draft(project, agreed_report(project), team.amara.user)
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    other.route(f"{evaluators.address}/**", lambda route: route.abort())
    press(other, "Approve and publish")
    expect(failure(other)).to_contain_text("does not answer. Nothing was changed.")
    warning.refresh_from_db()
    assert (warning.state, Entry.objects.count()) == (State.DRAFT, 0)
    other.unroute(f"{evaluators.address}/**")
    approve(other)
    assert Entry.objects.count() == 1


def test_a_wrong_proof_of_either_evaluator_stops_the_approval(window, project, evaluators, team):
    store_draft(project, agreed_report(project), team.amara.user)
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)

    def forge(route):
        answer = route.fetch()
        members = answer.json()
        members["proof"] = members["proof"][:-4] + "AAAA"
        route.fulfill(response=answer, body=json.dumps(members))

    here = other.evaluate("location.origin")
    for address in (evaluators.address, here):
        other.route(f"{address}/check/evaluate", forge)
        with other.expect_response(f"{address}/check/evaluate"):
            press(other, "Approve and publish")
        expect(failure(other)).to_contain_text("An answer was not made with the right key.")
        expect(other.locator("#approving")).not_to_have_attribute("aria-busy", "true")
        other.unroute_all(behavior="wait")
    assert (Warning.objects.get().state, Entry.objects.count()) == (State.DRAFT, 0)


def approved_by_bea(window, project, evaluators, team):
    """A warning that amara wrote and bea approved; return it and bea's page."""
    warning = store_draft(project, agreed_report(project), team.amara.user)
    other = colleague_at_warnings(window, team.bea)
    read_draft(other)
    approve(other)
    return warning, other


def test_a_false_identifier_among_the_stored_ones_is_found(window, project, evaluators, team):
    warning, page = approved_by_bea(window, project, evaluators, team)
    press_look = page.get_by_role("button", name="Look over the numbers")
    press_look.click()
    expect(page.get_by_text("Everything is right: members find just these.")).to_be_visible()
    [false] = derived(evaluators, "tel", "07700 900999")
    entry = Entry.objects.get(warning=warning)
    entry.place = false.place_bytes
    entry.record = seal_label(false, Label(1, bytes.fromhex(warning.reference)))
    entry.save()
    press_look.click()
    told = page.locator(".looked-over")
    expect(told).to_contain_text("1 record belongs to nothing that is written in this warning.")
    expect(told).to_contain_text(
        f"Members cannot find these: Phone number: {CANONICAL} (United Kingdom)."
    )


def test_another_text_than_that_of_the_draft_is_found(window, project, evaluators, team):
    warning, page = approved_by_bea(window, project, evaluators, team)
    Warning.objects.filter(pk=warning.pk).update(texts={"en": "He lives in Acacia Avenue."})
    page.get_by_role("button", name="Look over the numbers").click()
    told = page.locator(".looked-over")
    expect(told).to_contain_text("Members are told something else than what is written here")
    expect(told).to_contain_text("He lives in Acacia Avenue.")


def test_tokens_are_kept_for_the_next_page_and_go_with_the_keys(window, project, evaluators, team):
    _warning, page = approved_by_bea(window, project, evaluators, team)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    press_look = page.get_by_role("button", name="Look over the numbers")
    press_look.click()
    expect(page.get_by_text("Everything is right")).to_be_visible()
    assert not [each for each in asked if each.endswith("/tokens")]
    press(page, "Lock")
    page.get_by_label("Passphrase", exact=True).fill(team.bea.passphrase)
    press(page, "Unlock")
    press_look.click()
    expect(page.get_by_text("Everything is right")).to_be_visible()
    assert [each for each in asked if each.endswith("/tokens")]


def test_a_warning_is_renewed_and_taken_down(window, project, evaluators, team):
    warning, page = approved_by_bea(window, project, evaluators, team)
    before = warning.review_on
    page.get_by_role("button", name="Renew").first.click()
    field = page.locator("#renew-on")
    latest = field.get_attribute("max")
    field.fill(latest)
    page.locator("#renew").get_by_role("button", name="Renew").click()
    expect(page.get_by_text("Renewed.")).to_be_visible()
    warning.refresh_from_db()
    assert f"{warning.review_on:%Y-%m-%d}" == latest != before
    page.get_by_role("button", name=re.compile("^Take down")).click()
    see(page, "Take the warning down?")
    page.locator("#sure").get_by_role("button", name="Take down").click()
    expect(page.locator("#ended")).to_contain_text("Taken down by your team")
    warning.refresh_from_db()
    assert (warning.state, warning.ended_because) == (State.ENDED, "taken-down")


@pytest.fixture
def rotating(settings, tmp_path):
    """Begin to rotate the platform's key, on a copy of its keys."""

    def begin():
        copied = tmp_path / "keys.json"
        copied.write_bytes(settings.CHECK_KEYS_FILE.read_bytes())
        copied.chmod(0o600)
        settings.CHECK_KEYS_FILE = copied
        rotation.begin(copied)

    return begin


def test_warnings_are_put_under_a_new_key_and_go_on_where_it_stopped(
    window, project, evaluators, team, rotating
):
    for what in ("first", "second"):
        report_uid = agreed_report(project, what=f"He took my money, {what}.")
        store_draft(project, report_uid, team.amara.user)
    other = colleague_at_warnings(window, team.bea)
    for _each in range(2):
        other.get_by_role("button", name="Read the draft").first.click()
        see(other, "Look at the draft")
        approve(other)
    rotating()
    assert len(keyring().evaluators) == 2
    other.reload()
    see(other, "2 warnings must be put under the new key")
    calls = []

    def fail_second(route):
        calls.append(route.request.url)
        return route.abort() if len(calls) == 2 else route.continue_()

    other.route("**/entries", fail_second)
    press(other, "Put them under the new key")
    see(other, "1 warning must be put under the new key")
    expect(failure(other)).to_contain_text("The connection failed.")
    press(other, "Put them under the new key")
    expect(other.locator("#rotation")).to_be_hidden()
    expect(other.get_by_text("Numbers put under a new key by bea on")).to_have_count(2)
    for warning in Warning.objects.all():
        assert Entry.objects.filter(warning=warning).count() == 2
        label = Label(1, bytes.fromhex(warning.reference))
        for known in derived(evaluators, "tel", NUMBER):
            assert labels_of(warning, known) == [label]


def test_members_find_all_that_a_warning_names_after_a_rotation_and_nothing_else(
    window, project, evaluators, team, rotating
):
    named = {"tel": CANONICAL, "plate": "AB12CDE"}
    report_uid = agreed_report(project)
    identifiers = [{"kind": kind, "value": value} for kind, value in named.items()]
    store_draft(project, report_uid, team.amara.user, identifiers=identifiers)
    desk = colleague_at_warnings(window, team.bea)
    read_draft(desk)
    approve(desk)
    rotating()
    desk.reload()
    see(desk, "1 warning must be put under the new key")
    another = desk.context.new_page()
    another.goto("/desk/warnings/")
    see(another, "1 warning must be put under the new key")
    for page in (desk, another):
        # The second person finds everything done, and nothing wrong.
        press(page, "Put them under the new key")
        expect(page.locator("#rotation")).to_be_hidden()
        expect(failure(page)).to_be_hidden()
    warning = Warning.objects.get()
    label = Label(1, bytes.fromhex(warning.reference))
    known = [each for kind, value in named.items() for each in derived(evaluators, kind, value)]
    assert [labels_of(warning, each) for each in known] == [[label]] * 4
    assert Entry.objects.filter(warning=warning).count() == 4
    publishing.publish()
    page = window().new_page()
    start_as_member(page, project)
    for kind, value in {"Phone": NUMBER, "Number plate": "AB12 CDE"}.items():
        page.get_by_role("radio", name=kind, exact=True).check()
        to_check(page).fill(value)
        press(page, "Check")
        see(page, "There is a warning")
        page.reload()
        see(page, "Check")


def test_who_works_alone_may_approve_alone_and_it_is_marked(page, project, evaluators, amara):
    seed_desk(page, amara)
    warning = written_warning(page, agreed_report(project))
    page.get_by_role("link", name="To the warnings").click()
    press(page, "I work alone: let me approve my own")
    see(page, "Approve alone?")
    page.locator("#sure").get_by_role("button", name="Approve alone").click()
    expect(page.get_by_text("This is off: you work alone.")).to_be_visible()
    read_draft(page)
    approve(page)
    expect(page.locator("#live")).to_contain_text("Looked at by one person")
    warning.refresh_from_db()
    assert (warning.state, warning.four_eyes) == (State.APPROVED, False)
    press(page, "Turn it on again")
    expect(page.get_by_text("This is on.")).to_be_visible()


def test_a_team_of_two_cannot_turn_four_eyes_off(page, project, team):
    seed_desk(page, team.amara)
    page.goto("/desk/warnings/")
    expect(page.get_by_text("This is on.")).to_be_visible()
    expect(page.get_by_role("button", name="I work alone")).to_have_count(0)


def test_the_report_shows_its_warnings_and_how_they_stand(page, project, amara):
    report_uid = agreed_report(project)
    seed_desk(page, amara)
    written_warning(page, report_uid)
    page.get_by_role("link", name="Back to the report").click()
    expect(page.locator("#warn-list")).to_contain_text("Violence")
    expect(page.locator("#warn-list")).to_contain_text("Yours: needs a colleague")
    expect(page.locator("#warn")).to_contain_text("They have agreed")


def test_a_request_for_review_is_compared_with_the_projects_own_warnings(page, project, amara):
    store_draft(project, agreed_report(project), amara.user)
    seed_desk(page, amara)
    ask_for_review(project, "+44 7700 900 123")
    ask_for_review(project, "somebody@example.org")
    page.goto("/desk/warnings/")
    page.get_by_role("link", name="Requests for review").click()
    expect(page.locator("#requests > li")).to_have_count(2)
    named = page.locator("#requests > li").filter(has_text="+44 7700 900 123")
    other = page.locator("#requests > li").filter(has_text="somebody@example.org")
    expect(named).to_contain_text("This is not me.")
    expect(named).to_contain_text("Your warnings that name it:")
    expect(named).to_contain_text("Violence")
    expect(other).to_contain_text("None of your warnings names it.")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("Search your own warnings").fill("07700-900123")
    press(page, "Search")
    expect(page.locator("#find-text")).to_contain_text("Violence")
    page.get_by_label("Search your own warnings").fill("07700-900124")
    press(page, "Search")
    expect(page.locator("#find-text")).to_contain_text("None of your warnings names it.")
    assert sent == []
    named.get_by_role("button", name="Close").click()
    expect(page.locator("#requests > li")).to_have_count(1)


def test_a_request_about_a_foreign_number_is_compared_and_one_that_cannot_be_read_says_so(
    page, project, amara
):
    report_uid = agreed_report(project, who=[{"kind": "tel", "value": NUMBER}])
    french = [{"kind": "tel", "value": "+33612345678"}]
    store_draft(project, report_uid, amara.user, identifiers=french)
    start_at_desk(page, amara)
    for identifier in ("06 12 34 56 78", "06 12 34 56 79", "My number: 0612345678"):
        ask_for_review(project, identifier)
    page.goto("/desk/review-requests/")
    rows = page.locator("#requests > li")
    expect(rows).to_have_count(3)
    named = rows.filter(has=page.get_by_text("06 12 34 56 78", exact=True))
    other = rows.filter(has=page.get_by_text("06 12 34 56 79", exact=True))
    unread = rows.filter(has_text="My number")
    expect(named).to_contain_text("Your warnings that name it:")
    expect(other).to_contain_text("None of your warnings names it.")
    expect(unread).to_contain_text("We could not look for this")


def test_the_keyboard_alone_writes_a_warning(page, project, amara):
    report_uid = agreed_report(project)
    seed_desk(page, amara)
    begin_warning(page, report_uid)
    page.get_by_label("What do you warn of?").focus()
    page.keyboard.type("Viol")
    for _each in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text-en":
            break
    page.keyboard.type(HARMLESS)
    for _each in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    see(page, "The draft is kept")
    assert opened(project, Warning.objects.get())["texts"] == {"en": HARMLESS}


def test_members_are_invited_listed_and_removed_on_the_team_page(window, page, project, amara):
    start_at_desk(page, amara)
    page.get_by_role("link", name="Team").click()
    expect(page.get_by_text("Nobody has joined yet.")).to_be_visible()
    press(page, "Make a link for a member")
    link = page.locator("#member-link")
    expect(link).to_have_value(re.compile(r"/members/join/#[\w-]{43}$"))
    expect(page.locator("#member-invitations > li")).to_have_count(1)
    page.locator("#member-invitations").get_by_role("button", name="Withdraw").click()
    expect(page.locator("#open-member-invitations")).to_be_hidden()
    as_member(project, "Kestrel")
    page.reload()
    page.locator('[data-pseudonym="Kestrel"]').get_by_role("button", name="Remove").click()
    see(page, "Remove Kestrel?")
    page.locator("#remove-member").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nobody has joined yet.")).to_be_visible()
    assert not Member.objects.exists()
