"""A database that cannot hold every letter is refused by each command, with what to do."""

import json

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from site_running import run

pytestmark = pytest.mark.postgres_version

MAKE = "CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C'"


@pytest.fixture(params=["SQL_ASCII", "LATIN1"])
def other(request, postgres):
    """The address of a database with another encoding, and that encoding."""
    name = f"in_{request.param.lower()}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        version = server.info.server_version
        provider = " LOCALE_PROVIDER libc" if version >= 150000 else ""
        server.execute(MAKE.format(name=name, encoding=request.param) + provider)
    yield make_conninfo(**{**conninfo_to_dict(postgres), "dbname": name}), request.param
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_of_another_encoding_is_refused_by_every_command(other, tmp_path):
    address, encoding = other
    (tmp_path / "a.dump").touch()
    for command in (["migrate"], ["restore", str(tmp_path / "a.dump")], ["serve"]):
        refused = run(tmp_path, *command, DATABASE_URL=address)
        assert refused.returncode == 1
        assert f"is encoded as {encoding}" in refused.stderr
        assert "ENCODING 'UTF8' TEMPLATE template0" in refused.stderr
    looked = run(tmp_path, "doctor", "--json", DATABASE_URL=address)
    assert looked.returncode == 1
    assert "database-encoding" in str(json.loads(looked.stdout))
    with psycopg.connect(address) as asked:
        assert asked.execute(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'django%'"
        ).fetchone() == (0,)
