"""A call that is cut off at any of its statements to the database is done whole, or not at all.

The connection is broken before the first statement, before the second, and so on until the call
gets through: no point between two statements is left to chance.
"""

import pytest
from django.db import OperationalError, connection
from fuzz.routes import SIDES, every_route
from fuzz.world import CHANGES_WITH_A_REFUSAL, World
from roles.making import NOT_ENOUGH, calls, prepared, role_of

MOST_STATEMENTS = 80


@pytest.fixture
def world(transactional_db, keyholder):
    made = World(keyholder)
    yield made
    made.end()


class Crash:
    """Breaks the connection at one statement of a call, counted from 1."""

    def __init__(self, at):
        self.at = at
        self.seen = 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen >= self.at:
            context["connection"].connection.close()
            raise OperationalError("the connection broke")
        return execute(sql, params, many, context)


def done_to(world, route, method, at):
    """Make a call that breaks at statement `at`; return what it changed, and whether it broke."""
    crash, before = Crash(at), world.moment()
    browser, receipt = world.browser(role_of(route)), world.writer.authorization
    call = prepared(world, browser, route, method, receipt=receipt)
    with connection.execute_wrapper(crash):
        answer = call()
    connection.close()
    broke = crash.seen >= at
    changes = set() if world.moment() == before else world.changes()
    if changes:
        world.put_back(changes)
    return changes - CHANGES_WITH_A_REFUSAL, broke, answer


def test_a_call_is_done_whole_or_not_at_all(world, subtests):
    for side in SIDES:
        for route, method in calls(world, side):
            if method != "GET":
                with subtests.test(f"{method} {route}"):
                    assert_whole_or_not_at_all(world, route, method)


def assert_whole_or_not_at_all(world, route, method):
    whole, broke, answer = done_to(world, route, method, at=MOST_STATEMENTS)
    assert not broke
    assert answer.status_code in {200, 201, NOT_ENOUGH.get(route.pattern)}, answer.content
    for at in range(1, MOST_STATEMENTS):
        changes, broke, answer = done_to(world, route, method, at)
        assert changes in (set(), whole), f"half done when cut off at statement {at}"
        if not broke:
            return
        # 401 asks for a log-in, since the session could not be kept; nothing is confirmed by it.
        assert answer.status_code in {401, 500, 503}


def test_every_route_is_among_the_calls(world):
    tried = {route for side in SIDES for route, _method in calls(world, side)}
    assert tried == {route for route in every_route() if not route.is_page}
