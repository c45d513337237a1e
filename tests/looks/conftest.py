"""A running site to look at."""

import pytest
from django.core.cache import cache
from looks.check import Scene


@pytest.fixture
def scene(live_server, chromium, project, caseworker, pytestconfig):
    """A running site with one project, and a fresh browser window that has not opened it yet."""
    cache.clear()
    context = chromium.new_context(reduced_motion="reduce", locale="en-GB")
    pictures = pytestconfig.getoption("pictures")
    yield Scene(live_server.url, context, project, caseworker, pictures)
    context.close()
