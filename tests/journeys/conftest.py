"""Journeys run in Chromium against a running site."""

import os
import shutil

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

expect.set_options(timeout=20_000)


@pytest.fixture
def window(transactional_db, live_server, chromium, recording):
    """Open a browser window of the running site that nothing has opened before."""
    cache.clear()
    opened = []

    def make(**settings):
        context = chromium.new_context(
            base_url=live_server.url, locale="en-GB", reduced_motion="reduce", **settings
        )
        opened.append(context)
        return recording.of(context)

    yield make
    for context in [each for each in opened if each in chromium.contexts]:
        # An answer that is still on its way when its window closes is no fault.
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")
        context.unroute_all(behavior="ignoreErrors")
        recording.close(context)


@pytest.fixture
def page(window):
    """A page, which must not complain of anything."""
    page = window().new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture
def large_letters(transactional_db, live_server, chromium, recording):
    """A narrow page of a browser that is set to letters twice as large."""
    with chromium.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--blink-settings=defaultFontSize=32"],
    ) as browser:
        context = recording.of(
            browser.new_context(base_url=live_server.url, viewport={"width": 320, "height": 640})
        )
        yield context.new_page()
        recording.close(context)
