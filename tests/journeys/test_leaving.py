"""How much of the site a browser's history holds."""

from journeys.reporter import see


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
    page.wait_for_url("**/pt-br/")
    assert page.evaluate("history.length") == entries


def test_a_link_to_a_place_on_the_page_is_followed_as_usual(page, project):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
