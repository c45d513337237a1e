"""A database of the last version, with rows in it, is carried over to identifiers that count
nothing."""

import uuid

import pytest
from django.db import connection
from last_version import migrate, tables_of

from unsilenced.cases.models import Case
from unsilenced.people.models import Invitation, KeyGrant, MemberInvitation
from unsilenced.records.models import Record
from unsilenced.reports import conversation
from unsilenced.reports.models import Attachment, Chunk, Consent, Report
from unsilenced.reports.routines import AGREES
from unsilenced.warnings.models import PushSubscription, ReleasedRecord, Warning
from unsilenced.warnings.shared import Entry

BEFORE = [
    ("people", "0002_members"),
    ("reports", "0004_ledger_against_the_program"),
    ("cases", "0001_initial"),
    ("warnings", "0006_entered_anew"),
]


@pytest.fixture
def last_version(transactional_db):
    """The models of the last version, whose tables are there."""
    with tables_of(BEFORE) as apps:
        yield apps


def bring_up():
    """Bring the tables up to this version, with the site's own function that reads them."""
    migrate()
    made = f"CREATE FUNCTION {AGREES.name} ({AGREES.takes}) RETURNS TABLE ({AGREES.gives})"
    with connection.cursor() as cursor:
        cursor.execute(f"{made} LANGUAGE plpgsql AS $${AGREES.body}$$")


class Stored:
    """What the last version had stored, by its own models."""

    def __init__(self, apps):
        self.apps = apps
        self.project = self.add("people", "Project", slug="willow", name="Willow")
        self.key = self.add(
            "people",
            "ProjectKey",
            id=uuid.uuid4(),
            project=self.project,
            public_key=b"k",
            recovery_envelope=b"e",
            made_on="2026-01-01",
        )
        self.person = self.add(
            "people",
            "User",
            name="Amara",
            folded_name="amara",
            project=self.project,
            salt=b"s",
            public_key=b"p",
            wrapped_private_key=b"w",
            joined_on="2026-01-01",
        )

    def add(self, app, model, **values):
        return self.apps.get_model(app, model).objects.create(**values)

    def report(self, **values):
        return self.add(
            "reports",
            "Report",
            uid=uuid.uuid4(),
            project=self.project,
            sealed_by="browser",
            received_on="2026-01-02",
            **values,
        )

    def record(self, report, kind, uid=None):
        return self.add(
            "reports",
            "Record",
            uid=uid or uuid.uuid4(),
            report=report,
            kind=kind,
            key=self.key,
            body=kind.encode(),
            project_wrap=b"w",
            day="2026-01-02",
        )


def test_everything_is_found_again_in_its_order(last_version):
    old = Stored(last_version)
    one, other = old.report(opened_on="2026-01-03"), old.report()
    kinds = ["report", "reporter-message", "note", "project-message", "reporter-message"]
    uids = {}
    for place, kind in enumerate(kinds):
        # The two conversations are written alternately.
        for report in (other, one):
            uid = report.uid if kind == "report" else uuid.uuid4()
            old.record(report, kind, uid)
            uids[report.uid, place] = uid
    photo = old.record(other, "attachment")
    file = old.add("reports", "Attachment", record=photo, chunk_count=1)
    old.add("reports", "Chunk", attachment=file, index=0, sealed=b"sealed")
    said = [("warn", True), ("count", True), ("warn", False), ("warn", True), ("count", False)]
    for scope, is_given in said:
        for report in (one, other):
            old.add(
                "reports",
                "Consent",
                report=report,
                scope=scope,
                given=is_given,
                wording="2026-11",
                day="2026-01-02",
            )
    old.add("cases", "Case", report=other, assigned_to=old.person)
    warning = old.add(
        "warnings",
        "Warning",
        uid=uuid.uuid4(),
        reference="0" * 14,
        project=old.project,
        report=one,
        composed_by=old.person,
        composed_on="2026-01-04",
        key=old.key,
    )

    bring_up()

    found = {each.uid: each for each in Report.objects.all()}
    assert found.keys() == {one.uid, other.uid}
    assert (found[one.uid].number, found[other.uid].number) == (one.number, other.number)
    for report in (one, other):
        records = Record.objects.filter(subject=report.uid).exclude(kind="attachment")
        assert [each.uid for each in records.order_by("position")] == [
            uids[report.uid, place] for place in range(len(kinds))
        ]
        for scope in ("warn", "count"):
            lines = Consent.objects.filter(report=report.uid, scope=scope).order_by("step")
            assert [line.given for line in lines] == [
                given for each, given in said if each == scope
            ]
    assert bytes(Chunk.objects.get().sealed) == b"sealed"
    assert Chunk.objects.get().attachment == Attachment.objects.get(record=photo.uid)
    assert Case.objects.get(report=other.uid).assigned_to_id == old.person.pk
    assert Warning.objects.get(pk=warning.pk).report_id == one.uid
    assert set(Report.objects.agreeing_to("warn")) == set(found.values())
    # And the tables serve: the next opened has the next number, the ledger still refuses.
    conversation.delete_everything(found[other.uid])
    third = Report.objects.create(
        uid=uuid.uuid4(), project_id=old.project.pk, received_on="2026-01-05"
    )
    assert conversation.mark_opened(third) == max(one.number, other.number) + 1


