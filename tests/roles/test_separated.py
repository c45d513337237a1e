"""A request sees only rows of the organisation it acts for, whatever the program asks for.

The tests remove the program's own filters: they ask PostgreSQL for every row, under the serving
role.
"""

import json
import uuid
from contextlib import contextmanager

import pytest
from as_role import as_role
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey, QuerySet
from django.test import override_settings
from emptying import empty
from fuzz.world import World
from psycopg.errors import InsufficientPrivilege

from unsilenced.cases.models import Case, SetAside
from unsilenced.people import separation
from unsilenced.people.factors import recovery_codes
from unsilenced.people.members import invitations
from unsilenced.people.models import (
    Answer,
    KeyGrant,
    Organisation,
    OrganisationKey,
    Passkey,
    RecoveryRequest,
    User,
)
from unsilenced.people.organisations import enrolment
from unsilenced.process.roles.names import Role
from unsilenced.records.models import OF_A_REPORT, Record, RecordKind
from unsilenced.reports.models import Attachment, Chunk, ClosedHour, PhotosRemoved, Quota, Report
from unsilenced.site.table_policies import OPEN, POLICIES
from unsilenced.site.table_rights import RIGHTS
from unsilenced.warnings.models import (
    CaseworkerTokens,
    MemberTokens,
    ProjectWarnings,
    PushSubscription,
    Release,
    ReleasedRecord,
    TokensIssued,
    Warning,
    WarningQuerySet,
)
from unsilenced.warnings.shared import Entry, ReleasedWarning

pytestmark = pytest.mark.postgres_version

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
DAY = "2026-11-01"


def table_of(model):
    return model._meta.db_table  # noqa: SLF001 - public, for all its underscore


def field_of(model, name):
    return model._meta.get_field(name)  # noqa: SLF001 - public


def rows_of(model):
    return model._base_manager  # noqa: SLF001 - public


def key_column_of(model):
    return model._meta.pk.column  # noqa: SLF001 - public


SEPARATED = [each for each in apps.get_models() if table_of(each) in POLICIES]


def path_to_organisation(model):
    """The shortest way from a row to its organisation by foreign keys, as a filter names it.

    It is found without any policy, so that it can judge them. None where there is none.
    """
    if model is Organisation:
        return "pk"
    ways = [(model, ())]
    while ways:
        at, steps = ways.pop(0)
        for field in at._meta.fields:  # noqa: SLF001 - public
            if isinstance(field, ForeignKey):
                to = (*steps, field.name)
                if field.related_model is Organisation:
                    return "__".join(to)
                ways.append((field.related_model, to))
    return None


def keys_of(model, project):
    """The keys of all rows of `project`, read by somebody who sees every row."""
    found = rows_of(model).filter(**{path_to_organisation(model): project.pk})
    return set(found.values_list("pk", flat=True))


def seen(model):
    """The keys of all rows of a table that can be seen."""
    return set(rows_of(model).values_list("pk", flat=True))


def everybody_knows(model):
    """What anybody may read of a table."""
    if model is Organisation:
        return seen(Organisation)
    if model in {ReleasedWarning, ReleasedRecord}:
        return seen(model)
    if model is OrganisationKey:
        return set(OrganisationKey.objects.current().values_list("pk", flat=True))
    return set()


@contextmanager
def serving():
    """A transaction under the role that serves."""
    with as_role(Role.SERVE), separation.apart():
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, modules_keyholder):
    """A world in which two projects have rows in every table."""
    with django_db_blocker.unblock():
        try:
            with override_settings(
                CONFIGURATION=modules_keyholder.named_by(settings.CONFIGURATION)
            ):
                made = World(modules_keyholder)
                fill(made)
                yield made
                made.end()
        finally:
            empty()


