"""Far too much is sent: who is refused, what they are told, and how it ends by itself."""

import dataclasses
import datetime as dt
import time
import uuid
from hashlib import sha256
from typing import NamedTuple

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from people.desk import at_desk, new_report
from reports.stored import everything
from reports.writer import Writer, as_json, call

from unsilenced.cases import removal
from unsilenced.cases.digest import send_digest
from unsilenced.reports import conversation
from unsilenced.reports.intake import attachments, closed_hours, flood, quotas, storage
from unsilenced.reports.models import PhotosRemoved, Report
from unsilenced.reports.puzzle import BITS
from unsilenced.sealing.chunks import MOST_CHUNKS, SEALED_SIZE
from unsilenced.site.jobs import purge, tasks

pytestmark = pytest.mark.django_db


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def _begin_anew(monkeypatch):
    flood.sent.forget()
    flood.let_through.forget()
    monkeypatch.setattr(quotas, "rooms", quotas.Rooms())
    monkeypatch.setattr(storage, "look", storage.Look())


@pytest.fixture
def limits(settings):
    """Set limits of this test's own; one process answers."""

    def to(**given):
        settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, workers=1, **given)

    return to


@pytest.fixture
def next_hour(monkeypatch):
    """Hours that pass when a test says so, with what the site does in each."""
    hours = iter(range(100))
    present = next(hours)
    monkeypatch.setattr(closed_hours, "this_hour", lambda: (timezone.localdate(), present))

    def begin():
        nonlocal present
        present = next(hours)
        quotas.look_each_hour()

    return begin


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_800_000_000.0

    monkeypatch.setattr(time, "time", lambda: Clock.now)
    return Clock


@pytest.fixture
def disk(monkeypatch):
    """A disk with so many MiB free."""

    def with_free(mebibytes):
        monkeypatch.setattr(storage, "look", storage.Look())
        free = mebibytes * 1024 * 1024
        monkeypatch.setattr(storage.shutil, "disk_usage", lambda _path: Disk(2 * free, free, free))

    return with_free


def error_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def send(writer, **headers):
    return call("/report/send", as_json(writer.submission()), **headers)


