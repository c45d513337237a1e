"""The site starts as one, keeps no trace of who asks, and stops as one."""

import os
import signal
import socket
import urllib.request
from pathlib import Path

import pytest
from free_ports import free_port
from migrated_folder import migrated_folder
from site_processes import of_folder
from site_running import run, running

from unsilenced.process.postgres.embedded import embedded_postgres
from unsilenced.process.postgres.embedded import process as postgres_of

AGENT = "Canary-Agent/7.31"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with a database that is up to date."""
    made = tmp_path_factory.mktemp("data")
    return migrated_folder(made)


def part(folder, name):
    """The oldest process of one part of the site that runs on `folder`."""
    return next(
        number
        for number in sorted(of_folder(folder))
        if name in Path(f"/proc/{number}/cmdline").read_text()
    )


def test_nothing_of_who_asks_is_logged_or_written_and_sigterm_leaves_no_process(folder):
    with running(folder) as site:
        request = urllib.request.Request(f"{site.address}/", headers={"User-Agent": AGENT})
        assert urllib.request.urlopen(request).status == 200
        with socket.create_connection(("127.0.0.1", site.port)) as broken:
            broken.sendall(f"GET /canary-path HTTP/9.9\r\nUser-Agent: {AGENT}\r\n\r\n".encode())
            broken.recv(1000)
        assert of_folder(folder)
        assert site.stop(signal.SIGTERM) == 0
    assert site.output.endswith("Stopped.\n")
    assert of_folder(folder) == []
    written = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    for trace in (AGENT, "canary-path"):
        assert trace not in site.output
        assert trace.encode() not in written
    assert "127.0.0.1" not in site.output.replace("Serving on http://127.0.0.1", "", 1)


def test_when_the_pages_die_everything_stops_and_says_so(folder):
    with running(folder) as site:
        os.kill(part(folder, "serve_pages"), signal.SIGKILL)
        assert site.wait() == 1
    assert "The process for pages ended by itself (-9). All is stopped." in site.output
    assert of_folder(folder) == []


def test_when_the_jobs_die_everything_stops_and_says_so(folder):
    with running(folder) as site:
        os.kill(part(folder, "jobs.serving"), signal.SIGKILL)
        assert site.wait() == 1
    assert "The process for jobs ended by itself (-9). All is stopped." in site.output
    assert of_folder(folder) == []


def test_when_postgresql_dies_everything_stops_and_says_so(folder):
    with running(folder) as site:
        os.kill(postgres_of(folder / "postgres"), signal.SIGKILL)
        assert site.wait() == 1
    assert "PostgreSQL in" in site.output
    assert "All is stopped." in site.output


def test_after_a_kill_the_next_start_finds_all_in_order_and_ctrl_c_leaves_no_process(folder):
    with running(folder) as site:
        site.process.kill()
        # The parts hold the other ends of its output: it ends when the last of them has.
        site.wait()
    with running(folder) as site:
        assert urllib.request.urlopen(f"{site.address}/").status == 200
        assert site.stop(signal.SIGINT) == 0
    assert of_folder(folder) == []


def test_a_port_in_use_is_told_with_a_way_out(folder):
    with socket.socket() as taken:
        port = free_port()
        taken.bind(("127.0.0.1", port))
        taken.listen()
        refused = run(folder, "serve", PORT=str(port))
    assert refused.returncode == 1
    assert f"Cannot listen on 127.0.0.1, port {port}: Address already in use." in refused.stderr
    assert f"PORT={port + 1}" in refused.stderr
    assert of_folder(folder) == []


def test_a_database_that_is_not_up_to_date_is_not_served(tmp_path):
    with embedded_postgres(tmp_path / "postgres"):
        """It is made, and empty."""
    refused = run(tmp_path, "serve", PORT=str(free_port()))
    assert refused.returncode == 1
    assert "Run: unsilenced migrate" in refused.stderr
    assert of_folder(tmp_path) == []
