"""A backup holds every sealed report, and what is restored from it opens."""

import json
import stat
import subprocess
import uuid
from functools import partial

import psutil
import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from migrated_folder import migrated_folder
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from servers import older_postgres, older_programs
from site_running import PROGRAM, run, surroundings
from two_recipients import open_for_project

from unsilenced.demo.samples.store import store_story
from unsilenced.demo.samples.stories import STORIES
from unsilenced.evaluator.models import SpentToken
from unsilenced.people.models import User
from unsilenced.process.backups import restoring, writing
from unsilenced.process.backups.archive import BackupError
from unsilenced.process.database.versions import NewerVersionError
from unsilenced.process.postgres.embedded import embedded_postgres, programs
from unsilenced.sealing.context import RecordKind
from unsilenced.site.backup import LEAVE_OUT, SITE
from unsilenced.warnings.models import CaseworkerTokens

pytestmark = pytest.mark.postgres_version

backup = partial(writing.backup, SITE)
restore = partial(restoring.restore, SITE)

SERVERS = ["postgres", "other_version"] if older_programs() else ["postgres"]
WRITTEN = ["now", "by an earlier version"] if older_programs() else []
SCHEMA = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
RECORDS = """
SELECT record.kind, record.subject, record.uid, wrap.key_id, record.body, wrap.sealed
FROM records_record AS record JOIN records_wrap AS wrap
    ON wrap.record_id = record.uid AND wrap.recipient = 'project'
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
def other_version(tmp_path_factory, unchosen_postgres):
    """The address of a PostgreSQL of another version than the tests'."""
    folder = tmp_path_factory.mktemp("other") / "postgres"
    with unchosen_postgres(folder) as url:
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
    with psycopg.connect(**database) as asked:
        tables = sorted(name for (name,) in asked.execute(SCHEMA))
        return {
            name: asked.execute(f'SELECT row::text FROM "{name}" AS row ORDER BY 1').fetchall()
            for name in tables
        }


def opened(database, private_key):
    """What every record says, opened with the project's key."""
    said = []
    for kind, report, record, key, body, wrap in ask(database, RECORDS):
        inside = open_for_project(
            body,
            wrap,
            kind=RecordKind(kind),
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
    ask(second, "UPDATE people_organisation SET name = 'Changed' RETURNING id")
    with pytest.raises(BackupError, match="add --replace"):
        restore(second, tmp_path / "backup.dump", replace=False)
    assert ask(second, "SELECT name FROM people_organisation") == [("Changed",)]
    restore(second, tmp_path / "backup.dump", replace=True)
    assert contents(second) == contents(first)


def test_a_database_of_another_program_is_not_taken_for_empty(first, second, tmp_path):
    backup(first, tmp_path / "backup.dump")
    with psycopg.connect(**second) as other:
        other.execute("CREATE TABLE recipes (name text)")
    with pytest.raises(BackupError, match="not empty"):
        restore(second, tmp_path / "backup.dump", replace=False)
    assert ask(second, SCHEMA) == [("recipes",)]


def test_a_backup_cut_short_changes_nothing(first, second, tmp_path, subtests):
    whole = tmp_path / "whole.dump"
    backup(first, whole)
    restore(second, whole, replace=False)
    before = contents(second)
    for share in (0, 0.0001, 0.01, 0.3, 0.66, 0.9, 0.999):
        with subtests.test(share=share):
            short = tmp_path / "short.dump"
            short.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
            assert_refused_whole(second, short, "is not a whole backup")
            assert contents(second) == before
            if share >= 0.5:
                # Not even if the damage is noticed only when half of it is in.
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(restoring, "check", lambda kind, file: None)
                    assert_refused_whole(second, short, "Nothing was restored")
                assert contents(second) == before


def assert_refused_whole(database, file, words):
    with pytest.raises(BackupError, match=words):
        restore(database, file, replace=True)


@pytest.mark.parametrize("content", [b"", b"Dear all", b"PGDMP", b"-- PostgreSQL database dump\n"])
def test_something_else_than_a_backup_is_refused(second, tmp_path, content):
    (tmp_path / "letter.txt").write_bytes(content)
    with pytest.raises(BackupError, match="is not a whole backup"):
        restore(second, tmp_path / "letter.txt", replace=False)
    assert ask(second, SCHEMA) == []


def test_what_a_newer_program_made_is_refused_with_what_it_knows(first, second, tmp_path):
    newer = ("reports", "9999_of_another_year")
    backup(first, tmp_path / "old.dump")
    restore(second, tmp_path / "old.dump", replace=False)
    with psycopg.connect(**second) as made:
        made.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", newer
        )
        made.execute("CREATE TABLE of_another_year ()")
    backup(second, tmp_path / "new.dump")
    before = contents(first)
    with pytest.raises(NewerVersionError, match="reports 9999_of_another_year") as refused:
        restore(first, tmp_path / "new.dump", replace=True)
    assert "newer version" in str(refused.value)
    assert "Nothing was changed." in str(refused.value)
    assert contents(first) == before
    # The older backup takes the place of what the newer program made: so one goes back.
    restore(second, tmp_path / "old.dump", replace=True)
    assert "of_another_year" not in contents(second)


