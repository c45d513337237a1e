"""How much of the site a browser's history holds."""

import re
from pathlib import Path

import pytest
from journeys.desk import start_at_desk
from journeys.members import start_as_member
from journeys.reporter import see, send_from_a_browser
from playwright.sync_api import expect

import unsilenced


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


DIALOG = re.compile(r'<dialog id="([\w-]+)"')

REACHES = """dialogs => dialogs.map(dialog => {
  dialog.showModal();
  const link = dialog.querySelector("a.leave");
  const { x, y, width, height } = link.getBoundingClientRect();
  const touched = document.elementFromPoint(x + width / 2, y + height / 2);
  const others = [...dialog.querySelectorAll("button")].every(each => each !== touched);
  dialog.close();
  return [dialog.id, touched === link && others && width >= 44 && height >= 44];
})"""

# The page shows its part with the dialogs once its keys are open.
SHOWN = """() => [...document.querySelectorAll("dialog")].some(each => each.parentElement) &&
  ![...document.querySelectorAll("dialog")].some(each => each.closest("[hidden]"))"""


def test_no_dialog_is_in_the_way_of_leaving(window, project, caseworker):
    """On every page with a dialog, by touch: the walk meets each dialog of each template."""
    phone = {"width": 360, "height": 640}
    page = window(has_touch=True, is_mobile=True, viewport=phone).new_page()
    page.route("**/leave/", lambda route: route.fulfill(body="Weather"))
    start_at_desk(page, caseworker("amara"))
    report = send_from_a_browser(project)
    met = {}
    for path in (
        "/desk/",
        f"/desk/reports/{report.pk}/",
        f"/desk/reports/{report.pk}/warning/",
        "/desk/team/",
        "/desk/warnings/",
    ):
        page.goto(path)
        page.wait_for_function(SHOWN)
        met |= dict(page.eval_on_selector_all("dialog", REACHES))
    start_as_member(page, project)
    page.goto("/members/account/")
    page.wait_for_function(SHOWN)
    met |= dict(page.eval_on_selector_all("dialog", REACHES))
    templates = Path(unsilenced.__file__).parent.rglob("templates/**/*.html")
    named = {name for path in templates for name in DIALOG.findall(path.read_text("utf-8"))}
    assert met == dict.fromkeys(named, True)
    page.eval_on_selector("dialog", "dialog => dialog.showModal()")
    page.get_by_role("dialog").get_by_role("link", name="Leave this site").tap()
    page.wait_for_url("**/leave/")
