"""The program run as people run it: as a process of its own, with its output kept."""

import os
import signal
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import warm_program
from free_ports import free_port
from warm_program import PATIENCE, PROGRAM

from unsilenced.keyholder.configuration import SETTINGS as KEYHOLDER_SETTINGS
from unsilenced.site.configuration import SETTINGS

READY = "(Ctrl-C stops it)"
ADD_A_PROJECT = ("organisation", "add", "W", "--kind", "project", "--slug", "w")
"""A command after which a site has something to keep."""

NAMES = frozenset(setting.name for setting in (*SETTINGS, *KEYHOLDER_SETTINGS))


def surroundings(folder: Path, **settings) -> dict[str, str]:
    """An environment with nothing set but what a test sets."""
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    return kept | {"DATA_DIR": str(folder)} | settings


def run(folder: Path, *arguments: str, **settings) -> subprocess.CompletedProcess:
    """Run a command to its end."""
    return warm_program.run(arguments, surroundings(folder, **settings), NAMES)


@contextmanager
def ended_when_stuck(process: subprocess.Popen):
    """Kill a process that does not do in time what is waited for; its output then ends."""
    bound = threading.Timer(PATIENCE, process.kill)
    bound.start()
    try:
        yield
    finally:
        bound.cancel()


@dataclass
class Running:
    """A site that serves: its process, its address, and all that it has printed."""

    process: subprocess.Popen
    port: int
    printed: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def output(self) -> str:
        return "".join(self.printed)

    def read_until(self, text: str) -> None:
        with ended_when_stuck(self.process):
            for line in self.process.stdout:
                self.printed.append(line)
                if text in line:
                    return
        raise AssertionError(f"it ended before saying {text!r}: {self.output}")

    def read_on(self) -> threading.Thread:
        self.reader = threading.Thread(target=lambda: self.printed.extend(self.process.stdout))
        self.reader.start()
        return self.reader

    def wait(self) -> int:
        """Wait until it has ended by itself, and everything it printed is read."""
        with ended_when_stuck(self.process):
            if self.reader is None:
                self.printed.extend(self.process.stdout)
            else:
                # One at a time may read.
                self.reader.join()
            return self.process.wait()

    def stop(self, by: int = signal.SIGINT) -> int:
        self.process.send_signal(by)
        return self.wait()


@contextmanager
def running(folder: Path, command: str = "serve", until: str = READY, **settings):
    """A site that serves until the test is done with it."""
    port = free_port()
    process = subprocess.Popen(
        [*PROGRAM, command],
        env=surroundings(folder, PORT=str(port), **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    site = Running(process, port)
    try:
        site.read_until(until)
        yield site
    finally:
        if process.poll() is None:
            site.stop()
        if site.reader is not None:
            site.reader.join()
        process.stdout.close()
