"""Each call locks rows in the same order, so that no two calls wait for each other.

The order stands in the docstring of `separation.separated`. What a call locks and changes is read
from its statements.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fuzz.world import World
from roles.making import calls, prepared, role_of

IN_ORDER = (
    ("people_failedtries",),
    ("reports_report",),
    ("people_organisation",),
    ("people_user", "people_member"),
    ("warnings_warning",),
    ("django_session",),
)
RANKS = {table: rank for rank, tables in enumerate(IN_ORDER) for table in tables}

LOCKS = re.compile(
    r'^SELECT .*? FROM "(?P<held>\w+)".* FOR (NO KEY )?UPDATE'
    r'|^UPDATE "(?P<changed>\w+)"|^DELETE FROM "(?P<removed>\w+)"',
    re.DOTALL,
)
ENDS = ("BEGIN", "COMMIT", "ROLLBACK")


def locked_by(statements):
    """The ranked tables in each transaction, in the order in which it first locks a row of them."""
    transactions = [[]]
    for statement in statements:
        if statement.strip().rstrip(";") in ENDS:
            transactions.append([])
        found = LOCKS.match(statement)
        table = found and (found["held"] or found["changed"] or found["removed"])
        if table in RANKS and table not in transactions[-1]:
            transactions[-1].append(table)
    return [tables for tables in transactions if tables]


@pytest.fixture
def world(transactional_db, keyholder):
    made = World(keyholder)
    yield made
    made.end()


def test_each_call_locks_rows_in_the_one_order(world, subtests):
    several = set()
    for side in ("desk", "members", "public"):
        for route, method in calls(world, side):
            call = prepared(
                world,
                world.browser(role_of(route)),
                route,
                method,
                receipt=world.writer.authorization,
            )
            with subtests.test(f"{method} {route}"), CaptureQueriesContext(connection) as asked:
                call()
                for tables in locked_by(each["sql"] for each in asked.captured_queries):
                    ranks = [RANKS[table] for table in tables]
                    assert ranks == sorted(ranks), tables
                    if len(tables) > 1:
                        several.add(route.pattern)
            world.put_back(world.changes())
    # That the statements are read at all.
    assert {"members/api/leave", "desk/api/members/<uuid:member>"} <= several
