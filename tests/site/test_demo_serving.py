"""The demo is two programs, the site and a key holder, that start and stop as one."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from free_ports import free_port
from migrated_folder import migrated_folder
from site_processes import of_folder
from site_running import run, running

from unsilenced.demo import keyholder_beside
from unsilenced.demo.keyholder_beside import beside
from unsilenced.process.postgres.embedded import process as postgres_of
from unsilenced.process.serving.processes import ServingError
from unsilenced.site.configuration import configuration

LAST_LINE = "Ctrl-C stops everything"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder, which a first start of the demo fills."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def demo(folder):
    with running(folder, "demo", until=LAST_LINE) as site:
        yield site


def answer(port, path):
    with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=60) as given:
        return json.load(given)


def part(folder, name):
    return next(
        number
        for number in sorted(of_folder(folder))
        if name in Path(f"/proc/{number}/cmdline").read_text()
    )


def test_the_demo_has_a_key_holder_with_other_keys_and_says_it_is_not_independent(folder, demo):
    key_holder = answer(demo.port + 1, "/check/keys")
    site = answer(demo.port, "/check/keys")
    assert key_holder["token"] == site["token"]
    assert key_holder["evaluation"] != site["evaluation"]
    assert f"http://localhost:{demo.port + 1}/" in demo.output
    assert "it is not independent" in demo.output
    databases = folder / "postgres", folder / "keyholder" / "postgres"
    assert len({postgres_of(each) for each in databases} - {None}) == 2
    assert demo.stop(signal.SIGINT) == 0
    assert demo.output.endswith("Stopped.\n")
    assert of_folder(folder) == []
    assert [postgres_of(each) for each in databases] == [None, None]


def test_when_the_key_holder_dies_everything_stops_and_says_so(folder, demo):
    os.kill(part(folder, "unsilenced.keyholder.beside"), signal.SIGKILL)
    assert demo.wait() == 1
    assert "The process for the key holder ended by itself (-9). All is stopped." in demo.output


def test_when_the_demo_is_killed_its_key_holder_stops_too_and_keeps_its_keys(folder):
    with running(folder, "demo", until=LAST_LINE) as site:
        before = answer(site.port + 1, "/check/keys")["evaluation"]
        site.process.kill()
        # The parts hold the other ends of its output: it ends when the last of them has.
        site.wait()
        with pytest.raises(urllib.error.URLError):
            answer(site.port + 1, "/check/keys")
    with running(folder, "demo", until=LAST_LINE) as site:
        assert answer(site.port + 1, "/check/keys")["evaluation"] == before
    assert of_folder(folder) == []


def test_a_key_holder_that_never_answers_is_not_waited_for_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(keyholder_beside, "PATIENCE", 0)
    port = free_port()
    silent = beside(configuration({"PORT": str(port), "DATA_DIR": str(tmp_path)}))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        with pytest.raises(ServingError, match="the key holder does not answer"):
            keyholder_beside.wait_for(silent, {keyholder_beside.NAME: process})
        process.kill()


def test_a_key_holders_port_in_use_is_told_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        port = free_port()
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        refused = run(tmp_path, "demo", PORT=str(port))
    assert refused.returncode == 1
    assert f"Cannot listen on 127.0.0.1, port {port + 1}" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_serving_alone_starts_no_key_holder(tmp_path):
    migrated_folder(tmp_path)
    with running(tmp_path) as site:
        with pytest.raises(urllib.error.URLError):
            answer(site.port + 1, "/check/keys")
        assert not (tmp_path / "keyholder").exists()


@pytest.mark.parametrize(
    "settings",
    [
        {"KEYHOLDER_URL": "https://keys.example", "KEYHOLDER_LOG_KEY": "A" * 43},
        {"SITE_HOSTS": "demo.example"},
        {"SITE_HTTPS": "yes"},
    ],
)
def test_with_another_key_holder_or_where_browsers_could_not_reach_ours_none_is_made(
    tmp_path, settings
):
    assert beside(configuration({"DATA_DIR": str(tmp_path), **settings})) is None
    assert list(tmp_path.iterdir()) == []


def test_the_key_holder_is_told_nothing_that_leads_to_the_sites_database(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:canary@db/site")
    key_holder = beside(configuration({"DATA_DIR": str(tmp_path), "PORT": "65535"}))
    assert not [value for value in key_holder.surroundings().values() if "canary" in value]
    assert key_holder.address.port == 65534


def test_a_key_holder_of_another_site_is_not_taken_over(tmp_path):
    settings = {"DATA_DIR": str(tmp_path), "PORT": "65535"}
    kept = beside(configuration(settings)).folder / "keys.json"
    (tmp_path / "check-keys.json").unlink()
    with pytest.raises(Exception, match="belong to another site's key holder"):
        beside(configuration(settings))
    assert kept.exists()


def test_a_reset_throws_its_log_away_and_keeps_its_keys(tmp_path):
    key_holder = beside(configuration({"DATA_DIR": str(tmp_path), "PORT": "65535"}))
    key_holder.forget()
    (key_holder.folder / "postgres").mkdir()
    key_holder.forget()
    assert [each.name for each in key_holder.folder.iterdir() if each.name[0] != "."] == [
        "keys.json"
    ]
