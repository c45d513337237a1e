"""What the last version sealed opens as before, once its tables have become one."""

import uuid

import pytest
from django.db import connection
from last_version import before, migrate, migrate_to, tables_of
from stored_records import key_of, project_wrap_of, reporter_wrap_of
from two_recipients import open_for_project, open_for_reporter, seal_record

from unsilenced.records.models import Record, Wrap
from unsilenced.reports import conversation
from unsilenced.reports.models import Attachment, Chunk, Report
from unsilenced.sealing.context import FOR_PROJECT_ALONE, RecordKind
from unsilenced.sealing.keys import generate_private_key, public_key_of
from unsilenced.warnings.models import ReviewRequest, Warning

pytestmark = pytest.mark.postgres_version

BEFORE = before(("records", "0001_one_sealed_record"))
PROJECT, REPORTER = generate_private_key(), generate_private_key()
SAYS_REPORTS = """
SELECT conname FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND conname LIKE 'reports_record%'
UNION ALL
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relname LIKE 'reports_record%'
"""


@pytest.fixture
def last_version(transactional_db):
    """The models of the last version, whose tables are there."""
    with tables_of(BEFORE) as apps:
        yield apps


class Stored:
    """What the last version had stored, by its own models, and really sealed."""

    def __init__(self, apps):
        self.apps = apps
        self.projects = [
            self.add("people", "Organisation", slug=name, name=name.title())
            for name in ("willow", "harbour")
        ]
        self.project = self.projects[0]
        self.keys = {
            project: self.add(
                "people",
                "OrganisationKey",
                id=uuid.uuid4(),
                organisation=project,
                public_key=public_key_of(PROJECT),
                recovery_envelope=b"e",
                made_on="2026-01-01",
            )
            for project in self.projects
        }
        self.person = self.add(
            "people",
            "User",
            name="Amara",
            folded_name="amara",
            organisation=self.project,
            salt=b"s",
            public_key=b"p",
            wrapped_private_key=b"w",
            joined_on="2026-01-01",
        )
        self.report = self.add(
            "reports",
            "Report",
            uid=uuid.uuid4(),
            project=self.project,
            sealed_by="browser",
            received_on="2026-01-02",
        )

    def add(self, app, model, **values):
        return self.apps.get_model(app, model).objects.create(**values)

    def sealed(self, kind, subject, record, project=None):
        """The columns of a sealed record, as its row had them."""
        key = self.keys[project or self.project]
        sealed = seal_record(
            f"what the {kind} says".encode(),
            kind=kind,
            report=subject,
            record=record,
            key=key.pk,
            project_public_key=public_key_of(PROJECT),
            reporter_public_key=None if kind in FOR_PROJECT_ALONE else public_key_of(REPORTER),
        )
        wraps = {"project_wrap": sealed.project_wrap}
        if sealed.reporter_wrap is not None:
            wraps["reporter_wrap"] = sealed.reporter_wrap
        return {"key": key, "body": sealed.body, **wraps}

    def record(self, kind, position):
        uid = self.report.uid if kind is RecordKind.REPORT else uuid.uuid4()
        return self.add(
            "reports",
            "Record",
            uid=uid,
            report=self.report,
            kind=kind,
            day=f"2026-01-0{position + 2}",
            position=position,
            **self.sealed(kind, self.report.uid, uid),
        )

    def warning(self, uid=None, **sealed):
        uid = uid or uuid.uuid4()
        return self.add(
            "warnings",
            "Warning",
            uid=uid,
            reference=uid.hex[:14],
            project=self.project,
            report=self.report,
            composed_by=self.person,
            composed_on="2026-01-04",
            **({"key": self.keys[self.project]} | sealed),
        )

    def request(self, uid, project):
        return self.add(
            "warnings",
            "ReviewRequest",
            uid=uid,
            project=project,
            day="2026-01-05",
            **self.sealed(RecordKind.REVIEW_REQUEST, uid, uid, project),
        )


def opened(record, kind, subject, uid):
    """What a record says to its project and, if it is theirs, to its writer."""
    place = {"kind": kind, "report": subject, "record": uid}
    body = bytes(record.body)
    said = open_for_project(
        body, project_wrap_of(record), key=key_of(record), private_key=PROJECT, **place
    )
    if kind not in FOR_PROJECT_ALONE:
        mine = open_for_reporter(body, reporter_wrap_of(record), private_key=REPORTER, **place)
        assert mine == said
    else:
        assert reporter_wrap_of(record) is None
    return said.decode()


KINDS = [
    RecordKind.REPORT,
    RecordKind.ATTACHMENT,
    RecordKind.REPORTER_MESSAGE,
    RecordKind.PROJECT_MESSAGE,
    RecordKind.NOTE,
]


