"""The pages that a proxy shows in place of the site look right, wherever they are read."""

import pytest
from deploy.proxies import PAGES
from looks.check import AXE, EVERY_RULE, OVERFLOW, SMALL_TARGETS, WIDTHS


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
    assert page.locator("main section").count() == 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Leave · Sair"
    context.close()
