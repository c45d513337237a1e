"""A pooler in transaction mode is refused before anything is done; one in session mode is not."""

import tempfile
from pathlib import Path

import psycopg
import pytest
from keyholder.holding import made_database
from process.pooling import pooler
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from site_running import run

pytestmark = pytest.mark.postgres_version


@pytest.fixture(params=[True, False], ids=["transaction", "session"])
def pooled(request, postgres):
    """A database's address through a pooler, its own, and whether the pooler is to be refused."""
    direct = made_database(postgres, f"pooled_{'transaction' if request.param else 'session'}")
    server = Path(conninfo_to_dict(postgres)["host"], ".s.PGSQL.5432")
    # A socket's path must be short.
    with (
        tempfile.TemporaryDirectory() as folder,
        pooler(Path(folder), str(server), by_transaction=request.param) as host,
    ):
        yield make_conninfo(direct, host=host), direct, request.param


def tables(address):
    with psycopg.connect(address) as connection:
        return connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()


def test_through_a_pooler_the_program_works_or_is_refused_at_once(pooled, tmp_path):
    address, direct, is_refused = pooled
    migrated = run(tmp_path, "migrate", DATABASE_URL=address)
    if not is_refused:
        assert (migrated.returncode, migrated.stderr) == (0, "")
        return
    file = tmp_path / "backup.dump"
    file.touch()
    for command in (["migrate"], ["restore", str(file)], ["serve"], ["invite", "willow"]):
        refused = run(tmp_path, *command, DATABASE_URL=address)
        assert refused.returncode == 1
        assert "a pooler in transaction mode" in refused.stderr
        assert "PgBouncer: pool_mode = session" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert tables(direct) == []
