"""What the tests of pages share."""

import pytest
from django.test import Client
from people.member_browser import as_member

from unsilenced.demo.invented_people import invent_caseworker, invent_project


@pytest.fixture(scope="module")
def willow(made_once):
    return invent_project("Willow Project (invented)", "willow")


@pytest.fixture(scope="module")
def visitors(willow):
    """A browser of somebody whom a page lets in, if it lets anybody in."""
    at_desk = Client()
    at_desk.force_login(invent_caseworker(willow, "amara").user)
    member = as_member(willow)[0].client
    return lambda page: member if page.startswith("/members/") else at_desk
