"""A running site to look at."""

import pytest
from django.core.cache import cache
from looks.check import Scene


@pytest.fixture
def scene(transactional_db, live_server, chromium, project, caseworker):
    """A running site with one project, and a fresh browser window that has not opened it yet."""
    cache.clear()
    context = chromium.new_context(reduced_motion="reduce", locale="en-GB")
    yield Scene(live_server.url, context, project, caseworker)
    context.close()
