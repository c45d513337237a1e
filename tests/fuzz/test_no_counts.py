"""No answer has an integer that counts what others do: this file names each integer allowed."""

import json

import pytest
from fuzz.routes import every_route
from fuzz.world import ROLES

from unsilenced.reports import conversation

INTEGERS = {
    "desk/api/factors/passkey/begin: .pubKeyCredParams[].alg": "names an algorithm (COSE)",
    "desk/api/factors/passkey/begin: .timeout": "milliseconds, always the same",
    "desk/api/log-in/passkey/options: .timeout": "milliseconds, always the same",
    "desk/api/factors/totp/begin: .qr[]": "a row of a picture, dark or light",
    "desk/api/factors: .recovery_codes": "how many codes the caller has left",
    "desk/api/reports: .deleted": "how many of the project's own reports were deleted",
    "desk/api/reports: .reports[].number": "the project's own, of those it has opened",
    "desk/api/reports: .reports[].photos": "how many photos this report has",
    "desk/api/reports/<uuid:report>: .number": "the project's own, of those it has opened",
    "desk/api/reports/<uuid:report>: .photos": "how many photos this report has",
    "desk/api/reports/<uuid:report>: .attachments[].chunks": "how large this photo is",
    "desk/api/reports/<uuid:report>/opened: .number": "the project's own, of those it has opened",
    "desk/api/warnings: .warnings[].report.number": "the project's own, of those it has opened",
    "members/api/feed: .release": "public: the log of releases is",
    "return/attachments: .attachments[].chunks": "how large the writer's own photos are",
    "return/attachments/<uuid:uid>: .chunks": "how large the writer's own photo is",
    "return/open: .attachments[].chunks": "how large the writer's own photo is",
}
"""Why each tells nothing of what strangers do. The releases' numbers are public by design: so that
nobody can be shown another list than the others, each release is one of a log that is counted."""

NOT_DONE = {
    "check/release/<int:number>/<int:index>": "bytes",
    "desk/api/four-eyes": "refused to a project of several people",
    "desk/api/factors/<slug:factor>": "refused for the only factor",
    "desk/api/factors/passkey": "needs an authenticator",
    "desk/api/factors/totp": "needs the code of this minute",
    "desk/api/log-in/passkey": "needs an authenticator",
    "desk/api/log-in/recovery-code": "needs a code on paper",
    "desk/api/log-in/totp": "needs the code of this minute",
    "desk/api/reports/<uuid:report>/attachments/<uuid:uid>/<int:index>": "bytes",
    "desk/api/reports/<uuid:report>/deletion/agreed": "refused where no colleague asked before",
    "desk/api/set-up": "refused to a project that is set up",
    "health/": "no JSON",
    "leave/": "no JSON",
    "return/attachments/<uuid:uid>/<int:index>": "bytes",
}
"""Routes that this test does not see doing what they are for, and why: their answers are bytes, or
`{}` or a log-in's CSRF token."""


@pytest.fixture
def world(world):
    conversation.mark_opened(world.report)
    world.keep()
    return world


def integers_in(value, place=""):
    """Where in a JSON value there are integers, or texts that are nothing else."""
    if isinstance(value, dict):
        return {
            found for name, one in value.items() for found in integers_in(one, f"{place}.{name}")
        }
    if isinstance(value, list):
        return {found for one in value for found in integers_in(one, f"{place}[]")}
    is_one = isinstance(value, int) and not isinstance(value, bool)
    return {place} if is_one or (isinstance(value, str) and value.isdecimal()) else set()


def answers(world, route):
    """All that is answered in JSON when the call is made as it should be, by everybody."""
    places, members = world.places_of(route), world.members(route)
    methods = ["GET", "DELETE"] if members is None else ["GET", "POST"]
    headers = {"Authorization": world.writer.authorization, "Accept": "application/json"}
    for role in ROLES:
        for method in methods:
            browser, before = world.browser(role), world.moment()
            answer = browser.client.generic(
                method,
                route.path(places),
                json.dumps(members) if members is not None else b"",
                content_type="application/json",
                headers={"X-CSRFToken": browser.csrf, **headers},
            )
            if world.moment() != before:
                world.put_back(world.changes())
            if answer.headers.get("Content-Type", "").startswith("application/json"):
                yield answer.status_code, answer.json()


def test_every_integer_that_is_answered_is_known(world):
    found, done = set(), set()
    calls = [route for route in every_route() if not route.is_page]
    for route in calls:
        for status, members in answers(world, route):
            if status < 300:
                done.add(route.pattern)
            found |= {f"{route.pattern}: {place}" for place in integers_in(members)}
    assert found == INTEGERS.keys()
    assert {route.pattern for route in calls} - done == NOT_DONE.keys()
