"""How much of the site a browser's history holds."""

import pytest
from journeys.reporter import see
from playwright.sync_api import expect


def skip_to_main(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_our_pages_share_one_entry_of_the_history_so_that_leaving_replaces_all(page, project):
    page.goto("/")
    entries = page.evaluate("history.length")
    for link, heading in (
        ("Tell us what happened", "Write a report"),
        ("Who we are and what we protect", "Who we are and what we protect"),
        ("Fernway", "You can tell us what happened"),
        ("Português (Brasil)", None),
    ):
        page.get_by_role("link", name=link).first.click()
        if heading:
            see(page, heading)
            # A page shows before its script has come, and until then the browser follows links.
            page.wait_for_load_state("domcontentloaded")
    page.wait_for_url("**/pt-br/")
    assert page.evaluate("history.length") == entries


@pytest.mark.parametrize("path", ["/", "/report/", "/return/"])
def test_the_link_to_the_main_part_moves_the_focus_and_adds_nothing_to_the_history(
    page, project, path
):
    page.goto("about:blank")
    page.goto(path)
    entries = page.evaluate("history.length")
    skip_to_main(page)
    assert page.evaluate("history.length") == entries
    assert page.url.endswith(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_after_the_link_to_the_main_part_back_does_not_show_the_site_that_was_left(page, project):
    page.route("**/leave/", lambda route: route.fulfill(body="Weather"))
    page.goto("about:blank")
    page.goto("/report/")
    skip_to_main(page)
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/leave/")
    page.go_back()
    assert page.url == "about:blank"