def fill(world):
    """Give both projects what the world leaves out."""
    for made in (world.willow, world.harbour):
        project = made.project
        ProjectWarnings.objects.get_or_create(project=project)
        TokensIssued.objects.get_or_create(project=project, day=DAY)
        PhotosRemoved.objects.create(project=project, day=DAY)
        ClosedHour.objects.create(project=project, what=Quota.REPORTS, day=DAY, hour=1, shown=False)
        enrolment.invite(project)
        invitations.make(project)
        for each in project.people.all():
            CaseworkerTokens.objects.create(user=each, day=DAY, batch=1, asked_hash=b"x")
            recovery_codes.renew(each)
            Passkey.objects.create(
                user=each, credential_id=each.pk.bytes, public_key=b"x", name="Phone"
            )
        for each in project.members.all():
            MemberTokens.objects.create(member=each, day=DAY, asked_hash=b"x")
            PushSubscription.objects.get_or_create(
                member=each, turn=9, endpoint="https://push.example", p256dh=b"x", auth=b"x"
            )
        for each in project.reports.all():
            Case.objects.get_or_create(report=each)
            SetAside.objects.get_or_create(report=each)
        for each in Attachment.objects.filter(record__organisation=project):
            Chunk.objects.create(attachment=each, index=9, sealed=b"x")
        for each in project.warnings.all():
            Entry.objects.create(warning=each, epoch="x", place=bytes(8), record=bytes(44))
            ReleasedRecord.objects.create(
                warning=each, epoch="x", place=bytes(8), record=bytes(44), since=1
            )
            ReleasedWarning.objects.get_or_create(
                warning=each, release=Release.objects.get(), defaults={"canonical": b"{}"}
            )
        RecoveryRequest.objects.get_or_create(
            organisation=project,
            defaults={
                "user": made.key.pk,
                "name": "Wanda",
                "password": "x",
                "salt": bytes(16),
                "public_key": bytes(32),
                "wrapped_private_key": bytes(63),
                "goes_on": DAY,
                "answer": Answer.NONE,
            },
        )


def test_every_table_has_a_policy_or_a_reason_why_it_has_none(db):
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == POLICIES.keys() | OPEN.keys() == RIGHTS.keys()
    assert not POLICIES.keys() & OPEN.keys()
    assert all(OPEN.values())


def test_no_open_table_leads_to_an_organisation():
    opened = [each for each in apps.get_models() if table_of(each) in OPEN]
    assert not {table_of(each) for each in opened if path_to_organisation(each)}


def test_who_acts_for_an_organisation_reads_all_of_it_and_nothing_of_another(world, subtests):
    for model in SEPARATED:
        with subtests.test(table_of(model)):
            own, theirs = (
                keys_of(model, world.willow.project),
                keys_of(model, world.harbour.project),
            )
            known = everybody_knows(model)
            assert own
            assert theirs
            with serving():
                separation.act_for(world.willow.project.pk)
                found = seen(model)
            assert own <= found
            assert found - known <= own


def test_a_connection_that_acts_for_nobody_reads_nothing(world, subtests):
    for model in SEPARATED:
        with subtests.test(table_of(model)):
            known = everybody_knows(model)
            with serving():
                assert seen(model) == known


