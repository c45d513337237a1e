"""The commands that keep copies of the site, as an administrator or a timer runs them."""

import datetime as dt
import fcntl
import resource
import signal
import subprocess

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from site_running import ADD_A_PROJECT, PROGRAM, run, surroundings

from unsilenced.process.backups import last_note
from unsilenced.process.backups.daily_files import of_day


@pytest.fixture(scope="module")
def site(postgres, tmp_path_factory):
    """A data folder and the settings of a site with one project."""
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("CREATE DATABASE kept_copies")
    folder = tmp_path_factory.mktemp("data")
    settings = {"DATABASE_URL": make_conninfo(postgres, dbname="kept_copies")}
    for command in (["migrate"], ADD_A_PROJECT):
        assert run(folder, *command, **settings).returncode == 0
    return folder, settings


def today():
    return dt.datetime.now(dt.UTC).date()


def test_a_daily_backup_is_named_by_its_day_noted_and_old_ones_go(site, tmp_path):
    folder, settings = site
    for age in (1, 30, 31, 90):
        of_day(tmp_path, today() - dt.timedelta(days=age)).write_text("earlier")
    letter = tmp_path / "letter.txt"
    letter.touch()
    begun = today()
    done = run(folder, "backup", "--into", str(tmp_path), "--keep", "30", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    noted = last_note.last(folder)
    assert noted.day in {begun, today()}
    assert noted.file == of_day(tmp_path, noted.day)
    assert noted.file.read_bytes().startswith(b"PGDMP")
    kept = {of_day(tmp_path, noted.day - dt.timedelta(days=age)).name for age in (0, 1, 30)}
    assert {file.name for file in tmp_path.iterdir()} == kept | {letter.name}


def test_a_backup_to_a_file_is_noted_too(site, tmp_path):
    folder, settings = site
    assert run(folder, "backup", str(tmp_path / "one.dump"), **settings).returncode == 0
    assert last_note.last(folder).file == tmp_path / "one.dump"


def test_a_backup_says_which_files_belong_to_it_and_whether_they_are_there(site, tmp_path):
    folder, settings = site
    keys = tmp_path / "keys.json"
    keys.touch()
    told = run(
        folder, "backup", str(tmp_path / "one.dump"), CHECK_KEYS_FILE=str(keys), **settings
    ).stdout
    assert f"{keys} (there): the keys of the private check." in told
    assert f"{folder / 'database-roles.json'} (not there)" in told
    assert f"{folder / 'secret-key'} (there)" in told
    assert "/etc/site.env" in told
    given = run(
        folder, "backup", str(tmp_path / "two.dump"), SECRET_KEY="abcdefghijklmnop" * 4, **settings
    ).stdout
    assert f"{folder / 'check-keys.json'} (not there)" in given
    assert "secret-key" not in given


def test_two_backups_to_one_file_at_once_do_not_spoil_each_other(site, tmp_path):
    folder, settings = site
    file = tmp_path / "one.dump"
    with (tmp_path / ".one.dump.part").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        refused = run(folder, "backup", str(file), **settings)
    assert refused.returncode == 1
    assert "Another backup is being written" in refused.stderr
    # What a killed one left is no hindrance.
    assert run(folder, "backup", str(file), **settings).returncode == 0
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_after_a_backup_that_failed_no_old_one_goes_and_nothing_is_noted(site, tmp_path):
    folder, settings = site
    old = of_day(tmp_path, today() - dt.timedelta(days=900))
    for each in (old, of_day(tmp_path, today() - dt.timedelta(days=800))):
        each.touch()
    before = last_note.last(folder)
    nowhere = {"DATABASE_URL": make_conninfo(settings["DATABASE_URL"], dbname="nowhere")}
    failed = run(folder, "backup", "--into", str(tmp_path), "--keep", "1", **nowhere)
    assert failed.returncode == 1
    assert old.exists()
    assert last_note.last(folder) == before


@pytest.mark.parametrize(
    "arguments",
    [[], ["a.dump", "--into", "{folder}"], ["a.dump", "--keep", "3"], ["--into", "{folder}/gone"]],
)
def test_what_is_asked_for_wrongly_is_told(site, tmp_path, arguments):
    folder, settings = site
    arguments = [each.format(folder=tmp_path) for each in arguments]
    refused = run(folder, "backup", *arguments, **settings)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["", "gone/one.dump"])
def test_a_place_that_cannot_be_written_is_named(site, tmp_path, place):
    folder, settings = site
    file = tmp_path / place
    refused = run(folder, "backup", str(file), **settings)
    assert refused.returncode in {1, 2}
    assert str(file) in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def no_room():
    """Let no file of this process and its children grow beyond 4 KiB, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_where_the_disk_has_no_room_the_earlier_file_stays_and_no_half_one(site, tmp_path):
    folder, settings = site
    file = tmp_path / "one.dump"
    file.write_text("earlier")
    failed = subprocess.run(
        [*PROGRAM, "backup", str(file)],
        env=surroundings(folder, **settings),
        preexec_fn=no_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1
    assert "Error: pg_dump failed." in failed.stderr
    assert "Traceback" not in failed.stderr
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert file.read_text() == "earlier"
