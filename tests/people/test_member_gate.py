"""Members' addresses are behind the gate; a member's session and a caseworker's stay apart."""

import json
from dataclasses import dataclass
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path
from people.desk import Desk, Somebody, at_desk
from people.member_browser import Browser, as_member
from people.test_gate import DOORS as DESK_DOORS
from people.test_gate import assert_shut

from unsilenced.demo.invented_people import InventedProject, invent_project
from unsilenced.people import gate
from unsilenced.people.models import Member

OUTSIDE = {
    "members/api/invitation",
    "members/api/join",
    "members/api/log-in",
    "members/api/log-in/salt",
}


@dataclass(frozen=True)
class Door:
    """One method of one call of members, and the gate before it."""

    route: str
    method: str
    gate: str

    def __str__(self):
        return f"{self.method} {self.route}"

    def knock(self, browser, *, csrf=True, **headers):
        token = {"X-CSRFToken": browser.csrf} if csrf else {}
        return browser.client.generic(
            self.method,
            "/" + self.route,
            b"{}",
            content_type="application/json",
            headers={**token, **headers},
        )


def walk(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        elif route.startswith("members/"):
            yield route, pattern.callback


ROUTES = list(walk(get_resolver().url_patterns))
DOORS = [
    Door(route, method, name)
    for route, view in ROUTES
    for method, name in getattr(view, "gates", {}).items()
    if route.startswith("members/api/")
]
INNER = [door for door in DOORS if door.gate != "anonymous"]


def code_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


@dataclass(frozen=True)
class Willow:
    """A project, and the browsers of those who stand before members' doors."""

    invented: InventedProject
    kestrels: Browser
    """Of a member."""
    inside: Desk
    """Of a caseworker."""
    half: Desk
    """Of a caseworker who has a second factor and has not given it yet."""


@pytest.fixture(scope="module")
def willow(made_once):
    invented = invent_project("Willow Project (invented)", "willow")
    hal, half = Somebody("Hal"), Desk()
    Desk().join(invented.project, hal)
    half.begin_log_in(hal)
    return Willow(invented, as_member(invented)[0], at_desk(invented)[0], half)


@pytest.fixture
def kestrels(willow):
    return willow.kestrels.again()


@pytest.mark.parametrize(("route", "view"), ROUTES, ids=[route for route, _view in ROUTES])
def test_every_address_of_members_is_behind_the_gate(route, view):
    assert set(view.gates.values()) <= {"anonymous", "member"}


def test_only_what_must_be_is_before_the_log_in():
    assert {door.route for door in DOORS if door.gate == "anonymous"} == OUTSIDE


@pytest.mark.parametrize("door", INNER, ids=str)
@pytest.mark.django_db
def test_nobody_enters_without_logging_in(door):
    assert code_of(door.knock(Browser())) == (401, "log-in")


@pytest.mark.parametrize("door", INNER, ids=str)
def test_a_caseworker_does_not_enter(door, willow):
    assert code_of(door.knock(willow.inside.again())) == (401, "log-in")


@pytest.mark.parametrize("door", INNER, ids=str)
def test_half_a_caseworkers_session_does_not_enter(door, willow):
    assert code_of(door.knock(willow.half.again())) == (401, "log-in")


@pytest.mark.parametrize("door", [door for door in DESK_DOORS if door.gate != "anonymous"], ids=str)
def test_a_member_opens_nothing_of_the_desk(door, kestrels):
    assert_shut(door, door.knock(kestrels), 401, "log-in")


@pytest.mark.parametrize("door", [door for door in INNER if door.method != "GET"], ids=str)
def test_a_call_that_changes_something_needs_the_sessions_token(door, kestrels):
    assert code_of(door.knock(kestrels, csrf=False)) == (403, "other-site")
    assert Member.objects.exists()


@pytest.mark.parametrize("door", [door for door in DOORS if door.method != "GET"], ids=str)
def test_another_sites_call_is_refused(door, kestrels):
    answer = door.knock(kestrels, **{"Sec-Fetch-Site": "cross-site"})
    assert code_of(answer) == (403, "other-site")


@pytest.mark.parametrize("door", [door for door in DOORS if door.gate == "anonymous"], ids=str)
@pytest.mark.django_db
def test_a_call_before_log_in_cannot_be_a_form(door):
    answer = Client().post("/" + door.route, "{}", content_type="text/plain")
    assert code_of(answer) == (400, "not-json")


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_method_that_an_address_does_not_take_is_refused(door, kestrels):
    assert Door(door.route, "PATCH", door.gate).knock(kestrels).status_code == 405


class SlowBody(BytesIO):
    """A body during whose arrival something happens."""

    def __init__(self, body, happens):
        super().__init__(body)
        self.happens = happens

    def read(self, *size):
        self.happens()
        self.happens = lambda: None
        return super().read(*size)


@pytest.mark.parametrize("door", [door for door in INNER if door.method == "POST"], ids=str)
def test_who_is_removed_while_their_call_arrives_does_not_enter(door, willow):
    desk = willow.inside.again()
    browser, wren = as_member(willow.invented, "Wren")
    answer = browser.client.post(
        "/" + door.route,
        json.dumps({}),
        content_type="application/json",
        headers={"X-CSRFToken": browser.csrf},
        **{"wsgi.input": SlowBody(b"{}", lambda: desk.delete(f"members/{wren.id}"))},
    )
    assert not Member.objects.filter(id=wren.id).exists()
    assert code_of(answer) == (401, "log-in")


@gate.member_page
def page(request, member):
    return HttpResponse(member.pseudonym)


urlpatterns = [
    path("members/", page),
    path("members/log-in/", page, name="member-log-in"),
]


def opened(browser, settings):
    """Open a page that stands behind the members' gate."""
    settings.ROOT_URLCONF = __name__
    return browser.client.get("/members/")


def test_a_page_opens_for_a_member(kestrels, settings):
    assert opened(kestrels, settings).content == b"Kestrel"


def test_a_page_leads_everybody_else_to_the_members_log_in(willow, settings):
    for browser in (Browser(), willow.inside.again()):
        answer = opened(browser, settings)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/members/log-in/")
