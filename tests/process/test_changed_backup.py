"""A backup that somebody changed runs nothing as the account of the site or of PostgreSQL."""

import subprocess
import uuid

import psycopg
import pytest
from migrated_folder import migrated_folder
from servers import give
from site_running import ADD_A_PROJECT, run

from unsilenced.process.backups.archive import MOST, BackupError, applied, check
from unsilenced.process.postgres.embedded import address, embedded_postgres, programs
from unsilenced.site.backup import SITE

pytestmark = pytest.mark.postgres_version

RUNS = """
CREATE FUNCTION public.evil_run() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('role', 'none', false);
    COPY (SELECT current_query()) TO PROGRAM 'cat >> {mark}';
EXCEPTION WHEN OTHERS THEN NULL;
END
$$;
CREATE FUNCTION public.evil() RETURNS {returns} LANGUAGE plpgsql {volatility} AS $$
BEGIN
    IF current_database() = 'postgres' THEN
        PERFORM public.evil_run();
    END IF;
    RETURN {value};
END
$$;
"""
"""What a thief would run: in a session of a superuser's it takes back whatever role was set."""

WHEN_READ = """
CREATE INDEX evil ON people_organisation (id) WHERE public.evil() = 1;
CREATE INDEX evil_too ON django_migrations (id) WHERE public.evil() = 1;
"""
"""PostgreSQL computes what a function says of nothing when it plans how to read the table."""

WHEN_WRITTEN = """
CREATE TRIGGER evil BEFORE INSERT ON django_migrations
    FOR EACH ROW EXECUTE FUNCTION public.evil();
DELETE FROM django_migrations WHERE app = 'site';
DROP TABLE site_jobsdone;
"""

FOREIGN = {
    "MATERIALIZED VIEW public evil": "CREATE MATERIALIZED VIEW evil AS SELECT 1",
    "VIEW public evil": "CREATE VIEW evil AS SELECT 1",
    "SCHEMA - evil": "CREATE SCHEMA evil",
    "TABLE evil": "CREATE SCHEMA evil; CREATE TABLE evil.evil ()",
    "EVENT TRIGGER - evil": """
        CREATE FUNCTION evil() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER evil ON ddl_command_end EXECUTE FUNCTION evil()
    """,
    "RULE public people_organisation": """
        CREATE RULE evil AS ON DELETE TO people_organisation DO INSTEAD NOTHING
    """,
    "PROCEDURE public evil": "CREATE PROCEDURE evil() LANGUAGE sql AS 'SELECT 1'",
    "PROCEDURAL LANGUAGE - evil": "CREATE LANGUAGE evil HANDLER plpgsql_call_handler",
    "FOREIGN DATA WRAPPER - evil": "CREATE FOREIGN DATA WRAPPER evil",
    "CAST - CAST": "CREATE CAST (text AS people_organisation) WITH INOUT",
    "BLOB": "SELECT lo_create(0)",
    "PUBLICATION - evil": "CREATE PUBLICATION evil FOR ALL TABLES",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A folder with the embedded PostgreSQL of a site that holds a project, and its backup."""
    folder = tmp_path_factory.mktemp("whole")
    migrated_folder(folder)
    with embedded_postgres(folder / "postgres", durable=False):
        assert run(folder, *ADD_A_PROJECT).returncode == 0
        assert run(folder, "backup", str(folder / "good.dump")).returncode == 0
        yield folder


@pytest.fixture
def changed(whole, tmp_path):
    """Make a backup of the site as a thief changed it."""
    at = address(whole / "postgres")

    def by(statements):
        name, file = f"changed_{uuid.uuid4().hex}", tmp_path / "changed.dump"
        with psycopg.connect(at, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
            there = at.replace("/postgres?", f"/{name}?")
            with psycopg.connect(there, autocommit=True) as thief:
                thief.execute(statements)
            pg_dump = [programs() / "pg_dump", "--format=custom", f"--file={file}", there]
            subprocess.run(pg_dump, check=True)
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        return file

    return by


EVIL = {
    "read": ({"returns": "int", "volatility": "IMMUTABLE", "value": "1"}, WHEN_READ),
    "written": ({"returns": "trigger", "volatility": "", "value": "new"}, WHEN_WRITTEN),
}


@pytest.fixture
def mark(tmp_path_factory):
    """A file that PostgreSQL's account could write."""
    folder = tmp_path_factory.mktemp("mark")
    give(folder)
    return folder / "mark"


@pytest.mark.parametrize("at", list(EVIL))
def test_what_a_changed_backup_runs_is_never_run_by_a_superuser(changed, whole, mark, tmp_path, at):
    words, when = EVIL[at]
    file = changed(RUNS.format(mark=mark, **words) + when)
    new = tmp_path / "new"
    new.mkdir()
    with embedded_postgres(new / "postgres", durable=False):
        assert run(new, "restore", str(file)).returncode in {0, 1}
        for command in (["organisation", "list"], ["backup", str(tmp_path / "a.dump")]):
            run(new, *command)
        assert not mark.exists()
        # The site's own backup takes its place, and nothing of it stays.
        good = run(new, "restore", "--replace", str(whole / "good.dump"))
        assert (good.returncode, good.stderr) == (0, "")
        assert run(new, "organisation", "list").stdout == "w\tproject\tnot set up\tW\n"
        with psycopg.connect(address(new / "postgres")) as asked:
            evil = asked.execute("SELECT count(*) FROM pg_proc WHERE proname ~ 'evil'").fetchone()
    assert evil == (0,)
    assert not mark.exists()


@pytest.mark.parametrize("kind", list(FOREIGN))
def test_what_no_backup_of_ours_holds_is_refused_by_its_name(changed, kind):
    with pytest.raises(BackupError, match=f"holds what no backup .*{kind}.* Nothing was changed"):
        check(SITE, changed(FOREIGN[kind]))


def test_a_file_that_tells_of_more_than_ours_is_not_taken_in(changed):
    many = f"""
        INSERT INTO django_migrations (app, name, applied)
        SELECT 'a', repeat('x', 200), now() FROM generate_series(1, {MOST // 200})
    """
    with pytest.raises(BackupError, match="more than any backup"):
        applied(changed(many))


WITH_A_TABLE_TOO_MANY = """
DELETE FROM django_migrations WHERE app = 'site';
"""


def test_where_it_cannot_be_brought_up_to_date_the_state_is_said(changed, whole, tmp_path):
    file = changed(WITH_A_TABLE_TOO_MANY)
    with embedded_postgres(tmp_path / "postgres", durable=False):
        failed = run(tmp_path, "restore", str(file))
        assert failed.returncode == 1
        assert f"The database now holds what {file} holds" in failed.stderr
        assert "run this command again with --replace" in failed.stderr
        again = run(tmp_path, "restore", "--replace", str(whole / "good.dump"))
        assert (again.returncode, again.stderr) == (0, "")
