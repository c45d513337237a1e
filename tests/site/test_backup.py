"""A backup holds every sealed report, and what is restored from it opens."""

import json
import stat
import subprocess
import uuid

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from servers import older_postgres, older_programs, the_other_postgres
from site_running import run

from unsilenced.evaluating.models import SpentToken
from unsilenced.people.models import User
from unsilenced.running.postgres import embedded_postgres, programs
from unsilenced.sealing.context import Kind
from unsilenced.sealing.record import open_for_project
from unsilenced.site import backup as backups
from unsilenced.site.backup import LEAVE_OUT, BackupError, backup, restore
from unsilenced.site.samples.store import store_story
from unsilenced.site.samples.stories import STORIES
from unsilenced.warnings.models import CaseworkerTokens

SERVERS = ["postgres", "other_version"] if older_programs() else ["postgres"]
WRITTEN = ["now", "by an earlier version"] if older_programs() else []
SCHEMA = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
RECORDS = """
SELECT record.kind, report.uid, record.uid, record.key_id, record.body, record.project_wrap
FROM reports_record AS record JOIN reports_report AS report ON report.uid = record.report_id
"""


@pytest.fixture
def migrated(transactional_db):
    """The address of a database that is up to date and holds nothing."""
    return {
        key: str(value)
        for key, value in connection.get_connection_params().items()
        if key in {"dbname", "user", "host", "port"}
    }


@pytest.fixture
def first(migrated, project, caseworker):
    """The address of a database with real sealed reports."""
    people = {name: caseworker(name).user for name in ("Amara", "Joel")}
    for story in STORIES[:3]:
        store_story(story, project, people)
    return migrated


@pytest.fixture(scope="module")
def other_version(tmp_path_factory, pytestconfig):
    """The address of a PostgreSQL of another version than the tests'."""
    folder = tmp_path_factory.mktemp("other") / "postgres"
    with the_other_postgres(folder, pytestconfig) as url:
        yield url


