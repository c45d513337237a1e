"""No stored column and no log line tells who wrote a report, from where, or at what time.

The same holds for warnings made from reports, for checks, and for requests for review.
"""

import pytest
from django.db import connection
from django.test import Client
from reports.stored import everything, tables
from reports.test_photos import photo_of
from reports.writer import Writer, as_json

from unsilenced.reports import puzzle

pytestmark = pytest.mark.django_db

ABOUT_REPORTS = ("reports_", "cases_", "warnings_", "evaluating_")

ADDRESS = "203.0.113.77"
AGENT = "Canary/7.7 (old phone)"


def columns():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = ANY(%s)",
            [[name for name in tables() if name.startswith(ABOUT_REPORTS)]],
        )
        return cursor.fetchall()


def test_the_only_type_of_time_in_a_reports_tables_is_a_day():
    kinds = {kind for _table, _column, kind in columns()}
    assert "date" in kinds
    assert kinds <= {
        "bigint",
        "boolean",
        "bytea",
        "character varying",
        "date",
        "integer",
        "jsonb",
        "smallint",
        "uuid",
    }


def test_a_minute_is_kept_for_failed_look_ups_and_an_hour_for_what_is_full_and_for_digests_alone():
    told = ("time", "minute", "hour", "moment", "stamp", "_at", "ip", "agent", "address", "device")
    suspect = {
        (table, column)
        for table, column, _kind in columns()
        if any(column == word or column.endswith(word) for word in told)
    }
    assert suspect == {
        ("reports_failedlookups", "minute"),
        ("reports_closedhour", "hour"),
        # An hour of DIGEST_HOURS, which are the same for everybody on every day.
        ("cases_digestoutcome", "hour"),
    }


def journey(project):
    """All that a reporter can do, from an address and with an agent that can be told."""
    client = Client(
        REMOTE_ADDR=ADDRESS,
        headers={"User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "Forwarded": f"for={ADDRESS}"},
    )
    writer = Writer.of(project)

    def post(path, body):
        return client.post(
            path,
            body,
            content_type="application/json",
            headers={"Authorization": writer.authorization},
        )

    photo = photo_of(writer, b"photo")
    wording = writer.submission().wording
    statuses = [
        post("/report/send", as_json(writer.submission())).status_code,
        post("/return/messages", as_json(writer.seal())).status_code,
        post("/return/consents", {"scope": "warn", "given": True, "wording": wording}).status_code,
        post("/return/attachments", {**as_json(photo.record), "chunks": 1}).status_code,
        post("/return/messages", {}).status_code,
        post("/nowhere", {}).status_code,
        client.get("/return/open", headers={"Authorization": "Receipt " + "A" * 43}).status_code,
    ]
    assert statuses == [201, 201, 200, 201, 422, 404, 404]


def test_no_address_and_no_agent_is_stored(project):
    journey(project)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM reports_failedlookups AS t")
        counted = cursor.fetchall()
    stored = str(everything()) + str(counted)
    assert counted
    for canary in (ADDRESS, AGENT):
        assert canary not in stored
        assert canary.encode().hex() not in stored


def test_nothing_at_all_is_logged_of_a_journey(project, capfd):
    journey(project)
    puzzle.forget_past_minutes()
    assert "".join(capfd.readouterr()) == ""
