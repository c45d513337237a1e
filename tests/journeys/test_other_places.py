"""A site whose places are in another country: from a report to a check and back, in browsers."""

import re
from dataclasses import replace
from functools import partial

import pytest
from journeys.desk import press, see, start_at_desk
from journeys.members import start_as_member, to_check
from journeys.reporter import WHAT, come_back, go_on, save_and_send, start
from journeys.warnings import HARMLESS, approve, colleague_at_warnings, keep, read_draft, text_field
from playwright.sync_api import expect
from warned.warner import KeyHolder

from unsilenced.places import shipped
from unsilenced.reports.models import Report
from unsilenced.warnings.models import Warning
from unsilenced.warnings.releases import publishing

NUMBER = "(11) 96123-4567"
LONDON = re.compile(
    r"\bLondon|borough|(?<![\w-])(?:999|101|020|GB|UK)(?![\w-])|07700|\+44|AB12", re.IGNORECASE
)


@pytest.fixture
def in_brazil(settings):
    """A site with the shipped example of another country."""
    listed = shipped.place_list("example-brazil")
    settings.CONFIGURATION = replace(settings.CONFIGURATION, places=listed)
    settings.TIME_ZONE = listed.time_zone
    return listed


@pytest.fixture
def evaluators(db, keyholder):
    """Both evaluators, each with its key known to the other site."""
    KeyHolder(keyholder.keys.evaluators).told()
    return keyholder


def look(page):
    """Nothing on the page is of London."""
    shown = page.locator("body").inner_text()
    found = LONDON.search(shown)
    assert not found, shown[max(found.start() - 60, 0) : found.end() + 60]


def reported(page):
    """Somebody reports where they are; return their words."""
    start(page)
    page.get_by_label("What happened?").fill(f"{WHAT} Near 01310-100.")
    go_on(page)
    page.get_by_label("In the last week").check()
    go_on(page)
    look(page)
    page.get_by_label("In which state of Brazil?").select_option("Rio de Janeiro")
    go_on(page)
    page.get_by_label("Phone number").fill(NUMBER)
    go_on(page)
    page.get_by_label("Warn others").check()
    for _question in range(3):
        go_on(page)
    see(page, "Check your answers")
    expect(page.locator("#check")).to_contain_text("Rio de Janeiro")
    look(page)
    go_on(page)
    words = save_and_send(page)
    see(page, "Your report is sent")
    look(page)
    return words


def test_a_report_becomes_a_warning_and_a_check_in_another_country(
    window, in_brazil, project, evaluators, caseworker
):
    # Browsers stand in the country of the site: near midnight another zone has another day.
    window = partial(window, timezone_id="America/Sao_Paulo")
    reporter, desk, member = (window().new_page() for _ in range(3))
    words = reported(reporter)

    start_at_desk(desk, caseworker("amara"))
    expect(desk.locator("main")).to_contain_text("Rio de Janeiro")
    look(desk)
    report = Report.objects.get()
    desk.goto(f"/desk/reports/{report.uid}/")
    expect(desk.locator(".answers").first).to_contain_text("Rio de Janeiro")
    look(desk)
    desk.get_by_role("link", name="Write a warning").click()
    see(desk, "Warn others")
    expect(desk.get_by_role("checkbox", name="Rio de Janeiro", exact=True)).to_be_checked()
    expect(desk.get_by_role("group", name="Sudeste")).to_be_visible()
    desk.get_by_label("What do you warn of?").select_option("Violence")
    desk.get_by_label(f"Phone number: {NUMBER}").check()
    text_field(desk).fill("Comes by car to 01310-100.")
    postcode = in_brazil.words["en"].postcode
    expect(desk.locator("#findings-list")).to_contain_text(postcode)
    text_field(desk).fill(HARMLESS)
    look(desk)
    keep(desk)
    assert Warning.objects.count() == 1

    colleague = colleague_at_warnings(window, caseworker("bea"))
    read_draft(colleague)
    look(colleague)
    approve(colleague)
    look(colleague)
    publishing.publish()

    start_as_member(member, project)
    expect(member.locator("#region")).to_have_value("BR")
    expect(member.locator("#value-hint")).to_contain_text("(11) 96123-4567")
    look(member)
    to_check(member).fill(NUMBER)
    press(member, "Check")
    see(member, "There is a warning")
    expect(member.locator("#answer")).to_contain_text(HARMLESS)
    expect(member.locator("#answer")).to_contain_text("Rio de Janeiro")
    expect(member.locator("#answer")).to_contain_text("In danger now? Call 190.")
    expect(member.locator("#answer")).not_to_contain_text("press")

    come_back(reporter, words)
    expect(reporter.locator("main")).to_contain_text("Rio de Janeiro")
    look(reporter)


def test_a_place_of_an_earlier_list_is_shown_as_its_code(
    window, in_brazil, project, caseworker, settings
):
    reporter, desk = window().new_page(), window().new_page()
    words = reported(reporter)
    settings.CONFIGURATION = replace(settings.CONFIGURATION, places=shipped.place_list("london"))
    start_at_desk(desk, caseworker("amara"))
    expect(desk.locator(".line .place").first).to_have_text("33")
    come_back(reporter, words)
    expect(reporter.locator("main")).to_contain_text("In which part of London?")
    expect(reporter.locator("main")).to_contain_text("33")
