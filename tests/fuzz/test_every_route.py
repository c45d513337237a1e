"""Odd requests to every route, as everybody: refused plainly, and nothing is stored."""

import pytest
from fuzz.asking import Asked, ask
from fuzz.odd import bodies, content_types, headers, paths, queries
from fuzz.routes import METHODS, every_route
from fuzz.world import ROLES
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

ROUTES = every_route()
TRIES = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)

CHUNKS = {"return/attachments/<uuid:uid>/<int:index>"}
"""Takes bytes as they are."""

ASKED_FOR = {"desk/api/keys", "desk/api/team", "desk/api/factors", "return/open"}
ASKED_FOR |= {"return/attachments/<uuid:uid>", "report/key/<slug:slug>", "leave/", "health/"}
ASKED_FOR |= {
    "desk/api/reports/<uuid:report>",
    "desk/api/reports/<uuid:report>/earlier",
    "desk/api/reports/messages",
    "desk/api/reports/<uuid:report>/attachments/<uuid:uid>/<int:index>",
    "desk/api/factors/<slug:factor>",
    "desk/api/team/invitations/<uuid:invitation>",
    "desk/api/team/recovery/news",
    "desk/api/members",
    "desk/api/members/<uuid:member>",
    "desk/api/member-invitations/<uuid:invitation>",
    "members/api/account",
    "members/api/feed",
    "desk/api/warnings",
    "desk/api/warnings/<uuid:uid>",
    "desk/api/review-requests",
    "review/keys",
    "check/keys",
    "check/release",
    "check/release/<int:number>/<int:index>",
}
"""Calls that take no body."""


def test_the_right_body_of_every_call_is_known_here(world):
    calls = {route.pattern for route in ROUTES if not route.is_page}
    assert calls == world.documented | CHUNKS | ASKED_FOR


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_sent_is_refused_plainly_and_leaves_no_trace(world, role, subtests):
    for route in ROUTES:
        with subtests.test(str(route)):
            try_oddities(world, role, route)


def try_oddities(world, role, route):
    members, form = world.members(route), world.form(route)
    usual = "PUT" if route.pattern in CHUNKS else "POST" if members or form else "GET"
    anything = st.builds(
        Asked,
        st.sampled_from([*METHODS, *[usual] * 8]),
        paths(route, world.places_of(route)),
        queries(needed="p=willow" if form else ""),
        content_types(is_form=bool(form)),
        headers(world.writer.authorization),
        bodies(members, form),
    )

    @given(anything)
    @TRIES
    def try_one(asked):
        ask(world, role, route, asked)

    try_one()
