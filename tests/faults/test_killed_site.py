"""Nothing confirmed is lost, and nothing is left half done, when processes die at any point.

Reporters and a caseworker send while SIGKILL ends the site's processes and PostgreSQL's, at points
drawn at random. Set FAULT_SEED to the number that a failure prints, to have the same draws.
"""

import os
import random
import re
import secrets
import uuid
from dataclasses import dataclass
from functools import partial

import pytest
from faults import stored
from faults.calls import Call, make, session_of
from faults.killing import Killing
from faults.running_site import RunningSite
from faults.stories import PHOTO_SIZE, Deed, Story, project_of
from migrated_folder import migrated_folder
from two_recipients import open_for_project

from unsilenced.sealing.chunks import open_chunks
from unsilenced.sealing.context import RecordKind

STORIES = 140
MESSAGES = {"reporter-message", "project-message"}
CLOCK = re.compile(r"\b\d{1,2}:\d{2}(:\d{2})?\b")
OF_A_RECORD = ("body", "project_wrap", "reporter_wrap")


@dataclass
class Aftermath:
    """What was left: before anything was sent again, and after."""

    seed: int
    killing: Killing
    stories: list[Story]
    before: stored.Stored
    confirmed_before: set
    after: stored.Stored
    refused: list

    def deeds(self, *kinds):
        return [deed for story in self.stories for deed in story.deeds if deed.kind in kinds]

    def living(self):
        return [story for story in self.stories if not story.is_to_be_deleted]


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory):
    """A site that was killed again and again, and runs now."""
    seed = int(os.environ.get("FAULT_SEED") or secrets.randbits(32))
    print(f"FAULT_SEED={seed}")  # noqa: T201 - a failure shows it
    chance = random.Random(seed)
    site = RunningSite(tmp_path_factory.mktemp("killed") / "data")
    try:
        migrated_folder(site.folder)
        site.start()
        yield told(site, chance, seed)
    finally:
        site.end()


def told(site, chance, seed):
    project = site.invent("willow", "Amara")
    stories = [Story.draw(project_of(project), chance) for _ in range(STORIES)]
    killing = Killing(
        site, session_of(partial(make, site.port), "Amara", project["people"]["Amara"]), chance
    )
    killing.tell(stories)
    print(*killing.strikes, sep="\n")  # noqa: T201
    before = stored.read(site.database)
    confirmed = {id(deed) for story in stories for deed in story.deeds if deed.confirmed}
    refused = killing.send_again(stories)
    after = stored.read(site.database)
    return Aftermath(seed, killing, stories, before, confirmed, after, refused)


@pytest.fixture
def before(aftermath):
    return aftermath.before


@pytest.fixture
def after(aftermath):
    return aftermath.after


def is_deleted(story, rows):
    row = rows.reports.get(story.writer.report)
    return row is not None and row["deleted_on"] is not None


def same_record(deed: Deed, rows):
    row = rows.records.get(deed.sent.uid)
    return row is not None and [row[each] for each in OF_A_RECORD] == [
        getattr(deed.sent, each) for each in OF_A_RECORD
    ]


def is_there(deed, story, rows):
    """Whether what was sent is stored, as it was sent."""
    if deed.kind == "chunk":
        uid, index, sealed = deed.sent
        return rows.chunks.get((uid, index)) == sealed
    if deed.kind == "consent":
        return deed.sent["given"] is (
            deed.sent["scope"] in active(rows.ledger, story.writer.report)
        )
    if deed.kind == "delete":
        return is_deleted(story, rows)
    return same_record(deed, rows)


def active(ledger, report):
    last = dict(ledger.get(report, []))
    return {scope for scope, given in last.items() if given}


def test_the_database_was_as_durable_as_in_service(aftermath):
    address = aftermath.killing.site.database
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        assert stored.setting(address, name) == "on"


def test_at_least_200_submissions_and_replies_were_sent_and_every_part_was_killed(aftermath):
    sent = [each for each in aftermath.deeds("report", *MESSAGES) if id(each) in tried(aftermath)]
    assert len(sent) >= 200
    assert len(aftermath.killing.strikes) == 7
    assert any(deed.unknown for story in aftermath.stories for deed in story.deeds)


def tried(aftermath):
    unknown = {id(deed) for story in aftermath.stories for deed in story.deeds if deed.unknown}
    return unknown | aftermath.confirmed_before


def test_all_that_was_confirmed_is_there_as_it_was_sent(aftermath, before):
    for story in aftermath.stories:
        if is_deleted(story, before):
            continue
        for deed in story.deeds:
            if id(deed) in aftermath.confirmed_before:
                assert is_there(deed, story, before), (aftermath.seed, deed.kind)


