"""What Chromium shows of a report and of the way back, from first to last, in each language."""

import pytest
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import expect
from test_translations import LANGUAGES, messages_of, pairs_of

from unsilenced.site import catalogues

LONG = 20
"""Letters from which on an English message cannot stand inside another text by chance."""


@pytest.fixture
def page(transactional_db, live_server, chromium, project):
    """A page of the running site, as narrow as the narrowest phone."""
    cache.clear()
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": 320, "height": 640},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()
    translation.activate("en")


def assert_no_english(page, language):
    shown = page.locator("body").inner_text()
    lines = {" ".join(line.split()) for line in shown.splitlines()}
    said = [
        pair
        for domain in catalogues.DOMAINS
        for each in messages_of(language, domain)
        for pair in pairs_of(each)
    ]
    assert [english for english, text in said if english in lines and text not in lines] == []
    assert [english for english, _text in said if len(english) > LONG and english in shown] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_and_the_way_back_show_no_english(page, language):
    def look():
        assert_no_english(page, language)

    def go_on():
        look()
        page.locator("#steps [type=submit]").click()

    page.goto(f"/{language}/report/")
    expect(page.locator("#start")).to_be_visible()
    look()
    page.locator("#start").click()
    go_on()
    expect(page.locator("#what-error")).to_be_visible()
    look()
    page.locator("#what").fill("1")
    for _question in range(7):
        go_on()
    expect(page.locator("#check")).to_be_visible()
    look()
    page.locator("#accept").click()
    expect(page.locator("#words li")).to_have_count(7)
    words = page.locator("#words li").all_inner_texts()
    page.locator("#send-button").click(force=True)
    expect(page.locator("#send-failed")).to_be_visible()
    look()
    page.locator("#saved").check()
    page.locator("#send-button").click()
    expect(page.locator("#sent")).to_be_visible(timeout=60_000)
    look()

    page.goto(f"/{language}/return/")
    page.locator("#words").fill("abandn zoo")
    page.locator("#words-form [value=open]").click()
    expect(page.locator("#words-error")).to_be_visible()
    look()
    page.locator("#words").fill(" ".join(words))
    page.locator("#words-form [value=open]").click()
    expect(page.locator("#message-form")).to_be_visible(timeout=60_000)
    look()
    consent = page.locator("form.consent").first
    consent.locator("input").check()
    consent.locator("button").click()
    expect(page.locator("#ledger li")).to_have_count(1)
    page.locator("#message").fill("2")
    page.locator("#message-form button").click()
    expect(page.locator("#talk li")).to_have_count(1)
    look()
    page.locator("#erase-ask button").click()
    look()
    page.locator("#erase [value=erase]").click()
    expect(page.locator("#erased")).to_be_visible()
    look()
