"""The pages that a proxy shows instead of the site look right everywhere."""

import pytest
from deploy.proxies import PAGES
from looks.check import AXE, EVERY_RULE, OVERFLOW, SMALL_TARGETS, WIDTHS

from unsilenced import locale


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("file", sorted(PAGES.glob("*.html")), ids=lambda file: file.stem)
def test_it_fits_reads_well_and_leads_away(chromium, file, colours):
    context = chromium.new_context(color_scheme=colours, locale="en-GB")
    page = context.new_page()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(file.as_uri())
        assert page.evaluate(OVERFLOW) == []
        assert page.evaluate(SMALL_TARGETS) == []
        page.evaluate(AXE)
        assert page.evaluate(EVERY_RULE) == []
    assert page.locator("main section").count() == len(locale.languages())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Leave · Sair")
    context.close()


def test_nothing_on_the_page_leads_away_from_words_that_a_reload_would_send_again(chromium):
    """Without JavaScript they are in this page's own entry alone, until one goes elsewhere."""
    page = chromium.new_page()
    page.goto((PAGES / "unavailable.html").as_uri())
    assert page.locator("main a, main form, main button").count() == 0
    for section, (reload, back) in zip(
        page.locator("main section").all_inner_texts()[:2],
        [("reload this page", "Do not go back"), ("recarregue esta página", "Não volte")],
        strict=True,
    ):
        assert section.index(reload) < section.index(back)
    leave = page.locator(".leave")
    assert leave.inner_text().startswith("Leave · Sair")
    page.close()
