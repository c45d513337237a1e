"""After a whole journey, of its writer and of the caseworker, nothing tells who, whence or when.

The browsers had a user agent of their own, and a proxy in front told an address.
"""

import re

import psycopg
import pytest
from faults.calls import Call, make
from traces.canary import AGENT, FORWARDED
from traces.searching import Searcher, dump_of, files_of

CLOCK = re.compile(rb"\b\d{1,2}:\d{2}(:\d{2})?\b")
TRACES = {"user agent": AGENT.encode(), "address behind the proxy": FORWARDED.encode()}


@pytest.fixture(scope="module")
def connection(stage, sealed_journey):
    with psycopg.connect(stage.site.database) as opened:
        yield opened


def columns(connection):
    return connection.execute("""
        SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema = 'public'
    """).fetchall()


def test_the_site_was_told_what_it_must_forget(stage, sealed_journey):
    heard = bytes(stage.line.heard)
    assert Searcher(TRACES).found_in(heard) == set(TRACES)


def test_no_column_of_any_table_holds_an_address_or_a_user_agent(stage, sealed_journey):
    traces = {**TRACES, "address": b"127.0.0.1", "localhost": b"localhost"}
    assert Searcher(traces).found_in(dump_of(stage.site.database)) == set()


def test_no_file_of_the_site_holds_the_user_agent_or_the_address_behind_the_proxy(
    stage, sealed_journey
):
    assert Searcher(TRACES).found_in_files(files_of(stage.site.folder)) == {}


def test_no_line_that_was_printed_or_logged_tells_of_a_visit(stage, sealed_journey):
    printed = "".join(stage.site.output).replace(f"Serving on {stage.site.url}/", "", 1).encode()
    logged = (stage.site.postgres / "log").read_bytes()
    for lines in (printed, logged):
        assert not CLOCK.search(lines)
        assert b"127.0.0.1" not in lines
        assert b"/report" not in lines
        assert b"/desk" not in lines
        assert Searcher(TRACES).found_in(lines) == set()


def test_no_table_about_reports_has_a_column_for_a_time(connection):
    about = ("records_", "reports_", "cases_", "warnings_", "evaluating_")
    about_reports = [each for each in columns(connection) if each[0].startswith(about)]
    assert {table for table, _column, _kind in about_reports} >= {
        "reports_report",
        "records_record",
        "records_wrap",
        "reports_chunk",
        "reports_consent",
        "cases_case",
        "warnings_warning",
        "warnings_reviewrequest",
        "evaluating_spenttoken",
    }
    assert not [each for each in about_reports if "time" in each[2] or each[2] == "interval"]


def test_no_column_can_hold_an_address_of_the_network(connection):
    assert not [each for each in columns(connection) if each[2] in {"inet", "cidr", "macaddr"}]


def test_the_jobs_know_of_nothing_but_the_clock(connection):
    jobs = connection.execute("SELECT task_name, args, lock, queueing_lock FROM procrastinate_jobs")
    for task, arguments, lock, queueing_lock in jobs.fetchall():
        assert (task, lock, queueing_lock) == ("unsilenced.site.tasks.hourly", None, "hourly")
        assert arguments.keys() == {"timestamp"}
        assert arguments["timestamp"] % 3600 == 0


def test_only_the_caseworker_has_a_session(connection, sealed_journey):
    assert sealed_journey.sessions == 0
    assert connection.execute("SELECT count(*) FROM django_session").fetchone() == (1,)


def test_no_moment_is_kept_of_what_is_committed(connection):
    assert connection.execute("SHOW track_commit_timestamp").fetchone() == ("off",)


def test_whoever_leaves_is_sent_on_without_a_word_of_where_they_were(stage, sealed_journey):
    path, headers = stage.out.asked[0]
    assert path == "/weather"
    assert headers["Referer"] is None
    assert headers["Cookie"] is None


def test_the_quick_exit_works_as_a_plain_link(stage):
    answer = make(stage.site.port, Call("GET", "/leave/"))
    assert (answer.status, answer.headers["Location"]) == (303, stage.weather)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "Set-Cookie" not in answer.headers
