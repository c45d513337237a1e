"""A real Chromium for looking at pages."""

import os
import shutil

import pytest
from django.core.cache import cache
from looks.check import Scene
from playwright.sync_api import sync_playwright

# Playwright's loop runs in this thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def chromium():
    """An installed Chromium, or the one that Playwright brought."""
    installed = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def scene(transactional_db, live_server, chromium, project, caseworker):
    """A running site with one project, and a fresh browser window that has not opened it yet."""
    cache.clear()
    context = chromium.new_context(reduced_motion="reduce", locale="en-GB")
    yield Scene(live_server.url, context, project, caseworker)
    context.close()