def test_nothing_is_there_that_was_not_sent(aftermath, before):
    uids = {
        deed.sent.uid
        for deed in aftermath.deeds("report", "attachment", *MESSAGES)
        if id(deed) in tried(aftermath)
    }
    chunks = {
        deed.sent[:2]: deed.sent[2]
        for deed in aftermath.deeds("chunk")
        if id(deed) in tried(aftermath)
    }
    assert set(before.records) <= uids
    assert set(before.reports) <= uids
    assert before.chunks.items() <= chunks.items()


def test_no_record_is_half_there(aftermath, before):
    for deed in aftermath.deeds("report", "attachment", *MESSAGES):
        if deed.sent.uid in before.records:
            assert same_record(deed, before), (aftermath.seed, deed.kind)


def test_every_report_has_its_record_and_its_consents_or_is_not_there(aftermath, before):
    for story in aftermath.stories:
        row = before.reports.get(story.writer.report)
        if row is None:
            assert story.writer.report not in before.records
        elif row["deleted_on"] is None:
            record = before.records[story.writer.report]
            assert (record["subject"], record["kind"]) == (row["uid"], "report")
            lines = before.ledger.get(row["uid"], [])
            assert set(lines) >= {(scope, True) for scope in story.consents}


def test_every_record_belongs_to_its_report_and_every_chunk_to_its_attachment(before):
    assert {row["subject"] for row in before.records.values()} <= before.reports.keys()
    attachments = {uid for uid, row in before.records.items() if row["kind"] == "attachment"}
    assert attachments == set(before.attachments)
    assert {uid for uid, _index in before.chunks} <= attachments
    assert all(index < before.attachments[uid] for uid, index in before.chunks)


def test_a_deleted_report_is_gone_with_all_that_was_its_own(aftermath, before, after):
    for rows in (before, after):
        for story in aftermath.stories:
            if is_deleted(story, rows):
                row = rows.reports[story.writer.report]
                assert row["lookup_hash"] is row["sent_hash"] is row["reporter_public_key"] is None
                assert not rows.records_of(row["uid"])
                assert not active(rows.ledger, row["uid"])


def test_sending_again_is_never_refused_and_leaves_everything_there_once(aftermath, after):
    assert aftermath.refused == []
    for story in aftermath.stories:
        assert is_deleted(story, after) is story.is_to_be_deleted
        if not story.is_to_be_deleted:
            records = {each.sent.uid for each in story.of("report", "attachment", *MESSAGES)}
            assert set(after.records_of(story.writer.report)) == records
            assert all(is_there(deed, story, after) for deed in story.deeds)
            assert_no_line_twice(after.ledger.get(story.writer.report, []), story)
    assert {story.writer.report for story in aftermath.stories} == after.reports.keys()


def assert_no_line_twice(lines, story):
    (change,) = story.of("consent")
    scope, given = change.sent["scope"], change.sent["given"]
    says_something_new = given is not (scope in story.consents)
    expected = [(each, True) for each in story.consents] + [(scope, given)] * says_something_new
    assert lines == sorted(expected, key=lambda line: line[0])


def test_everything_opens_for_its_writer(aftermath):
    for story in aftermath.living():
        call = Call("GET", "/return/open", headers={"Authorization": story.writer.authorization})
        seen = make(aftermath.killing.site.port, call).json
        assert story.writer.read(seen["report"], RecordKind.REPORT) == story.text
        assert {
            uuid.UUID(each["uid"]): story.writer.read(each, RecordKind(each["kind"]))
            for each in seen["messages"]
        } == story.texts
        assert [each["complete"] for each in seen["attachments"]] == [True] * bool(story.photo)


def test_everything_opens_for_the_project(aftermath, after):
    for story in aftermath.living():
        opened = {
            uid: open_for_project(
                row["body"],
                row["project_wrap"],
                kind=RecordKind(row["kind"]),
                report=story.writer.report,
                record=uid,
                key=row["key_id"],
                private_key=story.writer.to.private_key,
            )
            for uid, row in after.records_of(story.writer.report).items()
        }
        assert opened[story.writer.report] == story.text
        assert opened.items() >= story.texts.items()


def test_every_photo_opens_whole(aftermath, after):
    with_photo = [story for story in aftermath.living() if story.photo]
    assert with_photo
    for story in with_photo:
        (start,) = story.of("attachment")
        chunks = [after.chunks[start.sent.uid, index] for index in range(2)]
        pieces = open_chunks(
            chunks,
            size=PHOTO_SIZE,
            content_key=story.content_key,
            report=story.writer.report,
            record=start.sent.uid,
        )
        assert b"".join(pieces) == story.photo


def test_not_even_a_crash_writes_a_moment_into_a_log(aftermath):
    site = aftermath.killing.site
    logged = (site.postgres / "log").read_text(encoding="utf-8") + "".join(site.output)
    assert not CLOCK.search(logged)


def test_a_stop_and_a_start_keep_everything(aftermath):
    site = aftermath.killing.site
    kept = stored.read(site.database)
    site.stop()
    site.start()
    assert stored.read(site.database) == kept
