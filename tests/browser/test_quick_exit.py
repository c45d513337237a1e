"""Leaving: at once, without a trace in the tab, and without a way back."""

import pytest
from browser.made import ORIGIN

BODY = (
    '<a id="leave" href="/leave/">Leave this site</a><p>What happened to me</p>'
    '<a data-replace href="/next/">Next</a><a href="/other/">Other</a>'
)
SCRIPTS_THAT_KEEP_A_DRAFT = """
sessionStorage.setItem("draft", "secret");
window.name = "secret";
window.addEventListener("pagehide", () => sessionStorage.setItem("draft", "secret again"));
document.addEventListener("leaving", () => { document.cookie = "told=yes"; });
"""


def plain(text):
    return lambda route: route.fulfill(content_type="text/html", body=f"<p>{text}</p>")


def stay(route):
    """Never answer, so that the page's current content stays on the screen."""
    route.fulfill(status=204)


@pytest.fixture
def page(made):
    made.answers["/leave/"] = plain("Weather")
    made.answers["/start/"] = plain("Start")
    made.answers["/next/"] = plain("Next")
    made.answers["/other/"] = plain("Other")
    opened = made.open(BODY)
    opened.evaluate(SCRIPTS_THAT_KEEP_A_DRAFT)
    return opened


def by_click(page):
    page.click("#leave", no_wait_after=True)


def by_escape(page):
    for _ in range(3):
        page.keyboard.press("Escape")


@pytest.mark.parametrize("leave", [by_click, by_escape])
def test_the_page_is_covered_before_anything_answers(made, page, leave):
    made.answers["/leave/"] = stay
    leave(page)
    page.wait_for_function("document.querySelector('.cover') !== null")
    assert page.evaluate("document.body.innerText") == ""
    assert page.title() == "…"
    assert page.evaluate("[sessionStorage.length, window.name]") == [0, ""]
    assert page.evaluate("document.cookie") == "told=yes"


@pytest.mark.parametrize("leave", [by_click, by_escape])
def test_the_neutral_page_takes_its_place_and_keeps_nothing(page, leave):
    before = page.evaluate("history.length")
    leave(page)
    page.wait_for_url(f"{ORIGIN}/leave/")
    assert page.inner_text("body") == "Weather"
    assert page.evaluate("history.length") == before
    assert page.evaluate("[sessionStorage.length, window.name]") == [0, ""]


def test_the_back_button_does_not_lead_there(made, page):
    by_click(page)
    page.wait_for_url(f"{ORIGIN}/leave/")
    page.goto(f"{ORIGIN}/other/")
    page.go_back()
    assert page.url == f"{ORIGIN}/leave/"
    page.go_back()
    assert "What happened" not in page.content()


def test_a_page_that_comes_back_is_covered_and_left_again(made, page):
    made.answers["/leave/"] = stay
    with page.expect_request("**/leave/"):
        by_click(page)
    # Chromium ignores a second request for an address until it has given up on the first one.
    with page.expect_request("**/leave/"):
        page.evaluate("""
          document.body.textContent = "What happened to me";
          sessionStorage.setItem("draft", "secret");
          const comeBack = new PageTransitionEvent("pageshow", { persisted: true });
          setInterval(() => window.dispatchEvent(comeBack), 50);
        """)
    assert page.evaluate("[document.body.innerText, sessionStorage.length]") == ["", 0]


def test_two_presses_and_other_keys_leave_nothing(page):
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        page.keyboard.press(key)
    assert "What happened" in page.inner_text("body")


def test_a_key_that_is_held_down_is_one_press(page):
    for _ in range(4):
        page.keyboard.down("Escape")
    page.keyboard.up("Escape")
    assert "What happened" in page.inner_text("body")


def test_presses_far_apart_are_no_wish_to_leave(made):
    made.context.add_init_script("""
      let now = 0;
      Object.defineProperty(Event.prototype, "timeStamp", { get: () => (now += 1001) });
    """)
    page = made.open(BODY)
    for _ in range(5):
        page.keyboard.press("Escape")
    assert "What happened" in page.inner_text("body")


def test_a_link_within_the_site_leaves_one_entry_in_the_history(page):
    before = page.evaluate("history.length")
    page.click("text=Next")
    page.wait_for_url(f"{ORIGIN}/next/")
    assert page.evaluate("history.length") == before


def test_any_other_link_is_an_ordinary_link(page):
    before = page.evaluate("history.length")
    page.click("text=Other")
    page.wait_for_url(f"{ORIGIN}/other/")
    assert page.evaluate("history.length") == before + 1
