"""From a report to a warning to another person's check, in browsers all the way, and back again."""

import pytest
from journeys.desk import press, see, seed_desk
from journeys.members import start_as_member, to_check
from journeys.reporter import answer_everything, come_back, go_on, save_and_send
from journeys.warnings import (
    HARMLESS,
    NUMBER,
    approve,
    colleague_at_warnings,
    read_draft,
    written_warning,
)
from playwright.sync_api import expect
from warned.warner import KeyHolder

from unsilenced.reports.models import Report
from unsilenced.warnings.releases import publishing


@pytest.fixture
def evaluators(db, keyholder):
    """Both evaluators, each with its key known to the other site."""
    KeyHolder(keyholder.keys.evaluators).told()
    return keyholder


def reported(page):
    """Somebody reports in their browser, and lets others be warned; return their words."""
    answer_everything(page)
    go_on(page)
    words = save_and_send(page)
    see(page, "Your report is sent")
    return words


def checked(member):
    """Load the page again, as somebody does who comes back, and check the number."""
    member.reload()
    expect(member.locator("#left")).to_contain_text("left today")
    to_check(member).fill(NUMBER)
    press(member, "Check")


def test_a_report_warns_another_member_until_its_writer_takes_it_back(
    window, project, evaluators, caseworker
):
    reporter, desk, member = (window().new_page() for _ in range(3))
    words = reported(reporter)
    publishing.publish()
    start_as_member(member, project)
    checked(member)
    see(member, "Nothing found")

    seed_desk(desk, caseworker("amara"))
    written_warning(desk, Report.objects.get().uid)
    colleague = colleague_at_warnings(window, caseworker("bea"))
    read_draft(colleague)
    approve(colleague)
    checked(member)
    see(member, "Nothing found")  # What is approved comes with the next release alone.

    publishing.publish()
    checked(member)
    see(member, "There is a warning")
    expect(member.locator("#answer")).to_contain_text(HARMLESS)

    come_back(reporter, words)
    reporter.get_by_label("Warn others").uncheck()
    expect(reporter.get_by_text("you took back “Warn others”").first).to_be_attached()
    checked(member)
    see(member, "There was a warning, and it has just been taken back")
    expect(member.locator("#taken-down")).to_contain_text("Violence, Hackney: taken back on")
    assert HARMLESS not in member.content()
    colleague.reload()
    expect(colleague.locator("#live")).to_contain_text("Members do not see it.")
    expect(colleague.get_by_role("button", name="Renew")).to_have_count(0)

    publishing.publish()
    checked(member)
    see(member, "Nothing found")
