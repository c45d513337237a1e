"""Sealed photos are sent in chunks, taken up again after a broken connection, and never mixed."""

import datetime as dt
import tracemalloc
import uuid
from dataclasses import dataclass, replace

import pytest
from django.test import Client
from reports.stored import everything
from reports.writer import Writer, as_json
from stored_records import reporter_wrap_of
from two_recipients import content_key_for_reporter

from unsilenced.records.models import Record
from unsilenced.reports.intake import attachments
from unsilenced.reports.models import Attachment, Chunk, Report
from unsilenced.sealing.chunks import CHUNK, SEALED_SIZE, open_chunks, seal_chunks
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.header import HEADER
from unsilenced.sealing.record import draw_content_key

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)


@dataclass(frozen=True)
class Photo:
    """A photo as the browser has it: its record and its sealed chunks."""

    writer: Writer
    record: attachments.NewRecord
    chunks: tuple[bytes, ...]

    @property
    def path(self):
        return f"/return/attachments/{self.record.uid}"

    def begin(self, **changes):
        body = {**as_json(self.record), "chunks": len(self.chunks), **changes}
        return self.writer.call("/return/attachments", body)

    def put(self, index, chunk=None):
        client = Client(headers={"Authorization": self.writer.authorization})
        sent = self.chunks[index] if chunk is None else chunk
        return client.put(f"{self.path}/{index}", sent, content_type="application/octet-stream")

    def remove(self):
        client = Client(headers={"Authorization": self.writer.authorization})
        return client.delete(self.path)

    def get(self, index):
        return self.writer.call(f"{self.path}/{index}")


def photo_of(writer, data):
    key = draw_content_key()
    record = writer.photo(key)
    chunks = seal_chunks(data, content_key=key, report=writer.report, record=record.uid)
    return Photo(writer, record, tuple(chunks))


@pytest.fixture
def writer(project):
    writer = Writer.of(project)
    writer.sent()
    return writer


@pytest.fixture
def photo(writer):
    """A photo of four chunks, begun."""
    photo = photo_of(writer, bytes(range(256)) * 4_000)
    assert photo.begin().status_code == 201
    return photo


def error_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def refused(call):
    """Make a call that must store nothing, and return how it was refused."""
    before = everything()
    answer = call()
    assert everything() == before
    return error_of(answer)


def test_a_photo_comes_back_as_it_was(writer, photo):
    for index in range(4):
        assert photo.put(index).status_code == 201
    seen = writer.call("/return/open").json()["attachments"]
    assert [(each["chunks"], each["complete"]) for each in seen] == [(4, True)]
    record = Record.objects.get(uid=photo.record.uid)
    place = {"report": writer.report, "record": photo.record.uid}
    content_key = content_key_for_reporter(
        reporter_wrap_of(record),
        kind=RecordKind.ATTACHMENT,
        private_key=writer.keys.private_key,
        **place,
    )
    sealed = [photo.get(index).content for index in range(4)]
    opened = b"".join(open_chunks(sealed, size=1_024_000, content_key=content_key, **place))
    assert opened == bytes(range(256)) * 4_000


def test_a_broken_upload_is_taken_up_where_it_stopped(writer, photo):
    photo.put(2)
    photo.put(0)
    again = photo.begin()
    assert (again.status_code, again.json()) == (200, {"have": [0, 2]})
    assert writer.call(photo.path).json() == {"chunks": 4, "have": [0, 2]}
    photo.put(1)
    assert writer.call("/return/open").json()["attachments"][0]["complete"] is False
    photo.put(3)
    assert writer.call("/return/open").json()["attachments"][0]["complete"] is True


def test_the_same_chunk_twice_is_stored_once(photo):
    assert photo.put(1).status_code == 201
    before = everything()
    assert photo.put(1).status_code == 200
    assert everything() == before


def test_another_chunk_in_a_taken_place_is_refused(photo):
    photo.put(1)
    assert refused(lambda: photo.put(1, photo.chunks[2])) == (409, "chunk-taken")


@pytest.mark.parametrize(
    ("chunk", "code"),
    [
        (b"", "wrong-size"),
        (HEADER, "wrong-size"),
        (HEADER + bytes(SEALED_SIZE - 4), "wrong-size"),
        (HEADER + bytes(SEALED_SIZE - 2), "wrong-size"),
        (b"\x02" + bytes(SEALED_SIZE - 1), "wrong-version"),
        (b"\x01\x00\x02" + bytes(SEALED_SIZE - 3), "wrong-suite"),
    ],
)
def test_what_is_no_sealed_chunk_is_refused(photo, chunk, code):
    assert refused(lambda: photo.put(0, chunk)) == (422, code)


def test_a_chunk_over_512_kib_is_refused_unread(photo):
    assert refused(lambda: photo.put(0, bytes(512 * 1024 + 1))) == (413, "too-large")


@pytest.mark.parametrize("index", [4, 64, 32_768, 10**30])
def test_there_is_no_chunk_past_the_last(photo, index):
    assert refused(lambda: photo.put(index, photo.chunks[0])) == (404, "no-such-chunk")
    assert refused(lambda: photo.get(index)) == (404, "no-such-chunk")


def test_a_chunk_that_has_not_come_is_not_there(photo):
    assert refused(lambda: photo.get(0)) == (404, "no-such-chunk")


