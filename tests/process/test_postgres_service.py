"""`database serve` holds the embedded PostgreSQL: nobody else stops it, and it comes back."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest
from keyholder import holding
from migrated_folder import migrated_folder
from site_running import ADD_A_PROJECT, PROGRAM, READY, run, running, surroundings

from unsilenced.process.postgres.embedded import address, answers, process

USE_IT = """
import pathlib, sys
from unsilenced.process.postgres.embedded import embedded_postgres
with embedded_postgres(pathlib.Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(environment, *, group=()):
    """`database serve`, once it says that PostgreSQL is ready."""
    holder = subprocess.Popen(
        [*PROGRAM, *group, "database", "serve"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(holder, READY)
        yield holder
    finally:
        holder.terminate()
        holder.communicate()


def wait_for(holder, text):
    said = []
    for line in holder.stderr:
        said.append(line)
        if text in line:
            return "".join(said)
    raise AssertionError(f"it ended before saying {text!r}: {said}")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The data folder of a site whose database is up to date."""
    made = tmp_path_factory.mktemp("data")
    migrated_folder(made)
    assert run(made, *ADD_A_PROJECT).returncode == 0
    return made


def user_of(folder):
    return subprocess.Popen(
        [sys.executable, "-c", USE_IT, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_command_that_ends_leaves_it_running_and_sigterm_ends_it_well(data):
    folder = data / "postgres"
    with held(surroundings(data)) as holder:
        before = process(folder)
        assert run(data, "organisation", "list").returncode == 0
        assert process(folder) == before
        holder.terminate()
        assert holder.wait() == 0
    assert process(folder) is None


def test_it_is_its_holders_child_whoever_used_it_before(data):
    """As systemd ends all that a unit has begun with the unit."""
    folder = data / "postgres"
    used = user_of(folder)
    assert used.stdout.readline() == "in\n"
    before = process(folder)
    with held(surroundings(data)) as holder:
        assert process(folder) != before
        assert psutil.Process(process(folder)).ppid() == holder.pid
        used.communicate()
        assert answers(folder)


def test_a_restart_of_the_site_breaks_nobody_who_is_connected(data):
    folder = data / "postgres"
    with held(surroundings(data)), psycopg.connect(address(folder)) as at_work:
        with running(data) as site:
            for each in psutil.Process(site.process.pid).children(recursive=True):
                each.kill()
            site.process.kill()
            site.wait()
        with running(data):
            assert at_work.execute("SELECT slug FROM people_organisation").fetchone() == ("w",)


def test_when_its_server_is_killed_the_site_goes_on_with_the_next_one(data):
    folder = data / "postgres"
    with held(surroundings(data)) as holder, running(data) as site:
        parts = psutil.Process(site.process.pid).children()
        before = wait_for_jobs(folder, 0)
        os.kill(process(folder), signal.SIGKILL)
        wait_for(holder, "It is started again.")
        wait_for(holder, READY)
        assert urllib.request.urlopen(f"{site.address}/report/").status == 200
        assert psutil.Process(site.process.pid).children() == parts
        assert wait_for_jobs(folder, before) > before


def wait_for_jobs(folder, before):
    """Wait until jobs have begun after worker number `before`; a worker's number only grows."""
    with psycopg.connect(address(folder), autocommit=True) as asked:
        while True:
            (last,) = asked.execute("SELECT max(id) FROM procrastinate_workers").fetchone()
            if last is not None and last > before:
                return last


def test_who_comes_while_it_starts_waits_and_does_not_begin_another(tmp_path):
    folder = tmp_path / "postgres"
    with held(surroundings(tmp_path)) as holder:
        os.kill(process(folder), signal.SIGKILL)
        users = [user_of(folder) for _each in range(3)]
        assert [each.stdout.readline() for each in users] == ["in\n"] * 3
        assert psutil.Process(process(folder)).ppid() == holder.pid
        for each in users:
            each.communicate()
        assert answers(folder)


def test_two_that_start_it_at_the_same_moment_share_one(tmp_path):
    folder = tmp_path / "postgres"
    users = [user_of(folder) for _each in range(4)]
    assert [each.stdout.readline() for each in users] == ["in\n"] * 4
    found = process(folder)
    for each in users[1:]:
        each.communicate()
    assert process(folder) == found
    users[0].communicate()
    assert process(folder) is None


def test_a_second_holder_is_refused(data):
    with held(surroundings(data)):
        refused = run(data, "database", "serve")
        assert refused.returncode == 1
        assert "Another process serves the database in" in refused.stderr
        assert answers(data / "postgres")


@pytest.mark.parametrize("kind", ["file", "abstract"])
def test_systemd_is_told_once_it_takes_connections(data, kind, tmp_path_factory):
    name = str(tmp_path_factory.mktemp("run") / "notify")
    shown = name if kind == "file" else f"@{name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(name if kind == "file" else f"\0{name}")
        with held(surroundings(data, NOTIFY_SOCKET=shown)) as holder:
            assert systemd.recv(100) == b"READY=1"
            assert answers(data / "postgres")
            holder.terminate()
            assert systemd.recv(100) == b"STOPPING=1"
            assert holder.wait() == 0
    # What waits for systemd to start it again gives up, and starts its own.
    assert run(data, "organisation", "list").stdout == "w\tproject\tnot set up\tW\n"
    assert not (data / ".postgres-held").exists()


def test_who_comes_between_two_holders_waits_for_the_next(data, tmp_path_factory):
    folder = data / "postgres"
    name = str(tmp_path_factory.mktemp("run") / "notify")
    environment = surroundings(data, NOTIFY_SOCKET=name)
    with held(environment):
        pass
    used = user_of(folder)
    assert "Waiting for `database serve`" in used.stderr.readline()
    with held(environment) as holder:
        assert used.stdout.readline() == "in\n"
        assert psutil.Process(process(folder)).ppid() == holder.pid
        used.communicate()
    (data / ".postgres-held").unlink()


def test_where_the_database_is_elsewhere_there_is_none_to_run(tmp_path):
    refused = run(tmp_path, "database", "serve", DATABASE_URL="postgresql://site@db.example/site")
    assert refused.returncode == 2
    assert "systemctl disable --now site-postgresql" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_key_holders_is_held_as_well(tmp_path):
    folder = tmp_path / "postgres"
    with held(holding.surroundings(tmp_path), group=["keyholder"]) as holder:
        assert psutil.Process(process(folder)).ppid() == holder.pid
        holder.terminate()
        assert holder.wait() == 0
    assert process(folder) is None


def test_the_number_of_another_programs_process_is_not_taken_for_a_server(data):
    """After a power cut another process may have the number that was written down."""
    folder = data / "postgres"
    with held(surroundings(data)) as holder:
        written = (folder / "postmaster.pid").read_text()
        for each in (holder.pid, process(folder)):
            os.kill(each, signal.SIGKILL)
        holder.wait()
    number = written.splitlines()[0]
    (folder / "postmaster.pid").write_text(written.replace(number, str(os.getppid()), 1))
    assert process(folder) is None
    assert run(data, "organisation", "list").stdout == "w\tproject\tnot set up\tW\n"


def test_a_database_of_another_version_of_postgresql_is_named_with_what_to_do(tmp_path):
    folder = tmp_path / "postgres"
    folder.mkdir(parents=True)
    (folder / "PG_VERSION").write_text("17\n")
    for command in (["migrate"], ["database", "serve"]):
        refused = run(tmp_path, *command)
        assert refused.returncode == 1
        assert "was made by PostgreSQL 17, and this program brings 18." in refused.stderr
        assert "unsilenced backup FILE" in refused.stderr
    assert [each.name for each in folder.iterdir()] == ["PG_VERSION"]


def test_it_says_why_it_does_not_start(tmp_path):
    folder = tmp_path / "postgres"
    migrated_folder(tmp_path)
    (folder / "pg_hba.conf").write_text("nonsense\n")
    refused = run(tmp_path, "database", "serve")
    assert refused.returncode == 1
    assert "Error: PostgreSQL does not start in" in refused.stderr
    assert "could not load" in refused.stderr
    assert Path(folder / "log").exists()
