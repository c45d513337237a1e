"""`move` brings all to another PostgreSQL, with its roles, or leaves that as empty as it was."""

import subprocess

import psycopg
import pytest
from keyholder import holding
from keyholder.releasing import first
from migrated_folder import migrated_folder
from process.elsewhere import CANARY, asking_for_passwords, statements
from servers import newest_postgres, older_postgres, older_programs
from site_running import ADD_A_PROJECT, PROGRAM, run, running, surroundings

from unsilenced.evaluator.keyring import keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.process.postgres.embedded import address, embedded_postgres

pytestmark = pytest.mark.postgres_version

SERVERS = [newest_postgres, older_postgres] if older_programs() else [newest_postgres]
TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SESSION = "INSERT INTO django_session VALUES ('canary', 'canary', now() + interval '1 day')"
NO_GRANT = """
CREATE SCHEMA halt;
CREATE FUNCTION halt.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no more'; END $$;
CREATE EVENT TRIGGER halt ON ddl_command_start WHEN TAG IN ('GRANT')
EXECUTE FUNCTION halt.refuse();
"""


@pytest.fixture(scope="module", params=SERVERS, ids=lambda server: server.__name__)
def elsewhere(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere") / "postgres"
    with request.param(folder) as superuser:
        yield asking_for_passwords(superuser, folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The data folder of a site with a project, somebody logged in, and an embedded database."""
    folder = tmp_path_factory.mktemp("made")
    migrated_folder(folder)
    assert run(folder, *ADD_A_PROJECT).returncode == 0
    with (
        embedded_postgres(folder / "postgres"),
        psycopg.connect(address(folder / "postgres")) as at,
    ):
        at.execute(SESSION)
    return folder


@pytest.fixture
def data(made):
    """The same, moved nowhere yet."""
    yield made
    (made / "postgres-moved").unlink(missing_ok=True)
    (made / "database-roles.json").unlink(missing_ok=True)


def move(folder, told, *options, **settings):
    return subprocess.run(
        [*PROGRAM, "move", *options],
        env=surroundings(folder, **settings),
        input=told,
        capture_output=True,
        text=True,
        check=False,
    )


def contents(url):
    with psycopg.connect(url) as asked:
        tables = [name for (name,) in asked.execute(TABLES).fetchall()]
        rows = 'SELECT row::text FROM "{}" AS row ORDER BY 1'
        return {name: asked.execute(rows.format(name)).fetchall() for name in tables}


def embedded_contents(folder):
    with embedded_postgres(folder / "postgres") as url:
        return contents(url)


def test_all_is_there_afterwards_and_the_embedded_one_is_used_no_more(elsewhere, data):
    there = elsewhere.given("moved_here", "CREATEROLE")
    before = embedded_contents(data)
    moved = move(data, f"{there}\n")
    assert (moved.returncode, moved.stderr) == (0, "")
    assert "Set DATABASE_URL to the address that you gave" in moved.stdout
    assert "systemctl disable --now site-postgresql" in moved.stdout
    assert CANARY not in moved.stdout
    assert contents(there) == before
    assert before["django_session"]
    listed = run(data, "organisation", "list", DATABASE_URL=there)
    assert (listed.stdout, listed.stderr) == ("w\tproject\tnot set up\tW\n", "")
    for command in (["organisation", "list"], ["database", "serve"]):
        refused = run(data, *command)
        assert refused.returncode == 1
        assert "has been moved to another PostgreSQL" in refused.stderr
    assert not list(data.glob(".moving*")) + list(data.glob("..moving*"))


def test_it_comes_back_into_an_embedded_one(elsewhere, data, tmp_path):
    there = elsewhere.given("and_back", "CREATEROLE")
    assert move(data, there).returncode == 0
    (tmp_path / "database-roles.json").write_bytes((data / "database-roles.json").read_bytes())
    back = move(tmp_path, "", "--to-embedded", DATABASE_URL=there)
    assert (back.returncode, back.stderr) == (0, "")
    assert "Take DATABASE_URL out of the settings" in back.stdout
    assert embedded_contents(tmp_path) == contents(there)
    assert run(tmp_path, "organisation", "list").stdout == "w\tproject\tnot set up\tW\n"


def test_what_an_administrator_must_run_is_told_first_and_then_it_goes_on(elsewhere, data):
    there = elsewhere.given("asked_first")
    refused = move(data, there)
    assert refused.returncode == 1
    assert "- There is no role unsilenced_asked_first_serve." in refused.stderr
    assert CANARY not in refused.stderr
    assert contents(there) == {}
    with psycopg.connect(elsewhere.superuser, dbname="asked_first") as administrator:
        administrator.execute("\n".join(statements(refused.stderr)))
    assert move(data, there).returncode == 0
    assert (
        run(data, "organisation", "list", DATABASE_URL=there).stdout
        == "w\tproject\tnot set up\tW\n"
    )


def test_what_a_killed_move_left_goes_when_the_folder_is_used_next(data):
    """It holds who is logged in, which no backup does, and what is deleted afterwards."""
    left = [data / name for name in (".moving.dump", "..moving.dump.part")]
    for each in left:
        each.write_bytes(b"all of the database")
    with running(data):
        assert not any(each.exists() for each in left)


def test_where_it_fails_in_the_end_nothing_is_there_and_the_site_goes_on_here(elsewhere, data):
    there = elsewhere.given("fails_late")
    told = move(data, there).stderr
    with psycopg.connect(elsewhere.superuser, dbname="fails_late") as administrator:
        administrator.execute("\n".join(statements(told)))
        administrator.execute(NO_GRANT)
    failed = move(data, there)
    assert failed.returncode == 1
    assert "no more" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert contents(there) == {}
    assert run(data, "organisation", "list").stdout == "w\tproject\tnot set up\tW\n"


def test_a_database_that_holds_something_is_left_alone(elsewhere, data):
    there = elsewhere.given("in_use", "CREATEROLE")
    with psycopg.connect(there) as owner:
        owner.execute("CREATE TABLE recipes ()")
    refused = move(data, there)
    assert refused.returncode == 1
    assert "The database there is not empty." in refused.stderr
    assert contents(there) == {"recipes": []}
    assert run(data, "organisation", "list").returncode == 0


def test_a_site_that_is_served_is_not_moved(elsewhere, data):
    there = elsewhere.given("while_served", "CREATEROLE")
    with running(data):
        refused = move(data, there)
    assert refused.returncode == 1
    assert "Another process serves the site of" in refused.stderr
    assert contents(there) == {}


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [
        ("", 2, "Give the address of the new PostgreSQL on standard input."),
        (f"nonsense {CANARY}", 2, "must look like postgresql://"),
        (f"postgresql://a:{CANARY}@/a?host=/nowhere", 1, "PostgreSQL does not answer there."),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(data, told, code, said):
    refused = move(data, told)
    assert refused.returncode == code
    assert said in refused.stderr
    assert CANARY not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_key_holders_log_is_moved_as_well(elsewhere, tmp_path):
    HandOver.of(keyring()).initialise(tmp_path / "keys.json")
    with holding.holding(tmp_path) as keyholder:
        one = first(keyholder.keys.current.public_key)
        assert keyholder.log(*one.sent).status == 201
    there = elsewhere.given("keys_moved", "CREATEROLE")
    moved = subprocess.run(
        [*PROGRAM, "keyholder", "move"],
        env=holding.surroundings(tmp_path),
        input=there,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (moved.returncode, moved.stderr) == (0, "")
    assert "Set KEYHOLDER_DATABASE_URL" in moved.stdout
    listed = holding.run(tmp_path, "log", KEYHOLDER_DATABASE_URL=there)
    assert listed.stdout.startswith("1\t")
