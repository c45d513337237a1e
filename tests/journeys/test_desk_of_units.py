"""People of a unit in browsers: they have no inbox, so the team page tells them what to do."""

import re

import pytest
from django.test import Client
from journeys.desk import see
from journeys.seeding import SEED_DESK, keys_of_caseworker, seed
from looks.check import Opened, faults
from people.kinds import invented
from playwright.sync_api import expect

from unsilenced.people.models import KeyGrant, OrganisationKind, Role


@pytest.fixture
def liaison(caseworker):
    """Make somebody of one unit, who has its key."""
    unit = invented(OrganisationKind.UNIT)

    def make(name):
        made = caseworker(name, of=unit)
        made.user.role = Role.LIAISON
        made.user.save()
        return made

    return make


def start_at_team(page, who):
    """Stand at the team page, logged in, to which the desk's own address leads."""
    client = Client()
    client.force_login(who.user)
    seed(page, client, SEED_DESK, keys_of_caseworker(who))
    page.goto("/desk/")
    page.wait_for_url("**/desk/team/")


def test_who_has_no_key_reads_on_the_team_page_whom_to_ask_and_what_to_read_out(page, liaison):
    liaison("nora")
    omar = liaison("omar")
    KeyGrant.objects.filter(user=omar.user).delete()
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    start_at_team(page, omar)
    see(page, "Waiting for the team\u2019s key")
    numbers = page.locator("#no-key-fingerprint")
    expect(numbers).to_have_text(re.compile(r"\d"))
    expect(page.locator("#no-key")).not_to_contain_text("report")
    looked = Opened(page, page.context.new_cdp_session(page))
    assert faults(looked, "team-no-key") == []
    told = numbers.inner_text()
    page.goto("/desk/account/")
    expect(page.locator("#fingerprint")).to_have_text(told)


def test_who_has_the_key_is_not_told_to_wait(page, liaison):
    start_at_team(page, liaison("nora"))
    expect(page.get_by_text("Has the key", exact=True)).to_be_visible()
    expect(page.locator("#no-key")).to_be_hidden()
