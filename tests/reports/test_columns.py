"""Every column in which the server keeps something of a report, and why it must.

No test can tell what a number or some bytes mean: a column could hold a time in seconds, or a hash
of an address. So each is named here, with its reason. Whoever adds one writes its reason here and
in docs/threat-model.md (What the server knows of a report), or finds that there is none.
"""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

COLUMNS = {
    "reports_report": {
        "uid": ("uuid", "drawn by the writer's page; what people call the report is made of it"),
        "number": ("bigint", "the project's own, counted when it opens one; told to it alone"),
        "project_id": ("bigint", "who may read it"),
        "sealed_by": ("character varying", "told to both sides: browser, server or caseworker"),
        "lookup_hash": ("bytea", "finds it again by the words: a hash of random bits alone"),
        "reporter_public_key": ("bytea", "what answers are sealed to, made from the words alone"),
        "sent_hash": ("bytea", "tells the same sent again from another, by what is stored anyway"),
        "received_on": ("date", "a day, for the order of work"),
        "opened_on": ("date", "a day, told to the writer"),
        "deleted_on": ("date", "a day, so that an earlier share stays accountable"),
        "deleted_by_project": ("boolean", "whether its writer is to be told of it"),
        "removal": ("uuid", "random; whether a photo was removed, so that its work serves once"),
        "removed_chunks": ("integer", "how much of its photos was removed; 0 again each night"),
        "seen": ("boolean", "whether the project has dealt with it, which makes room that day"),
    },
    "records_record": {
        "position": ("integer", "the order of one conversation, which both its sides know"),
        "uid": ("uuid", "drawn by the page, so that sending twice stores once"),
        "subject": ("uuid", "where it belongs"),
        "organisation_id": ("bigint", "whose it is, so that the database keeps it from others"),
        "kind": ("character varying", "who may read it, and where it is shown"),
        "body": ("bytea", "sealed"),
        "day": ("date", "a day, shown beside a message"),
    },
    "records_wrap": {
        "id": ("uuid", "needed by Django; random"),
        "record_id": ("uuid", "where it belongs"),
        "recipient": ("character varying", "what the recipient is, so that each gets its own"),
        "key_id": ("uuid", "which of an organisation's keys it is sealed to; none of a writer"),
        "sealed": ("bytea", "sealed to the recipient"),
    },
    "reports_attachment": {
        "record_id": ("uuid", "where it belongs"),
        "chunk_count": ("smallint", "tells whether all of a photo has come"),
    },
    "reports_chunk": {
        "id": ("uuid", "needed by Django; random"),
        "attachment_id": ("uuid", "where it belongs"),
        "index": ("smallint", "its place in the photo"),
        "sealed": ("bytea", "sealed"),
    },
    "reports_consent": {
        "id": ("uuid", "needed by Django; random"),
        "step": ("integer", "the order of one scope's lines: the last holds"),
        "report_id": ("uuid", "where it belongs"),
        "scope": ("character varying", "what was allowed: the server must refuse by itself"),
        "given": ("boolean", "allowed, or taken back"),
        "wording": ("character varying", "the version of the words that were agreed to"),
        "day": ("date", "a day, so that a share can be accounted for"),
    },
    "reports_photosremoved": {
        "id": ("uuid", "needed by Django; random"),
        "project_id": ("bigint", "whose room for photos it took"),
        "day": ("date", "the day on which it counts, and no longer"),
        "chunks": ("integer", "how much, of all that project's writers together"),
    },
    "reports_closedhour": {
        "id": ("uuid", "needed by Django; random"),
        "project_id": ("bigint", "which project was full in the present hour"),
        "what": ("character varying", "of reports or of photos"),
        "day": ("date", "the day of that hour"),
        "hour": ("smallint", "the hour until whose end it is closed; goes with it"),
        "shown": ("boolean", "whether it was so as the hour began, which pages show"),
    },
    "reports_failedlookups": {
        "minute": ("bigint", "the only moment: of wrong words, of nobody in particular"),
        "count": ("integer", "how many, of everybody together"),
    },
}


def test_no_column_about_reports_is_there_without_a_reason():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name LIKE ANY(%s)",
            [["records\\_%", "reports\\_%"]],
        )
        there = set(cursor.fetchall())
    assert there == {
        (table, column, kind)
        for table, columns in COLUMNS.items()
        for column, (kind, _reason) in columns.items()
    }
