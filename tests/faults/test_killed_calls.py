"""Submissions and replies, each struck by SIGKILL at a line drawn at random of the work on it.

test_killed_site.py ends a whole site a few times while many send. Here over 200 calls die one by
one.
Set FAULT_SEED to the number that a failure prints, to have the same draws.
"""

import base64
import json
import os
import random
import secrets
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from faults import stored
from faults.calls import Answer, Call, session_of
from faults.running_site import RunningSite, until
from faults.stories import SCOPES, project_of
from migrated_folder import migrated_folder
from reports.writer import Writer, as_json
from two_recipients import open_for_project, open_for_reporter

from unsilenced.process.postgres.embedded import embedded_postgres
from unsilenced.sealing.context import RecordKind

DYING = Path(__file__).with_name("dying.py")
STORIES = 70
KINDS = (RecordKind.REPORT, RecordKind.REPORTER_MESSAGE, RecordKind.PROJECT_MESSAGE)
EVERY = 10
"""Of so many calls one has its process of PostgreSQL killed, the others their own process."""

TAIL = 1000
"""So many last lines of a call hold the end of its transaction and what follows it."""

NOBODY = {"at": 0, "whom": "itself"}
DONE = {200, 201}


class Answering:
    """What answers calls, in processes that die (dying.py)."""

    def __init__(self, database, environment):
        self.database = database
        self.process = subprocess.Popen(
            [sys.executable, DYING],
            env=environment | {"DATABASE_URL": database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, call, dies=NOBODY):
        """Make the call; return what it was answered, or None where its process died first."""
        with psycopg.connect(self.database, autocommit=True) as watching:
            told = self._told(call, dies)
            if told and dies["whom"] == "database" and told["lines"] >= dies["at"]:
                # PostgreSQL ends every connection, and only then starts again.
                until(lambda: not _is_open(watching))
        return told and Answer(told["status"], told["headers"], told["body"].encode())

    def lines_of(self, call):
        """Make the call, and return how many lines of Python that took."""
        return self._told(call, NOBODY)["lines"]

    def _told(self, call, dies):
        body = base64.b64encode(call.body).decode()
        members = {"method": call.method, "path": call.path, "headers": call.headers}
        self.process.stdin.write(json.dumps({**members, "body": body, "dies": dies}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def wait_for_database(self):
        until(self._database_answers)

    def _database_answers(self):
        try:
            psycopg.connect(self.database).close()
        except psycopg.OperationalError:
            return False
        return True


def _is_open(connection):
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    running = RunningSite(tmp_path_factory.mktemp("calls") / "data")
    migrated_folder(running.folder)
    with embedded_postgres(running.postgres):
        yield running


@pytest.fixture(scope="module")
def invented(site):
    return site.invent("willow", "Amara")


@pytest.fixture(scope="module")
def answering(site):
    made = Answering(site.database, site.environment)
    with made.process:
        yield made
        made.process.stdin.close()


@pytest.fixture(scope="module")
def session(answering, invented):
    return session_of(answering.ask, "Amara", invented["people"]["Amara"])


class Story:
    """One report, and what is said about it: sealed, and the calls that send it."""

    def __init__(self, project, session, chance):
        self.writer = Writer.of(project)
        self.session = session
        self.consents = [scope for scope in SCOPES if chance.random() < 0.5]
        self.texts = {kind: chance.randbytes(chance.randrange(2000)).hex() for kind in KINDS}
        self.sealed = {kind: self._seal(kind) for kind in KINDS}

    def _seal(self, kind):
        text = self.texts[kind].encode()
        if kind is RecordKind.REPORT:
            return self.writer.submission(text, consents=self.consents)
        return self.writer.seal(text, kind)

    def call(self, kind):
        members = as_json(self.sealed[kind])
        if kind is RecordKind.REPORT:
            return Call.post("/report/send", members)
        if kind is RecordKind.REPORTER_MESSAGE:
            own = {"Authorization": self.writer.authorization}
            return Call.post("/return/messages", members, **own)
        path = f"/desk/api/reports/{self.writer.report}/messages"
        return Call.post(path, members, **self.session)

    def is_whole(self, kind, rows):
        """Whether all that this call stores is stored, as it was sent; fail where a part is."""
        sent = self.sealed[kind]
        record = rows.records.get(sent.uid)
        if kind is RecordKind.REPORT:
            report = rows.reports.get(sent.uid)
            assert (report is None) is (record is None)
            lines = {(scope, True) for scope in self.consents} if report else set()
            assert set(rows.ledger.get(sent.uid, [])) == lines
        if record is None:
            return False
        for each in ("body", "project_wrap", "reporter_wrap"):
            assert record[each] == getattr(sent, each)
        return True

    def opens(self, rows):
        """Whether writer and project read every word."""
        return all(self._open(kind, rows) == [self.texts[kind].encode()] * 2 for kind in KINDS)

    def _open(self, kind, rows):
        row = rows.records[self.sealed[kind].uid]
        place = {"kind": kind, "report": self.writer.report, "record": row["uid"]}
        writer, project = self.writer.keys.private_key, self.writer.to.private_key
        return [
            open_for_reporter(row["body"], row["reporter_wrap"], private_key=writer, **place),
            open_for_project(
                row["body"],
                row["project_wrap"],
                key=row["key_id"],
                private_key=project,
                **place,
            ),
        ]


@pytest.fixture(scope="module")
def chance():
    seed = int(os.environ.get("FAULT_SEED") or secrets.randbits(32))
    print(f"FAULT_SEED={seed}")  # noqa: T201 - a failure shows it
    return random.Random(seed)


@pytest.fixture(scope="module")
def stories(invented, session, chance):
    return [Story(project_of(invented), session, chance) for _ in range(STORIES)]


@pytest.fixture(scope="module")
def lengths(answering, invented, session, chance):
    """How many lines a call of each kind takes, from one that nobody disturbs."""
    story, found = Story(project_of(invented), session, chance), {}
    for kind in KINDS:
        found[kind] = answering.lines_of(story.call(kind))
        if kind is RecordKind.REPORT:
            told = answering.ask(story.call(kind))
            assert told.status == 200
    return found


def _line(chance, length):
    """Draw the line before which a call dies: one in five is among the last, after the commit."""
    return chance.randint(1, length) if chance.random() < 0.8 else length - chance.randint(0, TAIL)


def test_200_calls_that_are_killed_are_done_whole_or_not_at_all_and_once_when_sent_again(
    answering, stories, lengths, chance
):
    ends = Counter()
    for number, (story, kind) in enumerate((each, kind) for each in stories for kind in KINDS):
        whom = "database" if number % EVERY == 0 else "itself"
        dies = {"at": _line(chance, lengths[kind]), "whom": whom}
        answer = answering.ask(story.call(kind), dies)
        answering.wait_for_database()
        confirmed = answer is not None and answer.status in DONE
        assert confirmed or answer is None or answer.status >= 500
        there = story.is_whole(kind, stored.read(answering.database))
        assert there or not confirmed, dies
        ends[whom, confirmed, there] += 1
        again = answering.ask(story.call(kind))
        assert again.status == (200 if there else 201), (dies, again)
    print(ends)  # noqa: T201
    # A call can be over before its line: calls of a kind are not all of one length.
    assert ends.total() - ends["itself", True, True] >= 200
    assert ends["itself", False, True]
    assert ends["itself", False, False]
    rows = stored.read(answering.database)
    for story in stories:
        assert {each.uid for each in story.sealed.values()} == set(
            rows.records_of(story.writer.report)
        )
        assert story.opens(rows)
