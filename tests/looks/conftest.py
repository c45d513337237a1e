"""A running site to look at."""

import pytest
from django.core.cache import cache
from looks.check import Scene


@pytest.fixture
def fresh_window(chromium, recording):
    context = recording.of(chromium.new_context(reduced_motion="reduce", locale="en-GB"))
    yield context
    recording.close(context)


@pytest.fixture
def scene(live_server, fresh_window, project, caseworker, pytestconfig):
    """A running site with one project, and a fresh browser window that has not opened it yet."""
    cache.clear()
    pictures = pytestconfig.getoption("pictures")
    return Scene(live_server.url, fresh_window, project, caseworker, pictures)
