"""What is stored of warnings, releases and requests tells days at most, and no secret."""

import pytest
from django.db import connection
from reports.stored import everything, tables
from warned.asker import request_to, send
from warned.publishing import release

pytestmark = pytest.mark.django_db


def columns():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = ANY(%s)",
            [[name for name in tables() if name.startswith("warnings_")]],
        )
        return cursor.fetchall()


def test_the_only_type_of_time_in_the_warnings_tables_is_a_day():
    kinds = {kind for _table, _column, kind in columns()}
    assert "date" in kinds
    assert not {kind for kind in kinds if "time" in kind or "interval" in kind}


def test_no_column_tells_where_from_or_with_what_anything_was_sent():
    told = ("ip", "agent", "address", "device", "moment", "stamp", "_at", "hour", "minute")
    suspect = {
        (table, column)
        for table, column, _kind in columns()
        if column in told or any(column.endswith(word) for word in told if "_" in word)
    }
    assert suspect == set()


def test_a_drafts_words_are_nowhere_before_it_is_approved(amara, report):
    amara.compose(report, texts={"en": "He has a dog called Rex."})
    stored = str(everything())
    assert "a dog called Rex" not in stored
    assert b"a dog called Rex".hex() not in stored


def test_nothing_links_a_request_for_review_to_a_warning(project, approved):
    release()
    assert send(request_to(project)).status_code == 201
    meta = {table for table, column, _kind in columns() if column == "warning_id"}
    assert "warnings_reviewrequest" not in meta