def test_what_people_did_is_found_again_under_random_identifiers(last_version):
    old = Stored(last_version)
    invitations = {
        bytes([n]): old.add(
            "people", model, project=old.project, token_hash=bytes([n]), expires_on="2026-01-09"
        )
        for n, model in enumerate(["Invitation", "Invitation", "MemberInvitation"])
    }
    grant = old.add("people", "KeyGrant", user=old.person, key=old.key, envelope=b"e")
    member = old.add(
        "people",
        "Member",
        id=uuid.uuid4(),
        project=old.project,
        pseudonym="Wren",
        folded_pseudonym="wren",
        salt=b"s",
        public_key=b"p",
        wrapped_private_key=b"w",
        settings=b"s",
        joined_on="2026-01-01",
    )
    endpoints = ["https://b.example", "https://a.example", "https://c.example"]
    for endpoint in endpoints:
        old.add(
            "warnings",
            "PushSubscription",
            member=member,
            endpoint=endpoint,
            p256dh=b"p",
            auth=b"a",
            language="en",
        )
    warning = old.add(
        "warnings",
        "Warning",
        uid=uuid.uuid4(),
        reference="0" * 14,
        project=old.project,
        report=old.report(),
        composed_by=old.person,
        composed_on="2026-01-04",
        key=old.key,
    )
    records = [bytes([n]) * 44 for n in range(5)]
    for record in records:
        entry = old.add(
            "warnings", "Entry", warning=warning, epoch="e", place=record[:8], record=record
        )
        old.add(
            "warnings",
            "ReleasedRecord",
            epoch="e",
            place=record[:8],
            record=record,
            warning=warning,
            entry=entry,
            since=1,
        )

    bring_up()

    found = [*Invitation.objects.all(), *MemberInvitation.objects.all()]
    assert {bytes(each.token_hash) for each in found} == invitations.keys()
    assert bytes(KeyGrant.objects.get(user=old.person.pk).envelope) == bytes(grant.envelope)
    browsers = PushSubscription.objects.order_by("turn")
    assert [each.endpoint for each in browsers] == endpoints
    released = ReleasedRecord.objects.select_related("entry")
    assert {bytes(each.record): bytes(each.entry.record) for each in released} == {
        record: record for record in records
    }
    assert all(isinstance(each.pk, uuid.UUID) for each in [*found, *browsers, *Entry.objects.all()])


def test_who_deleted_a_report_is_kept_though_its_words_come_to_nothing(last_version):
    old = Stored(last_version)
    day = "2026-01-03"
    theirs = old.report(deleted_on=day, lookup_hash=b"t" * 32)
    own = old.report(deleted_on=day)
    living = old.report(lookup_hash=b"l" * 32)

    bring_up()

    by_project = set(Report.objects.filter(deleted_by_project=True).values_list("pk", flat=True))
    assert by_project == {theirs.uid}
    assert [each.pk for each in Report.objects.all().deleted_by_writer()] == [own.uid]
    assert [each.pk for each in Report.objects.present()] == [living.uid]
