"""Backups, restores and moves over connections that PostgreSQL takes encrypted alone."""

import subprocess

import pytest
from free_ports import free_port
from local_certificate import local_certificate
from process.elsewhere import Elsewhere
from psycopg.conninfo import make_conninfo
from servers import give, older_postgres, older_programs
from site_running import ADD_A_PROJECT, PROGRAM, run, surroundings

from unsilenced.process.backups import encrypting
from unsilenced.process.postgres.embedded import PostgresError

pytestmark = pytest.mark.postgres_version

LISTENS = """
listen_addresses = '127.0.0.1'
port = {port}
ssl = on
ssl_cert_file = '{certificate}'
ssl_key_file = '{certificate}'
"""
FOR_ALL = "local all postgres trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
HOST = "database.example"


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    if older_programs() is None:
        pytest.skip("the embedded PostgreSQL has no TLS, and no other one is installed")
    made = local_certificate(tmp_path_factory.mktemp("certified"), HOST)
    made.chmod(0o600)
    give(made)
    return made


@pytest.fixture(scope="module")
def elsewhere(certified, tmp_path_factory):
    """A PostgreSQL that accepts only encrypted connections over the network."""
    folder = tmp_path_factory.mktemp("elsewhere") / "postgres"
    port = free_port()
    more = LISTENS.format(port=port, certificate=certified)
    with older_postgres(folder, more) as superuser:
        (folder / "pg_hba.conf").write_text(FOR_ALL)
        server = Elsewhere(make_conninfo(superuser, port=port))
        server.run("SELECT pg_reload_conf()")
        yield server


def over_the_network(server, certified, database):
    """The address of a new database, of which its certificate is asked for."""
    told = {"host": HOST, "hostaddr": "127.0.0.1", "sslmode": "verify-full"}
    return make_conninfo(server.given(database, "CREATEROLE"), sslrootcert=str(certified), **told)


def test_a_backup_is_made_and_restored_over_encrypted_connections(elsewhere, certified, tmp_path):
    first = {"DATABASE_URL": over_the_network(elsewhere, certified, "backed_up")}
    for command in (["migrate"], ADD_A_PROJECT):
        assert run(tmp_path, *command, **first).returncode == 0
    written = run(tmp_path, "backup", str(tmp_path / "a.dump"), **first)
    assert (written.returncode, written.stderr) == (0, "")
    other = tmp_path / "other"
    other.mkdir()
    second = {"DATABASE_URL": over_the_network(elsewhere, certified, "restored")}
    restored = run(other, "restore", str(tmp_path / "a.dump"), **second)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert run(other, "organisation", "list", **second).stdout == "w\tproject\tnot set up\tW\n"


def test_a_database_moves_over_an_encrypted_connection(elsewhere, certified, tmp_path):
    for command in (["migrate"], ADD_A_PROJECT):
        assert run(tmp_path, *command).returncode == 0
    there = over_the_network(elsewhere, certified, "moved")
    moved = subprocess.run(
        [*PROGRAM, "move"],
        env=surroundings(tmp_path),
        input=there,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (moved.returncode, moved.stderr) == (0, "")
    listed = run(tmp_path, "organisation", "list", DATABASE_URL=there)
    assert listed.stdout == "w\tproject\tnot set up\tW\n"


@pytest.mark.parametrize(
    "database",
    [
        {},
        {"host": "/srv/site/data/postgres"},
        {"host": "localhost"},
        {"host": "::1"},
        {"host": "127.0.0.1,/tmp", "sslmode": "prefer"},
        {"host": "a.example", "hostaddr": "127.0.0.9"},
    ],
)
def test_on_this_machine_nothing_is_needed(database):
    assert encrypting.encrypting(database) == {}


@pytest.mark.parametrize(
    "database",
    [
        {"host": "a.example"},
        {"host": "192.0.2.1"},
        {"host": "localhost,a.example"},
        {"host": "localhost", "hostaddr": "192.0.2.1"},
        {"host": "localhost", "sslmode": "require"},
        {"host": "/tmp", "sslmode": "verify-full"},
    ],
)
def test_where_it_cannot_be_encrypted_nothing_is_sent(database, monkeypatch):
    monkeypatch.setattr(encrypting, "_library", lambda: None)
    with pytest.raises(PostgresError, match="can encrypt a connection only on Linux"):
        encrypting.encrypting(database)
