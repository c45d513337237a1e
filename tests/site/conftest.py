"""What the tests of pages share."""

import pytest
from people.member_browser import as_member


@pytest.fixture
def visitor(client, caseworker, project):
    """A browser of somebody whom a page lets in, if it lets anybody in."""

    def of(page):
        if page.startswith("/members/"):
            return as_member(project)[0].client
        client.force_login(caseworker().user)
        return client

    return of
