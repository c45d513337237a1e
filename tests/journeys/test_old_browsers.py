"""Browsers that lack what the scripts of the pages call: the plain pages stay, and work."""

import pytest
from journeys.reporter import WHAT, WORDS, press, save_and_send, see, send_from_a_browser
from playwright.sync_api import expect

LACKING = {
    "an old browser": "delete Element.prototype.replaceChildren",
    "no cryptography": "delete Crypto.prototype.subtle",
    "no reading of files": "delete Blob.prototype.arrayBuffer",
}


@pytest.fixture(params=LACKING.values(), ids=LACKING)
def old(request, page):
    page.add_init_script(request.param)
    return page


def test_a_report_is_written_on_plain_pages(old, project):
    old.goto("/report/")
    see(old, "Locked by our server")
    old.get_by_label("What happened?").fill(WHAT)
    old.locator("#questions").get_by_role("button", name="Continue", exact=True).click()
    save_and_send(old)
    see(old, "Your report is sent")


def test_a_report_is_opened_on_plain_pages(old, project):
    send_from_a_browser(project)
    old.goto("/return/")
    old.get_by_label("Seven words, with a space after each").fill(WORDS)
    press(old, "Open")
    expect(old.get_by_text(WHAT)).to_be_visible()
