"""A key holder as it runs: a process of its own, with a database and keys of its own."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from pathlib import Path

import psycopg
from evaluator.asking import Answer
from free_ports import free_port
from site_running import PROGRAM, READY

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import Keyring
from unsilenced.keyholder.configuration import SETTINGS

SOURCE = "https://code.example/held"
EMPTY = "SET session_replication_role = replica; TRUNCATE keyholder_logentry, evaluating_spenttoken"


def surroundings(folder: Path, **settings) -> dict[str, str]:
    """An environment with nothing set of a key holder but what a test sets."""
    names = {setting.name for setting in SETTINGS} | {"DATABASE_URL", "DATA_DIR"}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return kept | {"KEYHOLDER_DATA_DIR": str(folder)} | settings


def run(folder: Path, *arguments: str, **settings) -> subprocess.CompletedProcess:
    """Run one of the key holder's commands to its end."""
    return subprocess.run(
        [*PROGRAM, "keyholder", *arguments],
        env=surroundings(folder, **settings),
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass
class RunningKeyHolder:
    """A key holder that serves: its process, its address, and all that it has printed."""

    process: subprocess.Popen
    folder: Path
    port: int
    printed: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def keys(self) -> Keyring:
        """Its secret keys, which only itself and its file hold."""
        return Keyring.of(keys_file.read(self.folder / "keys.json"))

    def answer(self, request: urllib.request.Request) -> tuple[int, Message, bytes]:
        """Ask as any program would: status, headers and body."""
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def send(self, path: str, sent: bytes | None = None) -> Answer:
        """Ask as a browser would."""
        request = urllib.request.Request(self.address + path, data=sent)
        request.add_header("Content-Type", "text/plain;charset=UTF-8")
        status, _, body = self.answer(request)
        return Answer(status, json.loads(body))

    def log(self, manifest: str, signature: str) -> Answer:
        """Have a release logged."""
        members = {"manifest": manifest, "signature": signature}
        return self.send("/check/log", json.dumps(members).encode())

    def wait(self) -> int:
        self.printed.extend(self.process.stdout)
        return self.process.wait()

    @property
    def output(self) -> str:
        return "".join(self.printed)

    def named_by(self, configuration):
        """The settings of a site, with this key holder named in them."""
        return replace(
            configuration,
            keyholder_url=self.address,
            keyholder_log_key=self.keys.signing_key,
        )


@contextmanager
def holding(folder: Path, *, until: str = READY, **settings):
    """A key holder that serves until the test is done with it."""
    port = free_port()
    process = subprocess.Popen(
        [*PROGRAM, "keyholder", "serve"],
        env=surroundings(folder, KEYHOLDER_PORT=str(port), **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = RunningKeyHolder(process, folder, port)
    try:
        for line in process.stdout:
            running.printed.append(line)
            if until in line:
                break
        else:
            raise AssertionError(f"it ended before saying {until!r}: {running.output}")
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            running.wait()
        process.stdout.close()


def made_database(url: str, name: str) -> str:
    """Make a second database on the tests' PostgreSQL; return its address.

    It takes the place of one of that name: a worker may come back to a module that it had left.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


def empty(database: str) -> None:
    """Empty the log, which nothing but a superuser's own trick can."""
    with psycopg.connect(database) as connection:
        connection.execute(EMPTY)
