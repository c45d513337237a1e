"""The key holder's log is backed up and put back, and goes on where it was."""

import psycopg
import pytest
from keyholder import holding
from keyholder.releasing import after, first
from psycopg.conninfo import make_conninfo
from site_running import ADD_A_PROJECT
from site_running import run as run_site

from unsilenced.evaluator.keyring import keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.process.backups import last_note

pytestmark = pytest.mark.postgres_version

SPENT = "INSERT INTO evaluating_spenttoken (day, nonce, use) VALUES (now()::date, '\\x01', '\\x02')"


def made(postgres, name):
    return holding.made_database(postgres, name)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """The data folder of a key holder with keys."""
    folder = tmp_path_factory.mktemp("keys")
    HandOver.of(keyring()).initialise(folder / "keys.json")
    return folder


@pytest.fixture(scope="module")
def kept(postgres, keys):
    """A backup of a log with two releases, and the second of these."""
    database = made(postgres, "kept_log")
    with holding.holding(keys, KEYHOLDER_DATABASE_URL=database) as running:
        one = first(running.keys.current.public_key)
        two = after(one)
        for each in (one, two):
            assert running.log(*each.sent).status == 201
        with psycopg.connect(database) as spends:
            spends.execute(SPENT)
        file = keys / "kept.dump"
        written = holding.run(keys, "backup", str(file), KEYHOLDER_DATABASE_URL=database)
    return file, two, written


def test_a_backup_says_what_belongs_to_it_and_is_noted(keys, kept):
    file, _, written = kept
    assert (written.returncode, written.stderr) == (0, "")
    assert f"{keys / 'keys.json'} (there): the key holder's keys." in written.stdout
    assert "/etc/keys.env" in written.stdout
    assert f"{keys / 'database-roles.json'} (not there)" in written.stdout
    assert last_note.last(keys).file == file


def test_the_log_goes_on_where_the_backup_was_made(postgres, keys, kept):
    file, last, _ = kept
    database = made(postgres, "put_back")
    settings = {"KEYHOLDER_DATABASE_URL": database}
    restored = holding.run(keys, "restore", str(file), **settings)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "Restored." in restored.stdout
    listed = holding.run(keys, "log", **settings).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["1", "2"]
    with psycopg.connect(database) as asked:
        assert asked.execute("SELECT count(*) FROM evaluating_spenttoken").fetchone() == (0,)
    with (
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
        psycopg.connect(database) as tried,
    ):
        tried.execute("DELETE FROM keyholder_logentry")
    with holding.holding(keys, **settings) as running:
        assert running.log(*after(last).sent).status == 201


def test_a_log_is_replaced_only_on_demand(postgres, keys, kept):
    settings = {"KEYHOLDER_DATABASE_URL": made(postgres, "replaced")}
    file = str(kept[0])
    assert holding.run(keys, "restore", file, **settings).returncode == 0
    refused = holding.run(keys, "restore", file, **settings)
    assert refused.returncode == 1
    assert "add --replace" in refused.stderr
    assert holding.run(keys, "restore", "--replace", file, **settings).returncode == 0


def test_an_empty_log_is_not_backed_up(postgres, keys, tmp_path):
    settings = {"KEYHOLDER_DATABASE_URL": made(postgres, "empty_log")}
    assert holding.run(keys, "log", **settings).returncode == 0
    refused = holding.run(keys, "backup", "--into", str(tmp_path), **settings)
    assert refused.returncode == 1
    assert "this database holds no logged release" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_neither_site_takes_the_others_backup(postgres, keys, kept, tmp_path):
    databases = [made(postgres, name) for name in ("a_site", "no_site")]
    site, other = ({"DATABASE_URL": each} for each in databases)
    for command in (["migrate"], ADD_A_PROJECT):
        assert run_site(tmp_path, *command, **site).returncode == 0
    of_site = str(tmp_path / "site.dump")
    assert run_site(tmp_path, "backup", of_site, **site).returncode == 0
    refused = run_site(tmp_path, "restore", str(kept[0]), **other)
    assert refused.returncode == 1
    assert "is a backup of a key holder, for `unsilenced keyholder restore`" in refused.stderr
    refused = holding.run(keys, "restore", of_site, KEYHOLDER_DATABASE_URL=databases[1])
    assert refused.returncode == 1
    assert "is a backup of a site, for `unsilenced restore`" in refused.stderr
    with psycopg.connect(make_conninfo(databases[1])) as asked:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert asked.execute(query).fetchone() == (0,)