@pytest.mark.parametrize("chunks", [1, 2, 4, 8, 16, 32, 64])
def test_a_photo_may_have_a_power_of_two_of_chunks(writer, chunks):
    photo = Photo(writer, writer.photo(), ())
    assert photo.begin(chunks=chunks).status_code == 201
    assert writer.call(photo.path).json() == {"chunks": chunks, "have": []}


@pytest.mark.parametrize("chunks", [0, -1, 3, 5, 63, 65, 128, 1.0, "4", None, True])
def test_a_photo_has_no_other_count_of_chunks(writer, chunks):
    photo = Photo(writer, writer.photo(), ())
    before = everything()
    answer = photo.begin(chunks=chunks)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "chunks")
    assert everything() == before


def test_a_report_has_at_most_five_photos(writer):
    photos = [Photo(writer, writer.photo(), (b"",)) for _ in range(6)]
    assert [photo.begin().status_code for photo in photos[:5]] == [201] * 5
    assert refused(photos[5].begin) == (409, "too-many-attachments")
    assert photos[0].begin().status_code == 200


def test_another_photo_under_a_taken_uid_is_refused(writer, photo):
    other = replace(photo, record=replace(writer.photo(), uid=photo.record.uid))
    assert refused(other.begin) == (409, "uid-taken")
    assert refused(lambda: photo.begin(chunks=8)) == (409, "uid-taken")


def test_a_photo_under_the_uid_of_a_message_is_refused(writer):
    message = writer.seal()
    writer.call("/return/messages", as_json(message))
    assert refused(Photo(writer, message, (b"",)).begin) == (409, "uid-taken")


def test_a_photo_of_another_report_is_not_there(writer, photo, project):
    stranger = Writer.of(project)
    stranger.sent()
    photo.put(0)
    theirs = replace(photo, writer=stranger)
    assert refused(lambda: stranger.call(photo.path)) == (404, "no-such-attachment")
    assert refused(lambda: theirs.get(0)) == (404, "no-such-attachment")
    assert refused(lambda: theirs.put(1)) == (404, "no-such-attachment")


def test_a_message_is_no_photo(writer):
    message = writer.seal()
    writer.call("/return/messages", as_json(message))
    path = f"/return/attachments/{message.uid}"
    assert refused(lambda: writer.call(path)) == (404, "no-such-attachment")


def test_a_photo_nobody_began_is_not_there(writer):
    path = f"/return/attachments/{uuid.uuid4()}"
    assert refused(lambda: writer.call(path)) == (404, "no-such-attachment")


def test_a_photo_that_arrived_in_part_is_removed_by_its_writer_and_makes_room(writer, photo):
    others = [Photo(writer, writer.photo(), (b"",)) for _ in range(5)]
    assert [other.begin().status_code for other in others] == [201] * 4 + [409]
    photo.put(0)
    assert photo.remove().status_code == 200
    assert not Chunk.objects.exists()
    assert Attachment.objects.count() == 4
    assert error_of(photo.remove()) == (404, "no-such-attachment")
    assert error_of(photo.put(1)) == (404, "no-such-attachment")
    assert others[4].begin().status_code == 201


def test_a_whole_photo_is_not_removed_by_itself(photo):
    for index in range(4):
        photo.put(index)
    assert refused(photo.remove) == (409, "attachment-complete")


def test_a_photo_in_part_of_another_report_is_not_removed(writer, photo, project):
    stranger = Writer.of(project)
    stranger.sent()
    photo.put(0)
    theirs = replace(photo, writer=stranger)
    assert refused(theirs.remove) == (404, "no-such-attachment")


def begun_on(photo, day):
    Record.objects.filter(uid=photo.record.uid).update(day=day)


@pytest.mark.parametrize(("days", "purged"), [(0, 0), (1, 0), (2, 1), (30, 1)])
def test_an_unfinished_photo_is_purged_when_a_whole_day_has_passed(photo, days, purged):
    photo.put(0)
    begun_on(photo, TODAY - dt.timedelta(days=days))
    assert attachments.purge_unfinished(TODAY) == purged
    assert Attachment.objects.count() == 1 - purged
    assert Chunk.objects.count() == 1 - purged
    assert Record.objects.filter(kind="attachment").count() == 1 - purged


def test_a_photo_that_nothing_came_of_is_purged_too(photo):
    begun_on(photo, TODAY - dt.timedelta(days=2))
    assert attachments.purge_unfinished(TODAY) == 1
    assert Attachment.objects.count() == 0


def test_a_complete_photo_is_never_purged(writer, photo):
    for index in range(4):
        photo.put(index)
    begun_on(photo, TODAY - dt.timedelta(days=400))
    before = everything()
    assert attachments.purge_unfinished(TODAY) == 0
    assert everything() == before


def test_purging_a_photo_leaves_messages_alone(writer, photo):
    writer.call("/return/messages", as_json(writer.seal()))
    begun_on(photo, TODAY - dt.timedelta(days=2))
    attachments.purge_unfinished(TODAY)
    assert sorted(Record.objects.values_list("kind", flat=True)) == ["report", "reporter-message"]


def test_storing_a_chunk_takes_less_memory_than_a_second_copy_of_it(writer):
    photo = photo_of(writer, bytes(8 * CHUNK))
    report = Report.objects.get()
    attachments.start(report, photo.record, 8)
    tracemalloc.start()
    try:
        for index, chunk in enumerate(photo.chunks):
            attachments.store_chunk(report, photo.record.uid, index, chunk)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * CHUNK
