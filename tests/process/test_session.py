"""Whatever a server, a database or the environment sets for sessions, the program sets its own."""

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from site_running import ADD_A_PROJECT, run

pytestmark = pytest.mark.postgres_version

UNUSUAL = {
    "DateStyle": "'German'",
    "IntervalStyle": "'iso_8601'",
    "search_path": "'$user'",
    "statement_timeout": "'200ms'",
    "lock_timeout": "'200ms'",
    "idle_session_timeout": "'200ms'",
    "idle_in_transaction_session_timeout": "'200ms'",
}


@pytest.fixture
def unusual(postgres):
    """The address of a database whose every session begins with settings of somebody else's."""
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS unusual WITH (FORCE)")
        server.execute("CREATE DATABASE unusual")
        for name, value in UNUSUAL.items():
            server.execute(f"ALTER DATABASE unusual SET {name} = {value}")
    return make_conninfo(**{**conninfo_to_dict(postgres), "dbname": "unusual"})


def test_a_site_works_in_a_database_with_settings_of_its_own(unusual, tmp_path):
    file = tmp_path / "backup.dump"
    for command in (
        ["migrate"],
        ADD_A_PROJECT,
        ["backup", str(file)],
        ["restore", "--replace", str(file)],
        ["organisation", "list"],
    ):
        done = run(tmp_path, *command, DATABASE_URL=unusual)
        assert (done.returncode, done.stderr) == (0, ""), command
    assert done.stdout == "w\tproject\tnot set up\tW\n"


def test_a_site_works_with_settings_from_the_environment(tmp_path):
    more = {"PGDATESTYLE": "German", "PGOPTIONS": "-c statement_timeout=200ms -c search_path=other"}
    for command in (
        ["migrate"],
        ADD_A_PROJECT,
        ["organisation", "list"],
    ):
        done = run(tmp_path, *command, **more)
        assert (done.returncode, done.stderr) == (0, ""), command
