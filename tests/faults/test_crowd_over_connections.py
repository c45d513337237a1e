"""Many who send at the same moment, each over a connection of their own to the real server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from faults import stored
from faults.calls import Call, make
from faults.running_site import RunningSite
from faults.stories import project_of
from migrated_folder import migrated_folder
from reports.writer import Writer, as_json

CONNECTIONS = 32


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    running = RunningSite(tmp_path_factory.mktemp("crowd") / "data")
    try:
        migrated_folder(running.folder)
        running.start()
        yield running
        running.stop()
    finally:
        running.end()


@pytest.fixture(scope="module")
def project(site):
    return project_of(site.invent("willow"))


def at_once(site, calls, lanes):
    """Make `calls` from so many threads that start together."""
    barrier = Barrier(lanes)

    def lane(number):
        barrier.wait()
        return [make(site.port, call) for call in calls[number::lanes]]

    with ThreadPoolExecutor(lanes) as pool:
        return [answer for answers in pool.map(lane, range(lanes)) for answer in answers]


def test_200_reports_at_once_over_32_connections_are_all_accepted_and_named_apart(site, project):
    submissions = [Writer.of(project).submission(consents=["warn"]) for _ in range(200)]
    calls = [Call.post("/report/send", as_json(each)) for each in submissions]
    answers = at_once(site, calls, CONNECTIONS)
    assert Counter(answer.status for answer in answers) == {201: 200}
    assert len({answer.json["reference"] for answer in answers}) == 200
    rows = stored.read(site.database)
    for submission in submissions:
        assert rows.records[submission.uid]["body"] == submission.body
        assert rows.ledger[submission.uid] == [("warn", True)]


@pytest.mark.parametrize("lanes", [2, 3, 5, 8])
def test_the_same_report_sent_at_the_same_moment_is_one_report(site, project, lanes):
    submission = Writer.of(project).submission(consents=["count", "full"])
    answers = at_once(site, [Call.post("/report/send", as_json(submission))] * lanes, lanes)
    assert Counter(answer.status for answer in answers) == {201: 1, 200: lanes - 1}
    assert len({answer.body for answer in answers}) == 1
    rows = stored.read(site.database)
    assert submission.uid in rows.reports
    assert sorted(rows.ledger[submission.uid]) == [("count", True), ("full", True)]
    assert set(rows.records_of(submission.uid)) == {submission.uid}


@pytest.mark.parametrize("lanes", [2, 3, 5, 8])
def test_the_same_message_sent_at_the_same_moment_is_one_message(site, project, lanes):
    writer = Writer.of(project)
    make(site.port, Call.post("/report/send", as_json(writer.submission())))
    new = writer.seal()
    own = {"Authorization": writer.authorization}
    calls = [Call.post("/return/messages", as_json(new), **own)] * lanes
    answers = at_once(site, calls, lanes)
    assert Counter(answer.status for answer in answers) == {201: 1, 200: lanes - 1}
    records = stored.read(site.database).records_of(writer.report)
    assert set(records) == {writer.report, new.uid}