@pytest.fixture(params=SERVERS)
def second(request):
    """The address of a second, empty database, of the same version and of another."""
    server_address = request.getfixturevalue(request.param)
    name = f"second_{uuid.uuid4().hex}"
    with psycopg.connect(server_address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {**conninfo_to_dict(server_address), "dbname": name}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def ask(database, query):
    with psycopg.connect(**database) as asked:
        return asked.execute(query).fetchall()


def contents(database):
    """Every row of every table, as text, in a steady order."""
    tables = sorted(name for (name,) in ask(database, SCHEMA))
    return {
        name: ask(database, f'SELECT row::text FROM "{name}" AS row ORDER BY 1') for name in tables
    }


def opened(database, private_key):
    """What every record says, opened with the project's key."""
    said = []
    for kind, report, record, key, body, wrap in ask(database, RECORDS):
        inside = open_for_project(
            body,
            wrap,
            kind=Kind(kind),
            report=report,
            record=record,
            key=key,
            private_key=private_key,
        )
        said.append((kind, json.loads(inside)))
    return said


def test_what_was_sealed_in_one_database_opens_in_the_one_restored_from_it(
    first, second, project, tmp_path
):
    file = tmp_path / "backup.dump"
    backup(first, file)
    restore(second, file, replace=False)
    said = opened(second, project.private_key)
    assert STORIES[0].answers.what in {inside.get("what") for _, inside in said}
    assert {kind for kind, _ in said} == {
        "report",
        "reporter-message",
        "project-message",
        "note",
        "attachment",
    }
    assert contents(second) == contents(first)


def test_a_restored_ledger_is_append_only_as_before(first, second, tmp_path):
    backup(first, tmp_path / "backup.dump")
    restore(second, tmp_path / "backup.dump", replace=False)
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        ask(second, "DELETE FROM reports_consent RETURNING id")


def test_who_is_logged_in_and_what_was_checked_today_is_left_out(
    first, second, client, project, tmp_path
):
    session = client.session
    session["canary"] = "canary"
    session.save()
    assert ask(first, "SELECT count(*) FROM django_session") == [(1,)]
    today = timezone.localdate()
    SpentToken.objects.create(day=today, nonce=b"n" * 32, use=b"u" * 32)
    user = User.objects.first()
    CaseworkerTokens.objects.create(user=user, day=today, batch=0, asked_hash=b"h" * 32)
    backup(first, tmp_path / "backup.dump")
    restore(second, tmp_path / "backup.dump", replace=False)
    assert not any(contents(second)[table] for table in LEAVE_OUT)


def test_a_backup_is_for_its_owner_alone_and_comes_whole_or_not_at_all(first, tmp_path):
    file = tmp_path / "backup.dump"
    backup(first, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    with pytest.raises(BackupError, match="pg_dump failed"):
        backup({**first, "dbname": "nowhere"}, file)
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["backup.dump"]


def test_a_database_with_a_project_is_replaced_only_on_demand(
    first, second, transactional_db, tmp_path
):
    backup(first, tmp_path / "backup.dump")
    restore(second, tmp_path / "backup.dump", replace=False)
    ask(second, "UPDATE people_project SET name = 'Changed' RETURNING id")
    with pytest.raises(BackupError, match="add --replace"):
        restore(second, tmp_path / "backup.dump", replace=False)
    assert ask(second, "SELECT name FROM people_project") == [("Changed",)]
    restore(second, tmp_path / "backup.dump", replace=True)
    assert contents(second) == contents(first)


def test_a_database_of_another_program_is_not_taken_for_empty(first, second, tmp_path):
    backup(first, tmp_path / "backup.dump")
    with psycopg.connect(**second) as other:
        other.execute("CREATE TABLE recipes (name text)")
    with pytest.raises(BackupError, match="not empty"):
        restore(second, tmp_path / "backup.dump", replace=False)
    assert ask(second, SCHEMA) == [("recipes",)]


def test_a_backup_cut_short_changes_nothing(first, second, tmp_path, monkeypatch):
    whole, short = tmp_path / "whole.dump", tmp_path / "short.dump"
    backup(first, whole)
    restore(second, whole, replace=False)
    before = contents(second)
    short.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pytest.raises(BackupError, match="pg_restore failed"):
        restore(second, short, replace=True)
    assert contents(second) == before
    # Not even if the damage is noticed only when half of it is in.
    monkeypatch.setattr(backups, "_check", lambda file: None)
    with pytest.raises(BackupError, match="Nothing was restored"):
        restore(second, short, replace=True)
    assert contents(second) == before


def test_something_else_than_a_backup_is_refused(second, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(BackupError, match="does not appear to be a valid archive"):
        restore(second, tmp_path / "letter.txt", replace=False)


def test_a_dump_of_another_program_throws_nothing_away(first, second, tmp_path):
    dump, before = tmp_path / "other.dump", contents(first)
    with psycopg.connect(**second) as other:
        other.execute("CREATE TABLE recipes (name text)")
    pg_dump = [programs() / "pg_dump", "--format=custom", f"--file={dump}"]
    subprocess.run([*pg_dump, make_conninfo(**second)], check=True)
    with pytest.raises(BackupError, match="not a backup of a site like this one"):
        restore(first, dump, replace=True)
    assert contents(first) == before


def test_a_database_without_a_project_is_not_backed_up(migrated, second, tmp_path):
    for database in (migrated, second):
        with pytest.raises(BackupError, match="this database holds no project"):
            backup(database, tmp_path / "backup.dump")
    assert not list(tmp_path.iterdir())


def test_the_commands_carry_a_project_from_one_machine_to_another(tmp_path):
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "backup.dump"
    with embedded_postgres(here / "postgres", durable=False):
        assert run(here, "migrate").returncode == 0
        assert run(here, "project", "add", "Willow Project", "--slug", "willow").returncode == 0
        assert run(here, "backup", str(file)).returncode == 0
    with embedded_postgres(there / "postgres", durable=False):
        assert run(there, "restore", str(file)).returncode == 0
        assert run(there, "project", "list").stdout == "willow\tnot set up\tWillow Project\n"


@pytest.fixture(scope="module")
def debians(tmp_path_factory):
    """The address of Debian's PostgreSQL, which has extensions that the embedded one lacks."""
    with older_postgres(tmp_path_factory.mktemp("debians") / "postgres") as url:
        yield url


@pytest.mark.parametrize("written", WRITTEN)
def test_an_extension_that_an_administrator_made_stays_where_it_is(
    written, debians, first, tmp_path, monkeypatch
):
    file = tmp_path / "backup.dump"
    here, there = (f"{name}_{uuid.uuid4().hex}" for name in ("here", "there"))
    with psycopg.connect(debians, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {here}")
        server.execute(f"CREATE DATABASE {there}")
    here, there = ({**conninfo_to_dict(debians), "dbname": name} for name in (here, there))
    backup(first, file)
    restore(here, file, replace=False)
    with psycopg.connect(**here) as administrator:
        administrator.execute("CREATE EXTENSION citext")
    if written == "by an earlier version":
        monkeypatch.setattr(backups, "EXTENSIONS", ())
    backup(here, file)
    pg_restore = [programs() / "pg_restore", "--list", file]
    listed = subprocess.run(pg_restore, check=True, capture_output=True, text=True).stdout
    assert ("EXTENSION - citext" in listed) == (written == "by an earlier version")
    restore(there, file, replace=False)
    assert contents(there) == contents(first)
    assert ask(there, "SELECT extname FROM pg_extension") == [("plpgsql",)]