def attempt(statement, values):
    """Return how many rows a statement touches; None where PostgreSQL does not let it.

    Nothing of it stays.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
            return cursor.rowcount
    except DatabaseError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            return None
        raise


def whole_row(model, key):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t)::text FROM {table_of(model)} t WHERE {key_column_of(model)} = %s",
            [key],
        )
        return cursor.fetchone()[0]


def test_nor_does_it_change_add_or_remove_anything_of_another(world, subtests):
    for model in SEPARATED:
        table, column = table_of(model), key_column_of(model)
        key = min(keys_of(model, world.harbour.project))
        copied = f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, %s::jsonb)).*"
        told = {
            "add": (copied, whole_row(model, key), {None}),
            "change": (
                f"UPDATE {table} SET {column} = {column} WHERE {column} = %s",
                key,
                {None, 0},
            ),
            "remove": (f"DELETE FROM {table} WHERE {column} = %s", key, {None, 0}),
        }
        for what, (statement, value, wanted) in told.items():
            with subtests.test(f"{what} {table}"), serving():
                separation.act_for(world.willow.project.pk)
                assert attempt(statement, [value]) in wanted


def test_nor_gives_it_anything_of_its_own_away(world, subtests):
    for model in SEPARATED:
        path = path_to_organisation(model)
        if path != "pk" and "__" not in path:
            column = field_of(model, path).column
            with subtests.test(table_of(model)), serving():
                separation.act_for(world.willow.project.pk)
                statement = f"UPDATE {table_of(model)} SET {column} = %s WHERE {column} = %s"
                given = [world.harbour.project.pk, world.willow.project.pk]
                assert attempt(statement, given) is None


def test_a_member_reads_what_is_theirs_and_what_was_published(world):
    kestrel = world.kestrel.id
    shown = set(Warning.objects.exclude(published_on=None).values_list("pk", flat=True))
    with serving():
        separation.act_as_member(kestrel, world.willow.project.pk)
        found = {table_of(model): seen(model) for model in SEPARATED}
    assert {str(key) for key in found["people_member"]} == {str(kestrel)}
    assert found["warnings_warning"] == shown
    nothing = ["people_user", "people_keygrant", "people_totp", "people_invitation"]
    nothing += ["records_record", "reports_chunk", "cases_case", "warnings_entry"]
    nothing += ["reports_report", "reports_consent"]
    assert [found[table] for table in nothing] == [set()] * len(nothing)


def test_a_writer_reads_their_report_and_no_other(world):
    with serving():
        separation.act_for_report(world.report.pk)
        assert seen(Report) == {world.report.pk}
        of_reports = Record.objects.filter(kind__in=OF_A_REPORT)
        assert set(of_reports.values_list("subject", flat=True)) == {world.report.pk}
        assert set(Warning.objects.values_list("report", flat=True)) == {world.report.pk}
        assert not seen(KeyGrant)


def test_what_another_organisation_says_of_a_report_its_writer_does_not_see(world):
    """A row may name a report of another organisation. Who wrote the report does not see it."""
    stranger, report = world.harbour.project, world.report.pk
    with transaction.atomic():
        said = Record.objects.create(
            uid=uuid.uuid4(),
            subject=report,
            organisation=stranger,
            kind=RecordKind.PROJECT_MESSAGE,
            body=b"x",
            day=DAY,
            position=99,
        )
        about = Warning.objects.filter(project=stranger).exclude(report=report).first()
        rows_of(Warning).filter(pk=about.pk).update(report=report)
        with serving():
            separation.act_for_report(report)
            assert world.warning in seen(Warning)
            assert about.pk not in seen(Warning)
            assert not Entry.objects.filter(warning=about.pk)
            assert not Record.objects.filter(subject=about.pk)
            assert said.pk not in seen(Record)
        transaction.set_rollback(True)


def test_nor_does_a_writer_say_anything_to_another_organisation(world):
    stranger = world.harbour.project.pk
    own = "SELECT uid FROM records_record WHERE subject = %s AND kind = 'report'"
    with serving():
        separation.act_for_report(world.report.pk)
        with connection.cursor() as cursor:
            cursor.execute(own, [world.report.pk])
            (uid,) = cursor.fetchone()
        row = json.loads(whole_row(Record, uid))
        row |= {"uid": str(uuid.uuid4()), "position": 99}
        copied = (
            "INSERT INTO records_record"
            " SELECT (jsonb_populate_record(NULL::records_record, %s::jsonb)).*"
        )
        assert attempt(copied, [json.dumps(row)]) == 1
        assert attempt(copied, [json.dumps(row | {"organisation_id": stranger})]) is None


def test_what_is_named_is_seen_and_no_more(world):
    receipt = bytes(Report.objects.get(pk=world.report.pk).lookup_hash)
    with serving():
        separation.name(receipt=receipt.hex())
        assert seen(Report) == {world.report.pk}
        assert not seen(Record)
    with serving():
        separation.name(name="amara")
        assert set(User.objects.values_list("name", flat=True)) == {"Amara"}
        assert not seen(KeyGrant)


def test_who_sends_something_to_a_project_may_hold_its_row_and_not_change_it(world):
    willow = Organisation.objects.filter(slug="willow")
    with serving():
        assert not willow.select_for_update()
    with serving():
        separation.name(addressed="willow")
        assert willow.select_for_update().get().slug == "willow"
        changed = "UPDATE people_organisation SET recovery_secret_hash = 'x' WHERE slug = %s"
        assert attempt(changed, ["willow"]) is None


@pytest.fixture
def nothing_filtered(monkeypatch):
    """The program, as if it forgot to ask for the rows of one organisation only."""
    own = QuerySet.filter

    def forgetful(rows, *conditions, **named):
        if rows.model is Report:
            named.pop("project", None)
        return own(rows, *conditions, **named)

    monkeypatch.setattr(QuerySet, "filter", forgetful)
    monkeypatch.setattr(WarningQuerySet, "of", lambda warnings, _project: warnings)


def test_where_the_program_forgets_its_filters_what_is_anothers_is_not_here(
    world, nothing_filtered
):
    theirs, own = world.theirs, str(world.report.uid)
    listed = world.inside.get("reports").json()["reports"]
    assert {each["uid"] for each in listed} == {own}
    assert world.inside.get(f"reports/{own}").status_code == 200
    assert world.inside.get(f"reports/{theirs.report.uid}").status_code == 404
    listed = world.inside.get("warnings").json()["warnings"]
    assert {each["uid"] for each in listed} == {str(world.warning), str(world.draft)}
    assert world.inside.post(f"warnings/{theirs.draft}/discard", {}).status_code == 404


def left_over():
    """What is still set about the organisation for which the last request acted."""
    with connection.cursor() as cursor:
        named = [separation.PREFIX + name for name in separation.ACTING + separation.NAMED]
        cursor.execute(
            "SELECT current_setting(name, true) FROM unnest(%s::text[]) AS name", [named]
        )
        return {value for (value,) in cursor.fetchall()} - {None, ""}


def test_nothing_is_left_for_the_next_request_on_the_connection(world, monkeypatch):
    browser, theirs = world.browser("caseworker"), world.theirs.report.uid
    assert browser.get("reports").status_code == 200
    assert not left_over()
    assert browser.get(f"reports/{theirs}").status_code == 404
    assert not left_over()
    set_before = []

    def fail(*_arguments, **_named):
        set_before.append(left_over())
        raise RuntimeError

    monkeypatch.setattr("unsilenced.cases.inbox.page", fail)
    assert browser.get("reports").status_code == 500
    assert str(world.willow.project.pk) in set_before[0]
    assert not left_over()


def set_for_the_session(**values):
    """Set something beyond the end of a transaction, as only foreign SQL would."""
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute(
                "SELECT set_config(%s, %s, false)", [separation.PREFIX + name, str(value)]
            )


@pytest.fixture
def set_before(world):
    """Somebody of the other organisation is set for the whole session."""
    names = dict.fromkeys(separation.ACTING + separation.NAMED, "")
    other = world.theirs
    set_for_the_session(
        organisation=world.harbour.project.pk,
        member=other.member.id,
        members_organisation=world.harbour.project.pk,
        report=other.report.uid,
        addressed="harbour",
    )
    yield
    set_for_the_session(**names)


def test_what_was_set_for_the_whole_session_does_not_reach_a_request(
    world, set_before, monkeypatch
):
    during = []

    def look(*_arguments, **_named):
        during.append(left_over())
        raise RuntimeError

    monkeypatch.setattr("unsilenced.cases.inbox.page", look)
    browser = world.browser("caseworker")
    assert browser.get("reports").status_code == 500
    assert during == [{str(world.willow.project.pk), str(world.amara.id)}]


def test_nor_does_it_reach_a_step_or_a_name_alone(world, set_before):
    with serving():
        separation.name(name="amara")
        assert not seen(Report)
    with as_role(Role.SERVE), separation.naming(name="amara"):
        assert not seen(Report)


def test_what_is_set_twice_in_one_transaction_holds_together(world, set_before):
    with serving():
        separation.name(name="amara")
        separation.act_for(world.willow.project.pk)
        assert set(User.objects.named("amara").values_list("name", flat=True)) == {"Amara"}
        assert keys_of(Report, world.willow.project) == seen(Report)


def test_nor_inside_a_transaction_that_goes_on(world):
    with as_role(Role.SERVE), transaction.atomic():
        with separation.apart():
            separation.act_for(world.willow.project.pk)
            assert seen(Report)
        assert not seen(Report)
