"""What works in a browser that keeps nothing for any site, as "block all cookies" asks."""

import json
import os
import shutil

import pytest
from django.core.cache import cache
from journeys.reporter import WHAT, come_back, report, sent_report
from playwright.sync_api import expect


@pytest.fixture
def blocked(transactional_db, live_server, chromium, tmp_path):
    """A page of a Chromium that blocks all data of sites; the page must not complain."""
    cache.clear()
    (tmp_path / "Default").mkdir()
    preferences = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(preferences))
    context = chromium.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        base_url=live_server.url,
        locale="en-GB",
    )
    page = context.pages[0]
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def refuses_storage(page):
    return page.evaluate("try { sessionStorage.length } catch (error) { error.name }")


def test_a_report_is_sent_and_opened_again(blocked, project):
    blocked.goto("/report/")
    assert refuses_storage(blocked) == "SecurityError"
    words = report(blocked)
    assert sent_report(project)["what"] == WHAT
    come_back(blocked, words)
    expect(blocked.get_by_text(WHAT)).to_be_visible()


@pytest.mark.parametrize("path", ["/desk/log-in/", "/desk/recover/", "/members/log-in/"])
def test_who_cannot_stay_logged_in_is_told_before_typing_anything(blocked, project, path):
    blocked.goto(path)
    expect(blocked.get_by_role("alert")).to_contain_text("you cannot log in with it")
