"""Complete and correct calls of every route, and who may make them."""

import json
from functools import partial

from fuzz.routes import every_route
from fuzz.world import chunk

CHUNK = "return/attachments/<uuid:uid>/<int:index>"
BEFORE_SESSION = {"log-in", "log-in/salt", "invitation", "enrol", "join"}
BEFORE_SESSION |= {"recover", "recover/open", "recover/ask", "recover/keys"}
HALF = {"log-in/totp", "log-in/recovery-code", "log-in/passkey", "log-in/passkey/options"}

# These need the project's current key, besides a log-in.
WITH_KEY = (
    *(
        "reports",
        "member",
        "team/invitations",
        "team/grants",
        "team/remove",
        "team/sheet",
        "team/recovery",
    ),
    *("warnings", "four-eyes", "tokens", "review-requests"),
)

# What every page of the desk says to a colleague without a key.
TOLD_WITHOUT_KEY = {"team/recovery/news"}

REMOVES = {
    "desk/api/factors/<slug:factor>",
    "desk/api/team/invitations/<uuid:invitation>",
    "desk/api/members/<uuid:member>",
    "desk/api/member-invitations/<uuid:invitation>",
}

# What the rightful person is answered where right members are not enough: a code that the test
# does not know, a project set up before, the last factor, a deletion that nobody asked for, a rule
# that only somebody alone switches.
NOT_ENOUGH = {
    "desk/api/set-up": 409,
    "desk/api/factors/<slug:factor>": 409,
    "desk/api/factors/totp": 422,
    "desk/api/factors/passkey": 422,
    "desk/api/four-eyes": 409,
    "desk/api/reports/<uuid:report>/deletion/agreed": 409,
    "desk/api/log-in/totp": 422,
    "desk/api/log-in/recovery-code": 422,
    "desk/api/log-in/passkey": 422,
}


def methods_of(world, route):
    """The methods that a call takes, for what is not a page."""
    methods = ["POST"] if world.members(route) is not None else []
    asks = {"desk/api/digest", "desk/api/reports", "members/api/push"}
    if not methods or route.pattern in asks:
        methods.append("GET")
    if route.pattern == CHUNK:
        methods.append("PUT")
    if route.pattern in REMOVES:
        return ["DELETE"]
    if route.pattern == "members/api/push":
        methods.append("DELETE")
    return methods


def calls(world, side):
    """Every call of one side (`Route.side`), with each method."""
    for route in every_route():
        if not route.is_page and route.side == side:
            for method in methods_of(world, route):
                yield route, method


def make(world, browser, route, method, *, places=None, receipt=""):
    """Make the call, and return the answer."""
    return prepared(world, browser, route, method, places=places, receipt=receipt)()


def prepared(world, browser, route, method, *, places=None, receipt=""):
    """Return the call, sealed and ready to be made."""
    if method == "PUT":
        body, content_type = chunk(), "application/octet-stream"
    else:
        body, content_type = json.dumps(world.members(route) or {}).encode(), "application/json"
    return partial(
        browser.client.generic,
        method,
        route.path(places or world.places_of(route)),
        body,
        content_type=content_type,
        headers={"X-CSRFToken": browser.csrf, "Authorization": receipt},
    )


def place_of(route):
    return route.pattern.removeprefix(f"{route.side}/api/")


def role_of(route):
    """Who makes that call (`World.browser`)."""
    if route.side == "public" or place_of(route) in BEFORE_SESSION:
        return "anonymous"
    if route.side == "members":
        return "member"
    return "half session" if place_of(route) in HALF else "caseworker"
