"""The embedded PostgreSQL is shared by all who need it and stops with the last of them."""

import os
import signal
import stat
import subprocess
import sys

import psycopg
import pytest

from unsilenced.process.postgres.embedded import (
    MOST_LOG,
    PostgresError,
    bound_log,
    embedded_postgres,
    process,
    socket_folder,
)

USE_IT = """
import sys, pathlib
from unsilenced.process.postgres.embedded import embedded_postgres
with embedded_postgres(pathlib.Path(sys.argv[1]), durable=False):
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("data") / "postgres"


@pytest.fixture
def another(folder):
    """Another process that uses the server."""
    used = subprocess.Popen(
        [sys.executable, "-c", USE_IT, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert used.stdout.readline() == b"in\n"
    yield used
    used.kill()
    used.wait()
    used.stdin.close()
    used.stdout.close()


def answers(url):
    with psycopg.connect(url) as asked:
        return asked.execute("SELECT 1").fetchone() == (1,)


def test_it_keeps_its_data_and_stops_when_it_is_left(folder):
    with embedded_postgres(folder, durable=False) as url, psycopg.connect(url) as first:
        first.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert process(folder) is None
    with embedded_postgres(folder, durable=False) as url, psycopg.connect(url) as again:
        assert again.execute("SELECT number FROM kept").fetchone() == (7,)
    assert process(folder) is None


def test_whoever_leaves_first_does_not_stop_it_for_another(folder, another):
    with embedded_postgres(folder, durable=False) as url:
        assert answers(url)
    assert answers(url)
    another.communicate()
    assert process(folder) is None


def test_a_killed_process_counts_as_having_left(folder, another):
    with embedded_postgres(folder, durable=False):
        another.kill()
        another.wait()
    assert process(folder) is None


def test_a_killed_server_starts_again(folder):
    with embedded_postgres(folder, durable=False):
        os.kill(process(folder), signal.SIGKILL)
    with embedded_postgres(folder, durable=False) as url:
        assert answers(url)


def test_only_its_owner_can_reach_it_and_only_through_a_socket(folder):
    with embedded_postgres(folder, durable=False) as url, psycopg.connect(url) as asked:
        assert asked.execute("SHOW listen_addresses").fetchone() == ("",)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert (folder / ".s.PGSQL.5432").is_socket()


def test_what_is_confirmed_is_on_the_disk_unless_a_test_says_otherwise(tmp_path):
    with embedded_postgres(tmp_path / "postgres") as url, psycopg.connect(url) as asked:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert asked.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_a_folder_with_a_long_name_works_as_well(tmp_path):
    deep = tmp_path / ("a" * 60) / ("b" * 60) / "postgres"
    deep.parent.mkdir(parents=True)
    assert socket_folder(deep) != deep
    with embedded_postgres(deep, durable=False) as url:
        assert answers(url)
        assert stat.S_IMODE(socket_folder(deep).stat().st_mode) == 0o700


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "letter.txt").write_text("Dear all")
    with (
        pytest.raises(PostgresError, match="is in the way"),
        embedded_postgres(tmp_path / "postgres"),
    ):
        pass
    assert (tmp_path / "postgres" / "letter.txt").read_text() == "Dear all"


def test_its_log_is_emptied_where_it_has_grown_and_goes_on(tmp_path):
    folder = tmp_path / "postgres"
    with embedded_postgres(folder, durable=False) as url:
        log = folder / "log"
        log.write_bytes(log.read_bytes() + b"x" * (MOST_LOG + 1))
        bound_log(folder)
        assert log.read_bytes() == b""
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url.replace("/postgres?", "/nowhere?"))
        told = log.read_bytes()
        assert told == b'FATAL:  database "nowhere" does not exist\n'
        bound_log(folder)
        assert log.read_bytes() == told
    bound_log(tmp_path / "nothing")