def solved(answer):
    """The header that solves the puzzle of an answer, by its definition in docs/http.md."""
    puzzle, nonce = answer.json()["puzzle"], 0
    while True:
        digest = sha256(f"{puzzle['challenge']} {nonce}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - puzzle["bits"]) == 0:
            return {"Puzzle": f"{puzzle['challenge']} {nonce}"}
        nonce += 1


def flooded(project, limits, most=3):
    limits(sends_a_minute=most)
    flood.sent.forget()
    for _ in range(most):
        assert send(Writer.of(project)).status_code == 201


def test_past_the_threshold_each_report_brings_its_work(project, limits):
    flooded(project, limits)
    writer = Writer.of(project)
    submission = as_json(writer.submission())
    before = everything()
    refused = call("/report/send", submission)
    assert error_of(refused) == (429, "puzzle")
    assert refused.json()["puzzle"]["bits"] == BITS
    assert "Wait a minute, then send it again." in refused.json()["error"]["message"]
    assert everything() == before
    assert call("/report/send", submission, **solved(refused)).status_code == 201


def test_the_work_for_one_report_does_not_serve_another(project, limits):
    flooded(project, limits)
    writer, other = Writer.of(project), Writer.of(project)
    proof = solved(send(writer))
    assert send(other, **proof).status_code == 429
    assert send(writer, **proof).status_code == 201
    # The same words again, as after "delete everything": the identifier differs.
    conversation.delete_everything(Report.objects.get(uid=writer.report))
    assert error_of(send(Writer.of(project, writer.keys), **proof)) == (429, "puzzle")


def test_what_is_sent_again_is_still_told_to_be_here(project, limits):
    limits(sends_a_minute=10, unopened_reports_a_day=1)
    submission = as_json(Writer.of(project).submission())
    assert call("/report/send", submission).status_code == 201
    assert error_of(send(Writer.of(project))) == (429, "too-many-today")
    assert call("/report/send", submission).status_code == 200


def test_a_flood_lasts_into_the_next_minute_and_ends_by_itself(project, limits, clock):
    flooded(project, limits)
    send(Writer.of(project))
    clock.now += 60
    assert error_of(send(Writer.of(project))) == (429, "puzzle")
    clock.now += 120
    assert send(Writer.of(project)).status_code == 201


def test_a_new_photo_brings_its_work_as_well_and_its_parts_do_not(project, limits):
    writer = Writer.of(project)
    report = writer.sent()
    flooded(project, limits)
    photo = {**as_json(writer.photo()), "chunks": 1}
    refused = writer.call("/return/attachments", photo)
    assert error_of(refused) == (429, "puzzle")
    assert writer.call("/return/attachments", photo, **solved(refused)).status_code == 201
    assert report.records.count() == 2
    assert writer.call("/return/messages", as_json(writer.seal())).status_code == 201


def test_without_javascript_a_few_are_let_through_and_the_rest_lose_nothing(
    project, limits, monkeypatch
):
    monkeypatch.setattr(flood, "RESERVE", 2)
    flooded(project, limits)
    sent = [plainly(project) for _ in range(3)]
    assert [answer.status_code for answer, _ in sent] == [200, 200, 429]
    refused, fields = sent[-1]
    page = refused.content.decode()
    assert "Very much is being sent to us just now" in page
    assert "Try again" in page
    for name in ("body", "words", "uid"):
        assert f'name="{name}" value="{fields[name]}"' in page


def test_photos_of_a_report_set_aside_unopened_count_though_they_are_removed(
    project, caseworker, limits
):
    limits(unopened_photos_a_day=1)
    writer = Writer.of(project)
    report = writer.sent()
    photo = {**as_json(writer.photo()), "chunks": 2}
    assert writer.call("/return/attachments", photo).status_code == 201
    assert put_chunk(writer, photo["uid"], 1).status_code == 201
    removal.set_aside(report, caseworker().user)
    attachments.remove_unfinished(report, uuid.UUID(photo["uid"]))
    assert PhotosRemoved.objects.get().chunks == 1


def test_what_stores_nothing_begins_no_flood(project, limits):
    limits(sends_a_minute=3)
    nowhere = as_json(Writer.of(project).submission(project="nowhere"))
    assert [call("/report/send", nowhere).status_code for _ in range(5)] == [422] * 5
    assert send(Writer.of(project)).status_code == 201


def test_what_is_here_already_takes_no_place_of_those_without_javascript(
    project, limits, monkeypatch
):
    monkeypatch.setattr(flood, "RESERVE", 2)
    flooded(project, limits)
    first, fields = plainly(project)
    again = [plainly(project, fields)[0].status_code for _ in range(3)]
    assert [first.status_code, *again] == [200] * 4
    assert plainly(project)[0].status_code == 200
    assert plainly(project)[0].status_code == 429


def test_what_is_here_already_is_told_without_javascript_though_no_place_is_left(
    project, limits, monkeypatch
):
    monkeypatch.setattr(flood, "RESERVE", 1)
    flooded(project, limits)
    _, fields = plainly(project)
    assert plainly(project)[0].status_code == 429
    again, _ = plainly(project, fields)
    assert again.status_code == 200
    assert "Your report is sent" in again.content.decode()


def test_a_flood_that_goes_on_with_nothing_stored_takes_no_place_without_javascript(
    project, limits, monkeypatch
):
    monkeypatch.setattr(flood, "RESERVE", 2)
    flooded(project, limits)
    for _ in range(5):
        nowhere = as_json(Writer.of(project).submission(project="nowhere"))
        assert (
            call("/report/send", nowhere, **solved(call("/report/send", nowhere))).status_code
            == 422
        )
    assert [plainly(project)[0].status_code for _ in range(3)] == [200, 200, 429]


def plainly(project, fields=None):
    """Send a report as a browser without JavaScript does; return the answer and what was sent."""
    fields = fields or as_json(Writer.of(project).submission())
    fields |= {"words": " ".join(["abandon"] * 7), "saved": "yes", "do": "send"}
    return Client(headers={"Accept": "text/html"}).post("/report/", fields), fields


def test_a_caseworker_who_writes_a_report_down_is_never_held_up(project, limits):
    desk, _ = at_desk(project)
    limits(sends_a_minute=1, unopened_reports_a_day=1)
    send(Writer.of(project))
    for _ in range(3):
        members, _ = new_report(project.key.pk, bytes(project.key.public_key))
        assert desk.post("reports", members).status_code == 201


def test_a_project_that_opens_nothing_takes_so_many_a_day(
    project, other_project, limits, next_hour
):
    limits(unopened_reports_a_day=3)
    reports = [Writer.of(project).sent() for _ in range(3)]
    before = everything()
    refused = send(Writer.of(project))
    assert error_of(refused) == (429, "too-many-today")
    assert "Try again tomorrow." in refused.json()["error"]["message"]
    assert everything() == before
    assert send(Writer.of(other_project)).status_code == 201
    conversation.mark_opened(reports[0])
    next_hour()
    assert send(Writer.of(project)).status_code == 201
    assert error_of(send(Writer.of(project))) == (429, "too-many-today")


def delete_as_two(report, amara, bo):
    removal.ask_to_delete(report, amara)
    removal.agree_to_delete(report, bo)


def opened_and_deleted_as_two(report, amara, bo):
    conversation.mark_opened(report)
    delete_as_two(report, amara, bo)


def opened_and_deleted_by_its_writer(report, _amara, _bo):
    conversation.mark_opened(report)
    conversation.delete_everything(report)


def set_aside(report, amara, _bo):
    removal.set_aside(report, amara)


def set_aside_and_put_back(report, amara, _bo):
    removal.set_aside(report, amara)
    removal.put_back(report, amara)


@pytest.mark.parametrize(
    "deal_with",
    [
        set_aside,
        set_aside_and_put_back,
        delete_as_two,
        opened_and_deleted_as_two,
        opened_and_deleted_by_its_writer,
    ],
)
def test_what_the_project_has_dealt_with_makes_room_whatever_becomes_of_it(
    project, caseworker, limits, next_hour, deal_with
):
    limits(unopened_reports_a_day=1)
    amara, bo = caseworker("Amara").user, caseworker("Bo").user
    report = Writer.of(project).sent()
    assert error_of(send(Writer.of(project))) == (429, "too-many-today")
    deal_with(report, amara, bo)
    next_hour()
    assert send(Writer.of(project)).status_code == 201
    assert error_of(send(Writer.of(project))) == (429, "too-many-today")


def says_that_it_is_full():
    return "may not be possible to send" in Client().get("/report/").content.decode()


def test_nobody_sees_when_somebody_else_sends_or_the_project_opens(project, limits, next_hour):
    limits(unopened_reports_a_day=3)
    reports = [Writer.of(project).sent() for _ in range(2)]
    next_hour()
    reports.append(Writer.of(project).sent())
    assert not says_that_it_is_full()
    conversation.mark_opened(reports.pop())
    assert not says_that_it_is_full()
    assert error_of(send(Writer.of(project))) == (429, "too-many-today")
    next_hour()
    assert not says_that_it_is_full()
    reports.append(Writer.of(project).sent())
    next_hour()
    assert says_that_it_is_full()
    conversation.mark_opened(reports.pop())
    assert says_that_it_is_full()
    assert error_of(send(Writer.of(project))) == (429, "too-many-today")
    next_hour()
    assert not says_that_it_is_full()
    assert send(Writer.of(project)).status_code == 201


def test_whoever_fills_a_project_does_not_learn_how_many_others_sent(
    project, limits, next_hour, settings
):
    limits(unopened_reports_a_day=4)
    for _ in range(4):
        Writer.of(project).sent()
    answers = set()
    for secret in range(40):
        settings.SECRET_KEY = f"secret {secret}"
        next_hour()
        writer = Writer.of(project)
        answer = send(writer)
        answers.add(answer.status_code)
        if answer.status_code == 201:
            assert error_of(send(Writer.of(project))) == (429, "too-many-today")
            conversation.mark_opened(Report.objects.get(pk=writer.report))
    assert answers == {201, 429}


def test_the_limit_of_a_day_is_the_same_for_every_process_and_never_lower_than_set(project):
    key, today = project.project.pk, timezone.localdate()
    days = [today + dt.timedelta(days=number) for number in range(64)]
    drawn = [quotas.drawn(200, quotas.Quota.REPORTS, key, day) for day in days]
    assert drawn == [quotas.drawn(200, quotas.Quota.REPORTS, key, day) for day in days]
    assert len(set(drawn)) > 8
    assert set(drawn) <= set(range(200, 251))


def test_to_send_and_delete_in_turn_leads_nowhere(project, limits):
    limits(unopened_reports_a_day=3)
    for _ in range(3):
        conversation.delete_everything(Writer.of(project).sent())
    assert error_of(send(Writer.of(project))) == (429, "too-many-today")


def test_another_day_has_room_again(project, limits, next_hour):
    limits(unopened_reports_a_day=1)
    Writer.of(project).sent()
    Report.objects.update(received_on="2026-01-02")
    next_hour()
    assert send(Writer.of(project)).status_code == 201


def test_what_other_processes_let_in_is_counted_again_after_a_second(project, limits, monkeypatch):
    limits(unopened_reports_a_day=3)
    moment = 1_000.0
    monkeypatch.setattr(quotas, "NEAR", 0)
    monkeypatch.setattr(quotas.time, "monotonic", lambda: moment)
    here, there = quotas.Rooms(), quotas.Rooms()
    monkeypatch.setattr(quotas, "rooms", here)
    assert send(Writer.of(project)).status_code == 201
    monkeypatch.setattr(quotas, "rooms", there)
    assert [send(Writer.of(project)).status_code for _ in range(3)] == [201, 201, 429]
    monkeypatch.setattr(quotas, "rooms", here)
    moment += quotas.FRESH
    assert send(Writer.of(project)).status_code == 429


def test_nothing_is_remembered_of_projects_that_there_are_not(project, limits, monkeypatch):
    limits(unopened_reports_a_day=3)
    monkeypatch.setattr(quotas, "NEAR", 0)
    for number in range(3):
        nowhere = as_json(Writer.of(project).submission(project=f"nowhere-{number}"))
        assert error_of(call("/report/send", nowhere)) == (422, "no-such-project")
    assert quotas.rooms.seen == {}
    assert send(Writer.of(project)).status_code == 201
    assert [*quotas.rooms.seen] == [project.project.slug]


def test_photos_of_unopened_reports_have_so_much_room_a_day(project, limits):
    limits(unopened_photos_a_day=1)
    fit = 1024 * 1024 // SEALED_SIZE
    writer = Writer.of(project)
    report = writer.sent()

    def start(chunks):
        return writer.call("/return/attachments", {**as_json(writer.photo()), "chunks": chunks})

    assert start(fit - 1 if fit > 2 else 1).status_code == 201
    before = everything()
    assert error_of(start(4)) == (429, "too-many-photos-today")
    assert everything() == before
    conversation.mark_opened(report)
    assert start(4).status_code == 201


def start_photo(writer, uid, chunks, **headers):
    photo = {**as_json(writer.photo()), "uid": str(uid), "chunks": chunks}
    return writer.call("/return/attachments", photo, **headers)


def put_chunk(writer, uid, index):
    sent = b"\x01\x00\x01" + bytes(SEALED_SIZE - 3)
    return Client(headers={"Authorization": writer.authorization}).put(
        f"/return/attachments/{uid}/{index}", sent, content_type="application/octet-stream"
    )


def test_photos_that_are_begun_and_never_come_use_up_no_day(project, limits):
    limits(unopened_photos_a_day=16)
    for _ in range(10):
        stranger = Writer.of(project)
        stranger.sent()
        assert start_photo(stranger, uuid.uuid4(), 8).status_code == 201
    writer, uid = Writer.of(project), uuid.uuid4()
    writer.sent()
    assert start_photo(writer, uid, 32).status_code == 201
    assert put_chunk(writer, uid, 0).status_code == 201


def test_a_part_that_finds_no_room_is_refused_in_plain_words_and_those_that_came_stay(
    project, limits
):
    limits(unopened_photos_a_day=1)
    writers = [Writer.of(project) for _ in range(2)]
    reports = [writer.sent() for writer in writers]
    uids = [uuid.uuid4() for _ in writers]
    for writer, uid in zip(writers, uids, strict=True):
        assert start_photo(writer, uid, 2).status_code == 201
    for index in range(2):
        assert put_chunk(writers[0], uids[0], index).status_code == 201
    assert put_chunk(writers[1], uids[1], 0).status_code == 201
    refused = put_chunk(writers[1], uids[1], 1)
    assert error_of(refused) == (429, "too-many-photos-today")
    assert "Your report is safe." in refused.json()["error"]["message"]
    assert put_chunk(writers[1], uids[1], 0).status_code == 200
    assert error_of(start_photo(writers[1], uuid.uuid4(), 1)) == (429, "too-many-photos-today")
    conversation.mark_opened(reports[1])
    assert put_chunk(writers[1], uids[1], 1).status_code == 201


def test_room_for_photos_that_the_project_makes_is_seen_an_hour_later(project, limits, next_hour):
    limits(unopened_photos_a_day=1)
    writer, other = Writer.of(project), Writer.of(project)
    report, _ = writer.sent(), other.sent()
    uid, begun = uuid.uuid4(), uuid.uuid4()
    assert start_photo(other, begun, 1).status_code == 201
    assert start_photo(writer, uid, 2).status_code == 201
    for index in range(2):
        assert put_chunk(writer, uid, index).status_code == 201
    assert error_of(start_photo(other, uuid.uuid4(), 2)) == (429, "too-many-photos-today")
    conversation.mark_opened(report)
    assert error_of(start_photo(other, uuid.uuid4(), 1)) == (429, "too-many-photos-today")
    assert error_of(put_chunk(other, begun, 0)) == (429, "too-many-photos-today")
    next_hour()
    assert put_chunk(other, begun, 0).status_code == 201
    assert start_photo(other, uuid.uuid4(), 2).status_code == 201


def test_to_ask_for_more_than_a_day_has_shuts_nothing(project, limits):
    limits(unopened_photos_a_day=1)
    writer = Writer.of(project)
    writer.sent()
    assert error_of(start_photo(writer, uuid.uuid4(), 64)) == (429, "too-many-photos-today")
    assert start_photo(writer, uuid.uuid4(), 1).status_code == 201


def test_photos_begun_and_removed_in_turn_come_to_an_end_though_nothing_came(project, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_CHUNKS_A_DAY", 3)
    writer = Writer.of(project)
    writer.sent()
    for _ in range(3):
        uid = uuid.uuid4()
        assert start_photo(writer, uid, 1).status_code == 201
        remove_photo(writer, uid)
    assert error_of(start_photo(writer, uuid.uuid4(), 1)) == (429, "too-many-photos-today")
    purge.purge()
    assert start_photo(writer, uuid.uuid4(), 1).status_code == 201


def remove_photo(writer, uid):
    answer = Client(headers={"Authorization": writer.authorization}).delete(
        f"/return/attachments/{uid}"
    )
    assert answer.status_code == 200


def delete_all(writer, _uid):
    assert writer.call("/return/delete", {}).status_code == 200


@pytest.mark.parametrize("remove", [remove_photo, delete_all])
def test_photos_sent_and_deleted_in_turn_use_up_the_room_of_the_day(project, limits, remove):
    limits(unopened_photos_a_day=1)
    for _ in range(2):
        writer, uid = Writer.of(project), uuid.uuid4()
        writer.sent()
        assert start_photo(writer, uid, 2).status_code == 201
        assert put_chunk(writer, uid, 0).status_code == 201
        remove(writer, uid)
    writer = Writer.of(project)
    report = writer.sent()
    fit = 1024 * 1024 // SEALED_SIZE
    assert error_of(start_photo(writer, uuid.uuid4(), fit - 1)) == (429, "too-many-photos-today")
    conversation.mark_opened(report)
    assert start_photo(writer, uuid.uuid4(), fit - 1).status_code == 201


@pytest.mark.parametrize("opened", [False, True])
def test_photos_of_one_report_sent_and_removed_in_turn_come_to_an_end_that_day(
    project, opened, monkeypatch
):
    monkeypatch.setattr(attachments, "MOST_CHUNKS_A_DAY", 6)
    writer, other = Writer.of(project), Writer.of(project)
    report, other_report = writer.sent(), other.sent()
    if opened:
        conversation.mark_opened(report)
        conversation.mark_opened(other_report)
    for _ in range(2):
        uid = uuid.uuid4()
        assert start_photo(writer, uid, 4).status_code == 201
        assert {put_chunk(writer, uid, index).status_code for index in range(2)} == {201}
        remove_photo(writer, uid)
    before = everything()
    assert error_of(start_photo(writer, uuid.uuid4(), 4)) == (429, "too-many-photos-today")
    assert everything() == before
    assert start_photo(other, uuid.uuid4(), 4).status_code == 201
    purge.purge()
    assert start_photo(writer, uuid.uuid4(), 4).status_code == 201


def test_what_was_removed_leaves_room_for_the_photos_that_a_report_may_have(project):
    writer = Writer.of(project)
    writer.sent()
    for _ in range(attachments.MOST_CHUNKS // MOST_CHUNKS):
        uid = uuid.uuid4()
        assert start_photo(writer, uid, MOST_CHUNKS).status_code == 201
        remove_photo(writer, uid)
    for _ in range(attachments.MOST_CHUNKS // MOST_CHUNKS):
        assert start_photo(writer, uuid.uuid4(), MOST_CHUNKS).status_code == 201


def test_what_was_removed_is_forgotten_after_its_day(project):
    writer, uid = Writer.of(project), uuid.uuid4()
    writer.sent()
    start_photo(writer, uid, 2)
    put_chunk(writer, uid, 0)
    remove_photo(writer, uid)
    today = timezone.localdate()
    quotas.forget_before(today)
    assert [(each.day, each.chunks) for each in PhotosRemoved.objects.all()] == [(today, 1)]
    quotas.forget_before(today + dt.timedelta(days=1))
    assert not PhotosRemoved.objects.exists()


def test_the_work_for_a_photo_does_not_serve_again_once_it_was_removed(project, limits):
    writer, uid = Writer.of(project), uuid.uuid4()
    writer.sent()
    flooded(project, limits)
    proof = solved(start_photo(writer, uid, 1))
    assert start_photo(writer, uid, 1, **proof).status_code == 201
    remove_photo(writer, uid)
    assert error_of(start_photo(writer, uid, 1, **proof)) == (429, "puzzle")


def test_with_little_room_photos_are_refused_first_and_writing_last(project, limits, disk):
    limits(free_disk_for_photos=100, free_disk_for_reports=50)
    writer = Writer.of(project)
    disk(100)
    report = writer.sent()
    photo = {**as_json(writer.photo()), "chunks": 1}
    assert writer.call("/return/attachments", photo).status_code == 201
    disk(99)
    other = {**as_json(writer.photo()), "chunks": 1}
    path = f"/return/attachments/{photo['uid']}/0"
    before = everything()
    assert error_of(writer.call("/return/attachments", other)) == (503, "no-room")
    part = Client(headers={"Authorization": writer.authorization}).put(
        path, b"\x01\x00\x01" + bytes(SEALED_SIZE - 3), content_type="application/octet-stream"
    )
    assert error_of(part) == (503, "no-room")
    assert everything() == before
    assert writer.call("/return/messages", as_json(writer.seal())).status_code == 201
    disk(49)
    before = everything()
    assert error_of(writer.call("/return/messages", as_json(writer.seal()))) == (503, "no-room")
    refused = send(Writer.of(project))
    assert error_of(refused) == (503, "no-room")
    assert refused["Retry-After"] == str(refused.json()["retry_after"]) == "3600"
    assert everything() == before
    told = {"scope": "warn", "given": True, "wording": "2026-11"}
    assert writer.call("/return/consents", told).status_code == 200
    assert writer.call("/return/delete", {}).status_code == 200
    assert not report.records.exists()


def test_without_javascript_a_full_disk_loses_nothing_that_was_typed(project, limits, disk):
    limits(free_disk_for_photos=100, free_disk_for_reports=50)
    disk(10)
    refused, fields = plainly(project)
    assert refused.status_code == 503
    assert fields["body"] in refused.content.decode()
    assert "There is no room here now" in refused.content.decode()


def test_a_database_elsewhere_has_the_room_that_it_is_given(project, limits, monkeypatch):
    writer = Writer.of(project)
    writer.sent()
    monkeypatch.setattr(storage, "look", storage.Look())
    limits(free_disk_for_reports=0, free_disk_for_photos=1, database_size=1)
    photo = {**as_json(writer.photo()), "chunks": 1}
    assert error_of(writer.call("/return/attachments", photo)) == (503, "no-room")
    monkeypatch.setattr(storage, "look", storage.Look())
    limits(database_size=1_000_000)
    assert writer.call("/return/attachments", photo).status_code == 201


@pytest.mark.parametrize("free", [1, 75, 1_000])
def test_the_digest_and_the_log_say_when_there_is_little_room(
    caseworker, limits, disk, free, caplog
):
    limits(free_disk_for_photos=100, free_disk_for_reports=50)
    caseworker(email="amara@example.org")
    disk(free)
    send_digest()
    tasks.warn_of_little_room()
    assert ("storage is nearly full" in mail.outbox[0].body) is (free < 100)
    assert ("reports and messages are refused" in caplog.text) is (free < 50)
    assert ("photos are refused" in caplog.text) is (50 <= free < 100)


def test_the_digest_says_when_the_limit_of_a_day_was_reached_and_not_how_much_came(
    project, caseworker, limits
):
    limits(unopened_reports_a_day=2)
    caseworker(email="amara@example.org")
    bodies = []
    for _ in range(3):
        send_digest()
        bodies.append(mail.outbox[-1].body)
        send(Writer.of(project))
    assert bodies[0] == bodies[1]
    assert bodies[2].startswith(bodies[0])
    assert "The limit of a day was reached" in bodies[2]
    assert not any(character.isdigit() for character in bodies[2])