IN_THE_MIDDLE = """
CREATE SCHEMA halt;
CREATE FUNCTION halt.wait() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared(71); END $$;
CREATE EVENT TRIGGER halt ON ddl_command_end WHEN TAG IN ('CREATE INDEX')
EXECUTE FUNCTION halt.wait();
"""
"""Indexes are made after all rows are in."""


@pytest.fixture
def halted(second):
    """A database in which a restore comes to a halt when most of it is in."""
    with psycopg.connect(**second, autocommit=True) as holds:
        holds.execute(IN_THE_MIDDLE)
        holds.execute("SELECT pg_advisory_lock(71)")
        yield holds
        holds.execute("DROP EVENT TRIGGER IF EXISTS halt")
        holds.execute("DROP SCHEMA halt CASCADE")


WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def wait_until(connection, query, number):
    while connection.execute(query).fetchone() != (number,):
        pass


@pytest.mark.parametrize("killed", ["the program", "psql"])
def test_a_restore_that_is_interrupted_leaves_all_as_it_was_and_works_the_second_time(
    halted, second, first, tmp_path, killed
):
    file = tmp_path / "backup.dump"
    backup(first, file)
    before = contents(second)
    restoring_it = subprocess.Popen(
        [*PROGRAM, "restore", str(file)],
        env=surroundings(tmp_path, DATABASE_URL=make_conninfo(**second)),
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(halted, WAITS, 1)
    program = psutil.Process(restoring_it.pid)
    if killed == "the program":
        program.kill()
    else:
        (psql,) = [each for each in program.children() if each.name() == "psql"]
        psql.kill()
    halted.execute("SELECT pg_advisory_unlock_all()")
    said = restoring_it.communicate()[1]
    assert restoring_it.returncode in {1, -9}
    assert "Traceback" not in said
    wait_until(halted, OTHERS, 0)
    assert contents(second) == before
    halted.execute("DROP EVENT TRIGGER halt")
    restore(second, file, replace=False)
    assert contents(second) == contents(first)


def test_a_dump_of_another_program_throws_nothing_away(first, second, tmp_path):
    dump, before = tmp_path / "other.dump", contents(first)
    with psycopg.connect(**second) as other:
        other.execute("CREATE TABLE recipes (name text)")
    pg_dump = [programs() / "pg_dump", "--format=custom", f"--file={dump}"]
    subprocess.run([*pg_dump, make_conninfo(**second)], check=True)
    with pytest.raises(BackupError, match="is not a backup of this program"):
        restore(first, dump, replace=True)
    assert contents(first) == before


def test_a_database_without_a_project_is_not_backed_up(migrated, second, tmp_path):
    for database in (migrated, second):
        with pytest.raises(BackupError, match="this database holds no organisation"):
            backup(database, tmp_path / "backup.dump")
    assert not list(tmp_path.iterdir())


def test_the_commands_carry_a_project_from_one_machine_to_another(tmp_path):
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "backup.dump"
    migrated_folder(here)
    with embedded_postgres(here / "postgres", durable=False):
        name = ("Willow Project", "--kind", "project", "--slug", "willow")
        assert run(here, "organisation", "add", *name).returncode == 0
        assert run(here, "backup", str(file)).returncode == 0
    with embedded_postgres(there / "postgres", durable=False):
        assert run(there, "restore", str(file)).returncode == 0
        assert (
            run(there, "organisation", "list").stdout
            == "willow\tproject\tnot set up\tWillow Project\n"
        )


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
        monkeypatch.setattr(writing, "OURS", ())
    backup(here, file)
    pg_restore = [programs() / "pg_restore", "--list", file]
    listed = subprocess.run(pg_restore, check=True, capture_output=True, text=True).stdout
    assert ("EXTENSION - citext" in listed) == (written == "by an earlier version")
    restore(there, file, replace=False)
    assert contents(there) == contents(first)
    assert ask(there, "SELECT extname FROM pg_extension") == [("plpgsql",)]
