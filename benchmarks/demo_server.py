"""A demonstration server of its own, in a temporary folder, for one benchmark."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The tests' ports are kept from each other, and so from a benchmark that runs beside them.
sys.path.append(str(Path(__file__).parents[1] / "tests"))

from free_ports import free_port

PROGRAM = Path(sys.executable).parent / "unsilenced"
PATIENCE = 120


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise SystemExit("The demonstration server did not start; run script/setup, then again.")


@contextmanager
def demo_server() -> Iterator[int]:
    """Run `unsilenced demo` on invented data; yield its port; stop it and remove the data."""
    with tempfile.TemporaryDirectory() as folder, demo_server_in(Path(folder) / "data") as port:
        yield port


@contextmanager
def demo_server_in(data: Path) -> Iterator[int]:
    """Run `unsilenced demo` on invented data in a folder; yield its port; stop it."""
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "DATA_DIR": str(data),
        "PORT": str(port),
        # What is measured is the server, not how it turns a flood away.
        "SENDS_A_MINUTE": "1000000",
        "UNOPENED_REPORTS_A_DAY": "1000000",
    }
    process = subprocess.Popen(
        [PROGRAM, "demo"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/", process)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
