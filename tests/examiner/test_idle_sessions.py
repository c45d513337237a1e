"""An examiner reads what PostgreSQL shows of sessions, of the serving role's first of all.

A session that waits for the next request tells when the one before it came, and what it asked.
After a night nothing of an earlier day may be there, in whichever view.
"""

from pathlib import Path

import pytest
from django.db import connection
from faults.running_site import until
from psycopg import sql
from reports.writer import Writer

from unsilenced.process.database import base
from unsilenced.process.roles.names import Role, role_name
from unsilenced.process.serving.gateway import IDLE
from unsilenced.site.jobs.settled import settle_rows

pytestmark = pytest.mark.postgres_version

MOMENTS = """
SELECT relname::text, attname::text FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'v'
    AND atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)
"""
STATEMENTS = """
SELECT relname::text, attname::text FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relkind = 'v' AND atttypid = 'text'::regtype AND attname ~ 'query|statement'
    AND relnamespace = 'pg_catalog'::regnamespace
"""
# The tests' key holder has a database of its own on this server.
EARLIER = """
SELECT DISTINCT to_jsonb({view}) ->> 'usename' FROM {view} WHERE {column} < %s
    AND coalesce(to_jsonb({view}) ->> 'datname', current_database()) = current_database()
"""
NAMED = "SELECT EXISTS (SELECT FROM {view} WHERE {column} LIKE %s)"
SESSION = """
SELECT query, query_start, state_change, xact_start FROM pg_stat_activity WHERE usename = %s
"""
FORGOTTEN = "stats_reset"
"""When a count began again, by the site's own hours or its administrator."""


def asked(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@pytest.fixture
def name(transactional_db):
    with connection.cursor():
        return role_name(connection.connection.info.dbname, Role.SERVE)


@pytest.fixture
def postgres_log(transactional_db):
    """What PostgreSQL logs into, here as with the embedded one."""
    ((folder,),) = asked("SHOW data_directory")
    return Path(folder) / "log"


@pytest.fixture
def visited(name, project):
    """Have a serving process answer for a report, and then nobody come for hours."""
    report = Writer.of(project).sent().uid
    serving = connection.copy()
    serving.settings_dict["USER"] = name
    with serving.cursor() as cursor:
        cursor.execute("SELECT FROM records_record WHERE subject = %s", [report])
    yield report
    serving.close()


def sessions(name):
    return asked(SESSION, name)


def test_a_session_tells_neither_what_it_was_asked_nor_when(visited, name):
    assert sessions(name) == [("", None, None, None)]


def test_a_session_that_serves_may_not_idle_long(name):
    serving = connection.copy()
    serving.settings_dict["USER"] = name
    with serving.cursor() as cursor:
        cursor.execute("SHOW idle_session_timeout")
        assert cursor.fetchone() == (base.IDLE,)
    serving.close()


def test_after_the_night_no_view_tells_of_an_earlier_day(request, monkeypatch, name):
    monkeypatch.setattr(base, "IDLE", "100ms")
    report = request.getfixturevalue("visited")
    ((night,),) = asked("SELECT clock_timestamp()")
    settle_rows()
    until(lambda: not sessions(name))

    looked = asked(MOMENTS)
    assert ("pg_stat_activity", "query_start") in looked
    told = [
        (view, column, whose) for view, column in looked for whose in earlier(view, column, night)
    ]
    # Of the server's own processes, and of this test's session.
    ((tester,),) = asked("SELECT current_user::text")
    assert {*told} == {("pg_stat_activity", "backend_start", each) for each in (None, tester)}

    shown = asked(STATEMENTS)
    assert ("pg_stat_activity", "query") in shown
    assert [each for each in shown if is_named(*each, report)] == []


def earlier(view, column, night):
    """Whose rows of a view have a moment from before the night."""
    if column == FORGOTTEN:
        return []
    query = sql.SQL(EARLIER).format(view=sql.Identifier(view), column=sql.Identifier(column))
    return [whose for (whose,) in asked(query.as_string(), night)]


def is_named(view, column, report):
    query = sql.SQL(NAMED).format(view=sql.Identifier(view), column=sql.Identifier(column))
    ((found,),) = asked(query.as_string(), f"%{report}%")
    return found


def test_who_comes_after_a_session_has_ended_is_answered(name, monkeypatch):
    monkeypatch.setattr(base, "IDLE", "1ms")
    serving = connection.copy()
    serving.settings_dict["USER"] = name
    serving.connect()
    until(lambda: not sessions(name))
    monkeypatch.setattr(base, "IDLE", "5min")
    # As before each request.
    serving.health_check_done = False
    serving.close_if_health_check_failed()
    with serving.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    serving.close()


def test_a_session_that_postgresql_ends_leaves_a_line_in_its_log(name, postgres_log, monkeypatch):
    monkeypatch.setattr(base, "IDLE", "1ms")
    serving = connection.copy()
    serving.settings_dict["USER"] = name
    before = postgres_log.read_bytes()
    serving.connect()
    until(lambda: postgres_log.read_bytes() != before)
    serving.close()


def test_a_session_that_its_thread_closes_leaves_no_line_in_the_log(name, postgres_log):
    before = postgres_log.read_bytes()
    serving = connection.copy()
    serving.settings_dict["USER"] = name
    with serving.cursor() as cursor:
        cursor.execute("SELECT 1")
    serving.close()
    until(lambda: not sessions(name))
    assert postgres_log.read_bytes() == before


def test_threads_close_their_sessions_before_postgresql_ends_them(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM %s::interval)", [base.IDLE])
        ((seconds,),) = cursor.fetchall()
    assert seconds > IDLE
