"""A database, and a backup of it, from before organisations had kinds are carried over."""

import subprocess
import sys
import uuid

import psycopg
import pytest
from django.db import connection
from last_version import before, migrate, migrate_to, tables_of
from psycopg.conninfo import make_conninfo
from site_running import run, surroundings

from unsilenced.people.models import (
    Invitation,
    KeyGrant,
    Member,
    MemberInvitation,
    Organisation,
    OrganisationKey,
    RecoveryRequest,
    User,
)
from unsilenced.people.permissions import Permission, permissions_of
from unsilenced.reports.models import Report

pytestmark = pytest.mark.postgres_version

BEFORE = before(("people", "0006_organisations"))
SAYS_PROJECT = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace
    AND conrelid::regclass::text LIKE 'people_%' AND conname LIKE '%project%'
UNION ALL
SELECT 'class', relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relname LIKE 'people_%project%'
UNION ALL
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name LIKE 'people_%'
    AND column_name LIKE '%project%'
"""
TO_THE_LAST_VERSION = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate({})
"""


@pytest.fixture
def last_version(transactional_db):
    """The models of the last version, whose tables are there."""
    with tables_of(BEFORE) as apps:
        yield apps


def says_project():
    with connection.cursor() as cursor:
        cursor.execute(SAYS_PROJECT)
        return cursor.fetchall()


class Stored:
    """What the last version had stored of a project and its people, by its own models."""

    def __init__(self, apps):
        self.apps = apps
        self.project = self.add("Project", slug="willow", name="Willow", recovery_public_key=b"r")
        self.key = self.add(
            "ProjectKey",
            id=uuid.uuid4(),
            project=self.project,
            public_key=b"k",
            recovery_envelope=b"e",
            made_on="2026-01-01",
        )
        account = {"salt": b"s", "public_key": b"p", "wrapped_private_key": b"w"}
        named = {"name": "Amara", "folded_name": "amara"}
        self.person = self.add(
            "User", **named, **account, project=self.project, joined_on="2026-01-01"
        )
        self.grant = self.add("KeyGrant", user=self.person, key=self.key, envelope=b"g")
        self.member = self.add(
            "Member",
            **account,
            id=uuid.uuid4(),
            project=self.project,
            pseudonym="Kestrel",
            folded_pseudonym="kestrel",
            settings=b"s",
            joined_on="2026-01-01",
        )
        invited = {"project": self.project, "expires_on": "2026-02-01"}
        self.invitations = [
            self.add(model, token_hash=model.encode(), **invited)
            for model in ("Invitation", "MemberInvitation")
        ]
        self.add(
            "RecoveryRequest",
            **account,
            project=self.project,
            user=uuid.uuid4(),
            name="Cleo",
            folded_name="cleo",
            goes_on="2026-02-01",
        )
        self.report = self.add(
            "Report",
            "reports",
            uid=uuid.uuid4(),
            project=self.project,
            sealed_by="browser",
            received_on="2026-01-02",
        )

    def add(self, model, app="people", **values):
        return self.apps.get_model(app, model).objects.create(**values)


def test_projects_their_people_and_their_keys_are_found_again(last_version):
    old = Stored(last_version)
    migrate()
    willow = Organisation.objects.get()
    assert (willow.pk, willow.slug, willow.kind) == (old.project.pk, "willow", "project")
    assert bytes(willow.recovery_public_key) == b"r"
    assert OrganisationKey.objects.current().get().pk == old.key.pk
    person = User.objects.get()
    assert (person.pk, person.organisation) == (old.person.pk, willow)
    assert permissions_of(person) == set(Permission)
    assert KeyGrant.objects.get(user=person).key_id == old.key.pk
    for model in (Member, Invitation, MemberInvitation, RecoveryRequest):
        assert model.objects.get().organisation == willow
    assert Report.objects.get(project=willow).pk == old.report.uid


def test_no_table_column_or_constraint_of_people_says_project(last_version):
    assert says_project()
    migrate()
    assert says_project() == []


def test_the_last_version_can_be_gone_back_to(last_version):
    old = Stored(last_version)
    migrate()
    migrate_to([("people", "0005_no_sign_counts")])
    assert last_version.get_model("people", "User").objects.get().project_id == old.project.pk
    migrate()
    assert Organisation.objects.get().slug == "willow"


def made(postgres, name):
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return make_conninfo(postgres, dbname=name)


@pytest.fixture
def old_site(postgres, tmp_path):
    """The address of a database that the last version made, with a project in it."""
    address = made(postgres, "before_kinds")
    subprocess.run(
        [sys.executable, "-c", TO_THE_LAST_VERSION.format(BEFORE)],
        env=surroundings(tmp_path, DATABASE_URL=address),
        check=True,
    )
    with psycopg.connect(address) as old:
        old.execute("INSERT INTO people_project (slug, name, invented) VALUES ('w', 'W', false)")
    return address


def test_a_backup_of_the_last_version_is_written_and_restored(postgres, old_site, tmp_path):
    file = tmp_path / "old.dump"
    written = run(tmp_path, "backup", str(file), DATABASE_URL=old_site)
    assert written.returncode == 0, written.stderr
    there = made(postgres, "after_kinds")
    restored = run(tmp_path, "restore", str(file), DATABASE_URL=there)
    assert restored.returncode == 0, restored.stderr
    listed = run(tmp_path, "organisation", "list", DATABASE_URL=there)
    assert listed.stdout == "w\tproject\tnot set up\tW\n"
    taken_for_empty = run(tmp_path, "restore", str(file), DATABASE_URL=old_site)
    assert "The database is not empty." in taken_for_empty.stderr


def test_a_database_of_the_last_version_is_brought_up_to_this_one(old_site, tmp_path):
    refused = run(tmp_path, "organisation", "list", DATABASE_URL=old_site)
    assert "unsilenced migrate" in refused.stderr
    assert run(tmp_path, "migrate", DATABASE_URL=old_site).returncode == 0
    listed = run(tmp_path, "organisation", "list", DATABASE_URL=old_site)
    assert listed.stdout == "w\tproject\tnot set up\tW\n"
