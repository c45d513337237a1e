"""Choosing among hundreds of places on a narrow screen: members' areas, and those of a warning."""

from dataclasses import replace

import pytest
from django.urls import reverse
from journeys.desk import press, see, seed_desk
from journeys.members import start_as_member
from journeys.warnings import agreed_report, begin_warning, fill_in, keep, opened
from looks.check import Opened, faults
from playwright.sync_api import expect

from unsilenced.places import shipped
from unsilenced.warnings.models import Warning

LEEDS = "E08000035"


@pytest.fixture
def in_britain(settings):
    """A site with the 361 places of the United Kingdom."""
    listed = shipped.place_list("united-kingdom")
    settings.CONFIGURATION = replace(settings.CONFIGURATION, places=listed)
    return listed


@pytest.fixture
def member(page, in_britain, project):
    """A member in front of their areas, with a small phone."""
    page.set_viewport_size({"width": 320, "height": 640})
    start_as_member(page, project)
    page.goto(reverse("member-account"))
    page.get_by_text("Choose areas").click()
    return page


def chosen(page):
    return page.get_by_role("list", name="Chosen areas").get_by_role("listitem")


def shown(page):
    return page.locator(".choice:visible")


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


def test_a_member_finds_a_place_by_typing_and_takes_it_off_at_the_head(member):
    find = member.get_by_label("Find an area")
    find.fill("LEÉDS")
    expect(shown(member)).to_have_text("Leeds")
    expect(member.get_by_role("status").get_by_text("1 area found.")).to_be_visible()
    member.get_by_label("Leeds").check()
    find.fill("hack")
    member.get_by_label("Hackney").check()
    expect(chosen(member)).to_contain_text(["Hackney", "Leeds"])
    expect(member.get_by_role("status").get_by_text("2 areas chosen.")).to_be_visible()
    press(member, "Keep these areas")
    expect(member.get_by_text("Kept.")).to_be_focused()
    member.reload()
    expect(chosen(member)).to_contain_text(["Hackney", "Leeds"])
    member.get_by_role("button", name="Hackney").press("Enter")
    expect(chosen(member)).to_contain_text(["Leeds"])
    expect(member.get_by_role("button", name="Leeds")).to_be_focused()
    member.get_by_role("button", name="Leeds").press("Enter")
    expect(chosen(member)).to_have_count(0)
    expect(member.get_by_text("All areas.")).to_be_focused()


def test_groups_fold_say_how_many_are_chosen_and_come_back_as_they_were(member):
    expect(shown(member)).to_have_count(1)
    assert height(member) < 5_000
    london = member.locator("summary", has=member.get_by_text("London", exact=True))
    london.click()
    expect(shown(member)).to_have_count(34)
    member.get_by_label("Hackney").check()
    expect(london).to_contain_text("1 chosen")
    find = member.get_by_label("Find an area")
    find.fill("leeds")
    expect(shown(member)).to_have_count(1)
    find.fill("nowhere at all")
    expect(shown(member)).to_have_count(0)
    expect(member.get_by_text("No area is called that. Try fewer letters.")).to_be_visible()
    find.press("Enter")
    expect(member.get_by_text("Kept.")).to_be_hidden()
    find.fill("")
    expect(shown(member)).to_have_count(34)


def test_the_button_that_keeps_stays_on_the_screen(member):
    member.locator("summary", has=member.get_by_text("London", exact=True)).click()
    button = member.get_by_role("button", name="Keep these areas")
    for place in ("Barnet", "Lewisham"):
        member.get_by_label(place).scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)


def test_nothing_of_what_was_chosen_stays_behind_the_lock(member):
    member.get_by_label("Find an area").fill("leeds")
    member.get_by_label("Leeds").check()
    press(member, "Lock")
    see(member, "Locked")
    assert member.locator("[data-slot=chosen] li").count() == 0
    assert member.locator("#area-filter").input_value() == ""


def test_the_open_list_fits_every_screen_and_axe_finds_nothing(member):
    member.get_by_label("Find an area").fill("shire")
    for name in ("Derbyshire Dales", "North Yorkshire"):
        member.get_by_label(name).check()
    looked = Opened(member, member.context.new_cdp_session(member))
    assert faults(looked, "member-many-places") == []


def test_a_warning_is_for_places_found_by_typing(page, in_britain, project, caseworker):
    page.set_viewport_size({"width": 320, "height": 640})
    report_uid = agreed_report(project)
    seed_desk(page, caseworker("amara"))
    begin_warning(page, report_uid)
    assert height(page) < 9_000
    expect(chosen(page)).to_contain_text(["Hackney"])
    fill_in(page)
    page.get_by_label("Find an area").fill("leeds")
    page.get_by_label("Leeds").check()
    page.get_by_role("button", name="Hackney").click()
    looked = Opened(page, page.context.new_cdp_session(page))
    assert faults(looked, "desk-many-places") == []
    keep(page)
    assert opened(project, Warning.objects.get())["areas"] == [LEEDS]


def test_a_short_list_has_nothing_to_type_in(page, project):
    start_as_member(page, project)
    page.goto(reverse("member-account"))
    page.get_by_text("Choose areas").click()
    expect(page.get_by_label("Hackney")).to_be_visible()
    expect(page.locator("[data-slot=filter]")).to_be_hidden()
