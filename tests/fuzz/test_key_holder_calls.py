"""Odd requests to every route of a running key holder: refused plainly, and nothing is stored."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import psycopg
import pytest
from evaluator import asking
from faults.calls import Call, HungUpError, make
from fuzz.answers import assert_plain, is_of_the_server_itself
from fuzz.asking import Asked
from fuzz.odd import QUERIES, bodies, content_types, headers, paths
from fuzz.routes import METHODS, Route
from fuzz.test_attacks import forgeries
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from keyholder.holding import surroundings
from keyholder.releasing import after, first

from unsilenced.evaluator.calls import LONGEST_BODY
from unsilenced.oblivious import client

TESTS = Path(__file__).parents[1]
TRIES = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
PLACES = {"number": "1"}
ASKED_FOR = {"check/keys", "check/log/<int:number>", "health/"}
"""Calls that take no body."""

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
}
NO_CALL = {"Access-Control-Allow-Origin": None}
"""What no page of a platform asks for, no page may read."""

NEVER = {"Set-Cookie", "Access-Control-Allow-Credentials"}


@pytest.fixture(scope="session")
def routes(tmp_path_factory):
    """Every route of the key holder."""
    printed = subprocess.run(
        [sys.executable, "-m", "fuzz.keyholder_routes"],
        cwd=TESTS,
        env=surroundings(tmp_path_factory.mktemp("routes")),
        capture_output=True,
        check=True,
    )
    return [Route(pattern, is_page=False) for pattern in json.loads(printed.stdout)]


@pytest.fixture
def stored(keyholder_process):
    """Read all that the key holder has stored."""
    _running, database = keyholder_process
    with psycopg.connect(database, autocommit=True) as connection:
        yield lambda: [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("keyholder_logentry", "evaluating_spenttoken")
        ]


@pytest.fixture
def documented(keyholder):
    """What each call is documented to take, whole and right (docs/check.md)."""
    logged = first(keyholder.keys.current.public_key)
    assert keyholder.log(*logged.sent).status == 201
    following = after(logged)
    element = client.blind(b"anything").element
    key = keyholder.keys.current.key_id
    return {
        "check/evaluate": asking.body("keyholder", key, [element], asking.tokens(1)),
        "check/log": {"manifest": following.manifest, "signature": following.signature},
    }


def test_the_right_body_of_every_call_is_known_here(routes, documented):
    assert {route.pattern for route in routes} == documented.keys() | ASKED_FOR


def test_everybody_may_do_everything_that_is_documented(keyholder, routes, documented):
    for route in routes:
        members = documented.get(route.pattern)
        path = route.path(PLACES)
        call = Call("GET", path) if members is None else Call.post(path, members)
        assert make(keyholder.port, call).status in {200, 201}


def test_whatever_is_sent_is_refused_plainly_and_nothing_is_stored(
    keyholder, routes, documented, stored, subtests
):
    for route in routes:
        with subtests.test(str(route)):
            try_oddities(keyholder, route, documented.get(route.pattern), stored)


def try_oddities(keyholder, route, members, stored):
    usual = "GET" if members is None else "POST"
    queries = st.sampled_from([*[""] * 10, *(f"?{each}" for each in QUERIES if each.isascii())])
    sent = st.builds(
        lambda content_type, odd: {**odd, "Content-Type": content_type},
        content_types(is_form=False),
        headers(""),
    )
    requests = st.builds(
        Call,
        st.sampled_from([*METHODS, *[usual] * 8]),
        st.builds("{}{}".format, paths(route, PLACES), queries),
        bodies(members, {}),
        sent,
    )

    @given(requests)
    @TRIES
    def try_one(call):
        before = stored()
        try:
            answer = make(keyholder.port, call)
        except HungUpError:
            # A server need not read all of what is too long before it hangs up.
            assert len(call.body) > LONGEST_BODY
            assert stored() == before
            return
        if answer.status >= 400:
            assert stored() == before
        if not is_of_the_server_itself(answer):
            asked = Asked(call.method, call.path, headers=call.headers)
            content_type = answer.headers["Content-Type"]
            assert_plain(answer.status, content_type, answer.body, asked=asked, is_page=False)

    try_one()


def test_each_forged_member_of_an_evaluation_is_refused_and_nothing_is_spent(
    keyholder, documented, stored, subtests
):
    before = stored()
    for name, how, body in forgeries(documented["check/evaluate"]):
        with subtests.test(f"{name}, {how}"):
            assert make(keyholder.port, Call.post("/check/evaluate", body)).status in {413, 422}
    assert stored() == before


def test_every_answer_to_a_call_can_be_read_elsewhere_and_keeps_nothing(
    keyholder, routes, documented, subtests
):
    accepted = ("application/json", "text/html")
    for route, method, accept in product(routes, METHODS, accepted):
        for body in (json.dumps(documented.get(route.pattern)).encode(), b"{}", b"nonsense"):
            with subtests.test(f"{method} {route}, {accept}, {body[:8]}"):
                sent = {"Accept": accept, "Cookie": "s=canary", "Origin": "https://fernway.example"}
                answer = make(keyholder.port, Call(method, route.path(PLACES), body, sent))
                expected = ALWAYS if route.pattern.startswith("check/") else ALWAYS | NO_CALL
                assert {name: answer.headers[name] for name in ALWAYS} == expected
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
                assert not [name for name in NEVER if name in answer.headers]
