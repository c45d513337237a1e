"""An older program leaves a newer one's database alone, whatever it is asked to do."""

import json

import psycopg
import pytest
from free_ports import free_port
from keyholder import holding
from psycopg.conninfo import make_conninfo
from site_running import ADD_A_PROJECT, run

from unsilenced.evaluator.keyring import keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.process.database.versions import brought, unknown

pytestmark = pytest.mark.postgres_version

NEWER = "INSERT INTO django_migrations (app, name, applied) VALUES ('{}', '9999_next', now())"
ROWS = "SELECT count(*) FROM django_migrations"


def made(postgres, name):
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return make_conninfo(postgres, dbname=name)


def test_this_programs_own_migrations_are_known_and_others_are_not():
    assert ("reports", "0001_initial") in brought()
    found = [("reports", "0001_initial"), ("records", "0001_initial"), ("reports", "9999_next")]
    assert unknown(found) == [("records", "0001_initial"), ("reports", "9999_next")]


@pytest.fixture(scope="module")
def site(postgres, tmp_path_factory):
    """A site whose database a newer program has brought up to date, and a backup from before."""
    folder, address = tmp_path_factory.mktemp("site"), made(postgres, "newer_site")
    settings = {"DATABASE_URL": address, "PORT": str(free_port())}
    commands = (
        ["migrate"],
        ADD_A_PROJECT,
        ["backup", folder / "old.dump"],
    )
    for command in commands:
        assert run(folder, *map(str, command), **settings).returncode == 0
    with psycopg.connect(address) as newer:
        newer.execute(NEWER.format("reports"))
    return folder, settings


@pytest.mark.parametrize(
    "command", [["serve"], ["migrate"], ["organisation", "list"], ["invite", "w"], ["digest"]]
)
def test_every_command_refuses_it_and_says_what_to_do(site, command):
    folder, settings = site
    refused = run(folder, *command, **settings)
    assert refused.returncode == 1
    assert "made by a newer version of this program: it knows reports 9999_next" in refused.stderr
    assert "Install that version" in refused.stderr
    assert "`restore --replace FILE`" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_backup_of_it_is_written_with_a_warning_and_not_restored_here(site, tmp_path):
    folder, settings = site
    file = str(tmp_path / "new.dump")
    written = run(folder, "backup", file, **settings)
    assert written.returncode == 0
    assert "Only that version, or a later one, can restore this backup." in written.stderr
    refused = run(folder, "restore", "--replace", file, **settings)
    assert refused.returncode == 1
    assert "made by a newer version of this program: it knows reports 9999_next" in refused.stderr
    with psycopg.connect(settings["DATABASE_URL"]) as asked:
        assert asked.execute(f"{ROWS} WHERE name = '9999_next'").fetchone() == (1,)


def test_an_older_backup_takes_its_place_and_then_it_serves_again(postgres, site):
    folder, settings = site
    address = made(postgres, "gone_back")
    there = settings | {"DATABASE_URL": address}
    for command in (["restore", str(folder / "old.dump")], ["organisation", "list"]):
        assert run(folder, *command, **there).returncode == 0
    with psycopg.connect(address) as newer:
        newer.execute(NEWER.format("reports"))
    assert run(folder, "organisation", "list", **there).returncode == 1
    back = run(folder, "restore", "--replace", str(folder / "old.dump"), **there)
    assert (back.returncode, back.stderr) == (0, "")
    assert run(folder, "organisation", "list", **there).stdout == "w\tproject\tnot set up\tW\n"


def test_so_does_the_key_holders(postgres, tmp_path):
    address = made(postgres, "newer_keys")
    HandOver.of(keyring()).initialise(tmp_path / "keys.json")
    settings = {"KEYHOLDER_DATABASE_URL": address, "KEYHOLDER_PORT": str(free_port())}
    assert holding.run(tmp_path, "log", **settings).returncode == 0
    with psycopg.connect(address) as newer:
        newer.execute(NEWER.format("keyholder"))
    for command in (["serve"], ["log"]):
        refused = holding.run(tmp_path, *command, **settings)
        assert refused.returncode == 1
        assert "newer version of this program: it knows keyholder 9999_next" in refused.stderr
    assert json.loads((tmp_path / "keys.json").read_text())["v"] == 1
