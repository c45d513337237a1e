"""A site of its own, run as an organisation runs it, that a test may kill and start again."""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from free_ports import free_port

from unsilenced.process.postgres.embedded import address, process
from unsilenced.site.configuration import SETTINGS

PROGRAM = Path(sys.executable).parent / "unsilenced"
INVENT = Path(__file__).with_name("invent.py")
PATIENCE = 120
"""Seconds after which a process that should have ended, or answered, is taken to be stuck."""

MANY = {"SENDS_A_MINUTE": "1000000", "UNOPENED_REPORTS_A_DAY": "1000000"}
"""Limits that tests of other things do not reach."""

_LOOK = 0.05


@dataclass
class RunningSite:
    """`unsilenced serve` with a data folder, a port and an embedded PostgreSQL of its own.

    PostgreSQL is as durable as in service. `output` is all that the processes have printed.
    """

    folder: Path
    settings: dict = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    output: list = field(default_factory=list)
    serving: psutil.Popen | None = None

    @property
    def postgres(self):
        return self.folder / "postgres"

    @property
    def database(self):
        return address(self.postgres)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self):
        known = {setting.name for setting in SETTINGS}
        inherited = {name: value for name, value in os.environ.items() if name not in known}
        own = {"DATA_DIR": str(self.folder), "PORT": str(self.port), **MANY}
        return {**inherited, **own, **self.settings}

    def do(self, *arguments):
        """Run one command of the program to its end, and return what it printed."""
        command = [PROGRAM, *arguments]
        return self._done(command, self.environment)

    def invent(self, *names):
        """Put an invented project with these caseworkers into the database; the site serves."""
        environment = self.environment | {"DATABASE_URL": self.database}
        return json.loads(self._done([sys.executable, INVENT, *names], environment))

    def start(self):
        """Serve, and return once connections are taken."""
        self.serving = psutil.Popen(
            [PROGRAM, "serve"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in self.serving.stdout:
            self.output.append(line)
            if line.startswith("Serving on"):
                threading.Thread(target=self._read_on, args=[self.serving.stdout]).start()
                return
        raise AssertionError(f"The site did not start:\n{''.join(self.output)}")

    def stop(self):
        """Stop as Ctrl-C does."""
        whole = self.processes()
        self.serving.terminate()
        wait_until_gone(whole)

    def processes(self):
        """The processes of the site: the first one, and those it started to answer and to work."""
        return [self.serving, *self.serving.children(recursive=True)]

    def answering(self):
        """The processes that answer requests: the one that was started first, and its workers."""
        pages = self.serving.children()[0]
        return [pages, *pages.children(recursive=True)]

    def database_processes(self):
        """The processes of PostgreSQL, its main one first."""
        number = process(self.postgres)
        if number is None:
            return []
        main = psutil.Process(number)
        return [main, *main.children()]

    def end(self):
        """Leave nothing running, whatever a test did."""
        running = self.serving is not None and self.serving.is_running()
        kill(self.processes() if running else [])
        kill(self.database_processes())

    def _read_on(self, stream):
        with stream:
            self.output.extend(stream)

    @staticmethod
    def _done(command, environment):
        done = subprocess.run(
            command, env=environment, check=False, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def kill(processes):
    """SIGKILL each process, if it is there still, and wait until all are gone."""
    for each in processes:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    wait_until_gone(processes)


def wait_until_gone(processes):
    """Wait until these processes have ended; one that only waits to be noticed has."""
    until(lambda: not any(map(_runs, processes)))


def until(condition):
    """Wait until `condition()` holds; fail where it never does."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / _LOOK)):
        if condition():
            return
        pause.wait(_LOOK)
    raise AssertionError("This should have come true long ago.")


def _runs(process):
    if isinstance(process, psutil.Popen):
        # One's own child must be waited for, or it stays as a zombie.
        return process.poll() is None
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