def test_a_reports_records_are_found_in_their_order_and_open(last_version):
    old = Stored(last_version)
    sent = [old.record(kind, position) for position, kind in enumerate(KINDS)]
    photo = old.add("reports", "Attachment", record=sent[1], chunk_count=1)
    old.add("reports", "Chunk", attachment=photo, index=0, sealed=b"sealed")

    migrate()

    report = Report.objects.get()
    kept = list(report.records.order_by("position"))
    assert [(one.uid, one.kind, str(one.day)) for one in kept] == [
        (one.uid, one.kind, one.day) for one in sent
    ]
    assert {one.organisation_id for one in kept} == {old.project.pk}
    for record, kind in zip(kept, KINDS, strict=True):
        assert opened(record, kind, report.uid, record.uid) == f"what the {kind} says"
        assert key_of(record) == old.keys[old.project].pk
    assert Chunk.objects.get().attachment == Attachment.objects.get(record=sent[1].uid)
    # And the tables serve.
    conversation.delete_everything(report)
    assert not Record.objects.exists()
    assert not Wrap.objects.exists()


def test_drafts_and_requests_for_review_are_found_and_open(last_version):
    old = Stored(last_version)
    uid, asked = uuid.uuid4(), uuid.uuid4()
    old.warning(uid, **old.sealed(RecordKind.WARNING, old.report.uid, uid))
    ended = old.warning()
    requests = [old.request(asked, project) for project in old.projects]

    migrate()

    drafted = Warning.objects.get(pk=uid)
    assert opened(drafted.draft, RecordKind.WARNING, old.report.uid, uid) == "what the warning says"
    assert (drafted.draft.organisation_id, str(drafted.draft.day)) == (old.project.pk, "2026-01-04")
    assert Warning.objects.get(pk=ended.pk).draft is None
    kept = ReviewRequest.objects.select_related("record")
    assert {one.record_id for one in kept} == {one.pk for one in requests}
    for one in kept:
        said = opened(one.record, RecordKind.REVIEW_REQUEST, asked, asked)
        assert said == "what the review-request says"
        assert (one.uid, one.record.subject) == (asked, asked)
        assert one.project_id == one.record.organisation_id
        assert str(one.day) == str(one.record.day) == "2026-01-05"


def test_the_last_version_can_be_gone_back_to(last_version):
    old = Stored(last_version)
    sent = [old.record(kind, position) for position, kind in enumerate(KINDS)]
    uid, asked = uuid.uuid4(), uuid.uuid4()
    draft = old.warning(uid, **old.sealed(RecordKind.WARNING, old.report.uid, uid))
    ended, request = old.warning(), old.request(asked, old.project)
    migrate()

    migrate_to([*BEFORE, ("records", None)])

    def row(model, **asked_for):
        found = last_version.get_model(*model).objects.get(**asked_for)
        wraps = [getattr(found, name, None) for name in ("project_wrap", "reporter_wrap")]
        sealed = [part if part is None else bytes(part) for part in (found.body, *wraps)]
        return [found.pk, found.key_id, *sealed]

    for one in sent:
        wraps = [one.project_wrap, getattr(one, "reporter_wrap", None)]
        assert row(("reports", "Record"), uid=one.uid) == [one.uid, one.key_id, one.body, *wraps]
    sealed = [draft.key_id, draft.body, draft.project_wrap, None]
    assert row(("warnings", "Warning"), uid=uid) == [uid, *sealed]
    assert row(("warnings", "Warning"), uid=ended.pk)[2:] == [None] * 3
    sealed = [request.key_id, request.body, request.project_wrap, None]
    assert row(("warnings", "ReviewRequest"), uid=asked) == [request.pk, *sealed]
    migrate()
    assert Record.objects.count() == len(sent) + 2


def test_a_uid_that_somebody_chose_stops_no_upgrade(last_version):
    old = Stored(last_version)
    first, message = old.record(RecordKind.REPORT, 0), old.record(RecordKind.REPORTER_MESSAGE, 1)
    # A caseworker draws a draft's uid, and anybody a request's.
    taken = message.uid
    old.warning(taken, **old.sealed(RecordKind.WARNING, old.report.uid, taken))
    old.request(old.report.uid, old.project)

    migrate()

    report = Report.objects.get()
    assert {one.uid for one in report.records} == {first.uid, message.uid}
    assert Warning.objects.get(pk=taken).draft is None
    assert ReviewRequest.objects.get().record.subject == report.uid


def test_no_constraint_or_index_of_records_says_that_they_are_of_reports(last_version):
    def says_reports():
        with connection.cursor() as cursor:
            cursor.execute(SAYS_REPORTS)
            return cursor.fetchall()

    assert says_reports()
    migrate()
    assert says_reports() == []
