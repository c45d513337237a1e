"""What somebody writes is found nowhere but where it was sealed to; and the search does find.

The words, the marks in every field, in a photo and in its name, and the key of the draft are
looked for in all that the browser sent, in a dump of the database, in every file and every line
that the site wrote, and in every file of the browser's profile: in plain text, UTF-16, hex, base64
and as in addresses.
"""

import json
import uuid

import psycopg
import pytest
from two_recipients import content_key_for_project, open_body

from unsilenced.sealing.b64u import from_b64u
from unsilenced.sealing.chunks import open_chunks
from unsilenced.sealing.context import RecordKind

PLACES = ("sent", "dump", "printed", "data_files", "profile_half_way", "profile_in_the_end")


@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_was_written_is_found(sealed_journey, place):
    assert len(sealed_journey.words.split()) == 7
    assert all(len(key) == 44 for key in sealed_journey.draft_keys)
    assert not getattr(sealed_journey.places, place)


@pytest.mark.parametrize("place", ["sent", "dump", "data_files", "profile_half_way"])
def test_with_a_cipher_that_does_nothing_the_same_search_finds_it(unsealed_journey, place):
    found = getattr(unsealed_journey.places, place)
    names = found if isinstance(found, set) else set().union(*found.values())
    assert {"mark", "number"} <= names


def test_the_words_leave_the_device_not_even_then(unsealed_journey):
    assert {"mark", "number"} == unsealed_journey.places.sent


def test_all_that_was_written_reached_the_project(stage, sealed_journey):
    canary = sealed_journey.canary
    records = opened_by_the_project(stage, sealed_journey)
    (report,) = [inside for kind, inside in records if kind == "report"]
    said = [report["what"], report["when_words"], report["contact"]]
    said += [known["value"] for known in report["who"]]
    assert set(said) == set(canary.answers.values())
    (message,) = [inside["text"] for kind, inside in records if kind == "reporter-message"]
    assert message == canary.message


def test_neither_the_name_of_the_photo_nor_what_is_hidden_in_it_reaches_the_project(
    stage, sealed_journey
):
    (said,) = [
        inside
        for kind, inside in opened_by_the_project(stage, sealed_journey)
        if kind == "attachment"
    ]
    assert said["name"] == "Photo 1"
    assert sealed_journey.canary.searcher().found_in(json.dumps(said).encode()) == set()
    picture = photo_of_the_project(stage, sealed_journey)
    assert picture.startswith(b"\xff\xd8\xff")
    assert sealed_journey.canary.searcher().found_in(picture) == set()
    assert b"Exif" not in picture


def test_the_browser_asks_nobody_else(stage, sealed_journey):
    own = (f"{stage.address}/", stage.weather, f"blob:{stage.address}/")
    assert sealed_journey.asked
    assert all(address.startswith(own) for address in sealed_journey.asked)


def test_a_draft_does_not_come_back_with_the_browser(sealed_journey):
    assert sealed_journey.restored
    for shown in sealed_journey.restored:
        assert sealed_journey.canary.searcher().found_in(shown.encode()) == set()


def test_after_leaving_the_browser_holds_nothing_of_the_site(sealed_journey):
    left = sealed_journey.after_leaving
    stores = {"tab": 0, "name": "", "local": 0, "databases": 0, "caches": 0, "cookie": ""}
    assert left["stores"] == stores
    assert left["cookies"] == []


def test_after_leaving_the_back_button_shows_nothing_that_was_written(sealed_journey):
    searcher = sealed_journey.canary.searcher(**sealed_journey.secrets)
    for shown in sealed_journey.after_leaving["behind"]:
        assert searcher.found_in(shown.encode()) == set()


def rows(stage, query, *parameters):
    with psycopg.connect(stage.site.database, row_factory=psycopg.rows.dict_row) as connection:
        return connection.execute(query, parameters).fetchall()


def sealed_records(stage, journey):
    """The records of the sealed journey's report, in their order."""
    return rows(
        stage,
        """
        SELECT record.*, report.uid AS report, wrap.sealed AS project_wrap
        FROM records_record AS record
        JOIN records_wrap AS wrap ON wrap.record_id = record.uid AND wrap.recipient = 'project'
        JOIN reports_report AS report ON report.uid = record.subject
        WHERE report.sealed_by = 'browser' AND report.uid = %s
        ORDER BY record.position
        """,
        journey.report,
    )


def opened(stage, row):
    """The content key of a record and what it holds, as the project gets them."""
    place = {"kind": RecordKind(row["kind"]), "report": row["report"], "record": row["uid"]}
    content_key = content_key_for_project(
        row["project_wrap"],
        key=uuid.UUID(stage.project["key"]),
        private_key=from_b64u(stage.project["private_key"]),
        **place,
    )
    return content_key, json.loads(open_body(row["body"], content_key=content_key, **place))


def opened_by_the_project(stage, journey):
    return [(row["kind"], opened(stage, row)[1]) for row in sealed_records(stage, journey)]


def photo_of_the_project(stage, journey):
    (row,) = [row for row in sealed_records(stage, journey) if row["kind"] == "attachment"]
    content_key, said = opened(stage, row)
    query = "SELECT sealed FROM reports_chunk WHERE attachment_id = %s ORDER BY index"
    chunks = [chunk["sealed"] for chunk in rows(stage, query, row["uid"])]
    place = {"report": row["report"], "record": row["uid"]}
    return b"".join(open_chunks(chunks, size=said["size"], content_key=content_key, **place))
