"""Where systemd holds the socket, a restart refuses nobody: who comes meanwhile waits.

A connection that the old process took, and of which it had read nothing when it was told to stop,
it closes without a word. The proxy then asks again, so a visitor notices nothing.
"""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

import pytest
from deploy.asking import ask as ask_proxy
from deploy.proxies import Place, needs_nginx, nginx
from fetching import ask
from migrated_folder import migrated_folder
from site_running import PROGRAM, READY, surroundings

HOST = "fernway.example"
GIVEN = 3
AS_SYSTEMD = ("bash", "-c", f'exec {GIVEN}<&"$0"; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"')


@pytest.fixture
def held():
    """A socket that listens as long as the test, whoever serves."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        yield listening


@contextmanager
def served(folder, held, *words, **settings):
    """A site that is given the socket as systemd gives it: as the descriptor 3."""
    told = surroundings(folder, PORT=str(held.getsockname()[1]), WORKERS="2", **settings)
    process = subprocess.Popen(
        [*AS_SYSTEMD, str(held.fileno()), *PROGRAM, "serve", *words],
        env=told,
        pass_fds=[held.fileno()],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.stdout.read()
        process.stdout.close()
        process.wait()


def restarted_under(visitor, folder, held, **settings):
    """What four visitors were answered who asked without a pause while a site restarted."""
    migrated_folder(folder)
    statuses, over = [], threading.Event()

    def visit():
        while not over.is_set():
            with suppress(ConnectionResetError):
                statuses.append(visitor().status)

    visitors = [threading.Thread(target=visit) for _ in range(4)]
    with served(folder, held, **settings) as first:
        assert READY in first.stdout.readline()
        for each in visitors:
            each.start()
    asked = len(statuses)
    with served(folder, held, **settings) as second:
        assert READY in second.stdout.readline()
        assert visitor().status == 200
        over.set()
        for each in visitors:
            each.join()
    assert len(statuses) >= asked + len(visitors)
    return set(statuses)


def test_nobody_is_refused_over_a_restart(tmp_path, held):
    address = f"http://127.0.0.1:{held.getsockname()[1]}/"
    assert restarted_under(lambda: ask(address), tmp_path, held) == {200}


@needs_nginx
def test_behind_a_proxy_nobody_notices_a_restart(tmp_path, held):
    place = Place(tmp_path / "proxy", "site", HOST, held.getsockname()[1])
    place.folder.mkdir()
    with nginx(place, {"rate=50r/s": "rate=9999r/s"}) as proxy:
        visitor = lambda: ask_proxy(proxy.connected(), HOST)  # noqa: E731
        settings = {"SITE_HTTPS": "yes", "SITE_HOSTS": HOST}
        assert restarted_under(visitor, tmp_path / "data", held, **settings) == {200}


def test_systemd_is_told_when_requests_are_answered(tmp_path, held):
    told = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(told))
        with served(tmp_path / "data", held, "--migrate", NOTIFY_SOCKET=str(told)):
            assert systemd.recv(100) == b"READY=1"
            assert ask(f"http://127.0.0.1:{held.getsockname()[1]}/").status == 200


def test_another_port_than_that_of_the_settings_is_told(tmp_path, held):
    migrated_folder(tmp_path)
    told = surroundings(tmp_path, PORT="1")
    ended = subprocess.run(
        [*AS_SYSTEMD, str(held.fileno()), *PROGRAM, "serve"],
        env=told,
        pass_fds=[held.fileno()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert f"systemd listens on port {held.getsockname()[1]}" in ended.stderr


def test_a_socket_that_is_another_process_s_is_left_alone():
    told = {**os.environ, "LISTEN_PID": "1", "LISTEN_FDS": "1"}
    code = "from unsilenced.process.serving.systemd import given_socket; print(given_socket())"
    looked = subprocess.run(
        [sys.executable, "-c", code], env=told, check=True, capture_output=True, text=True
    )
    assert looked.stdout == "None\n"
