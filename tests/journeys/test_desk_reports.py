"""A caseworker reads, answers, notes, hands over and finds reports."""

from journeys.desk import (
    answers_to,
    lines,
    log_in,
    press,
    send_report,
)
from playwright.sync_api import expect


def test_a_sealed_report_is_read_and_the_answer_opens_with_the_receipt(page, project, caseworker):
    writer = send_report(project, borough="E09000012", consents=["warn"])
    log_in(page, caseworker())
    expect(lines(page)).to_contain_text("He took my money and hit me.")
    expect(lines(page)).to_contain_text("Hackney")
    expect(lines(page)).to_contain_text("New")
    page.get_by_role("link", name="He took my money").click()
    expect(page.get_by_text("He took my money and hit me.")).to_be_visible()
    page.get_by_label("Your answer").fill("We believe you. How are you today?")
    press(page, "Send the answer")
    expect(page.locator("#talk")).to_contain_text("We believe you. How are you today?")
    assert answers_to(writer) == [
        {"v": 1, "text": "We believe you. How are you today?", "by": "amara"}
    ]
