"""Scripts that come late or never: what a page says of itself stays true all the while."""

import pytest
from journeys.reporter import WORDS, press, see, send_from_a_browser
from playwright.sync_api import expect

ENTRIES = "**/built/*.js"

# What waits for scripts has waited long enough.
WAITED = "document.getAnimations().forEach((each) => each.finish())"


@pytest.fixture
def late(page):
    """A page whose scripts wait, and a function that lets them come."""
    held = []

    def hold(route):
        held.append(route)

    page.route(ENTRIES, hold)

    def let_them_come():
        for route in held:
            route.continue_()
        page.unroute(ENTRIES)

    return page, let_them_come


def go(page, path):
    page.goto(path, wait_until="commit")
    expect(page.get_by_text("One moment…")).to_be_visible()


def words_field(page):
    return page.get_by_label("Seven words, with a space after each")


def without_waiting(page):
    page.evaluate(WAITED)
    expect(page.get_by_text("One moment…")).to_be_hidden()


@pytest.mark.parametrize("path", ["/report/", "/return/", "/review/"])
def test_nothing_can_be_sent_to_the_server_before_scripts_had_time_to_come(project, late, path):
    page, let_them_come = late
    go(page, path)
    expect(page.locator("main form").first).to_be_hidden()
    expect(page.get_by_text("without JavaScript")).to_be_hidden()
    expect(page.get_by_text("press Esc")).to_be_hidden()
    let_them_come()
    expect(page.get_by_text("One moment…")).to_be_hidden()
    expect(page.get_by_text("without JavaScript")).to_be_hidden()
    expect(page.locator("main button:visible").first).to_be_visible()
    expect(page.get_by_text("press Esc")).to_be_visible()


def test_where_no_script_comes_the_page_works_without_and_says_so(project, late):
    send_from_a_browser(project)
    page, _let_them_come = late
    go(page, "/return/")
    without_waiting(page)
    expect(page.get_by_text("our server opens your report for you")).to_be_visible()
    words_field(page).fill(WORDS)
    press(page, "Open")
    expect(page.get_by_text("so our server opened your report")).to_be_visible()
    page.get_by_text("About this report").click()
    expect(page.get_by_text("Now our server has opened it for you.")).to_be_visible()
    expect(page.get_by_text("Only you and the project can read it")).to_have_count(0)


def test_a_page_that_the_server_has_read_is_not_taken_over_by_a_script_that_comes_now(
    project, late
):
    page, let_them_come = late
    go(page, "/report/")
    without_waiting(page)
    press(page, "Continue")
    let_them_come()
    page.wait_for_load_state()
    expect(page.get_by_role("alert")).to_contain_text("Write what happened.")
    see(page, "Locked by our server")
    expect(page.get_by_role("heading", name="Locked on this device")).to_be_hidden()
    expect(page.get_by_label("What happened?")).to_be_visible()


@pytest.mark.parametrize("path", ["/members/log-in/", "/members/join/", "/desk/log-in/"])
def test_a_page_that_is_empty_without_its_script_says_to_load_it_again(project, late, path):
    page, let_them_come = late
    go(page, path)
    said = page.get_by_text("If nothing comes, load the page again.")
    expect(said).to_be_hidden()
    without_waiting(page)
    expect(said).to_be_visible()
    let_them_come()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(said).to_be_hidden()
