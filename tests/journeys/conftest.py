"""Journeys run in Chromium against a running site."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from unsilenced.people.models import ProjectKey
from unsilenced.sealing.keys import generate_private_key, public_key_of

expect.set_options(timeout=20_000)


@pytest.fixture
def window(transactional_db, live_server, chromium):
    """Open a browser window of the running site that nothing has opened before."""
    cache.clear()
    opened = []

    def make(**settings):
        context = chromium.new_context(
            base_url=live_server.url, locale="en-GB", reduced_motion="reduce", **settings
        )
        opened.append(context)
        return context

    yield make
    for context in [each for each in opened if each in chromium.contexts]:
        # An answer that is still on its way when its window goes is nobody's fault.
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")
        context.unroute_all(behavior="ignoreErrors")
        context.close()


@pytest.fixture
def page(window):
    """A page, which must not complain of anything."""
    page = window().new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture
def rotated():
    """Give a project a new key, as removing a caseworker does; return it with that key."""

    def change(project):
        private_key = generate_private_key()
        ProjectKey.objects.filter(pk=project.key.pk).update(retired_on=timezone.localdate())
        key = ProjectKey.objects.create(
            id=uuid4(),
            project=project.project,
            public_key=public_key_of(private_key),
            recovery_envelope=b"",
            made_on=timezone.localdate(),
        )
        return replace(project, key=key, private_key=private_key)

    return change
