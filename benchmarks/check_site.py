"""A site with a key holder beside it, in a temporary folder, for one benchmark of the check."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo_server import free_port

from unsilenced.demo import keyholder_beside
from unsilenced.evaluator.keyring import Keyring
from unsilenced.process.django_site import migrate
from unsilenced.site.configuration import configuration
from unsilenced.site.prepared import SITE


@dataclass(frozen=True)
class CheckSite:
    """What runs: where the site's PostgreSQL is, and the key holder with its secret keys."""

    postgres: Path
    keyholder_url: str
    keyholder: Keyring
    keyholder_process: int
    keyholder_postgres: Path


@contextmanager
def check_site(keyholder_core: int | None = None) -> Iterator[CheckSite]:
    """Run PostgreSQL for the site and a key holder as a program of its own; set Django up.

    The key holder and its PostgreSQL can be kept on one core.
    """
    with tempfile.TemporaryDirectory(prefix="unsilenced-benchmark-") as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("KEYHOLDER_URL", None)
        os.environ.update({"DATA_DIR": f"{folder}/data", "PORT": str(free_port())})
        set_up = configuration()
        beside = keyholder_beside.beside(set_up)
        if beside is None:
            raise SystemExit("SITE_HOSTS must begin with a name of this machine.")
        beside.tell_the_site()
        with SITE.database(set_up, makes=True) as postgres, on_core(keyholder_core) as back:
            migrate()
            with keyholder_beside.started(beside) as process:
                keyholder_beside.wait_for(beside, process)
                back()
                started = process[keyholder_beside.NAME].pid
                database = beside.folder / "postgres"
                yield CheckSite(postgres, beside.url, beside.keys, started, database)


def server_of(folder: Path) -> int:
    """The process of the PostgreSQL on `folder`."""
    return int((folder / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])


def family(process: int) -> list[int]:
    """A process and all that it has started."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    children = (int(each) for file in listed for each in file.read_text(encoding="ascii").split())
    return [process, *(each for child in children for each in family(child))]


def cpu_seconds(process: int) -> float:
    """The processor seconds that a process and all that it has started have had."""
    ticks = 0
    for each in family(process):
        fields = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def on_core(core: int | None) -> Iterator:
    """Have what starts run on one core, until the function that is given is called."""
    cores = os.sched_getaffinity(0)

    def back() -> None:
        os.sched_setaffinity(0, cores)

    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield back
    finally:
        back()


@contextmanager
def saying(what: str) -> Iterator[None]:
    """Say on standard error, every few seconds, that something is still being done."""
    over = threading.Event()
    start = time.monotonic()

    def say() -> None:
        while not over.wait(5):
            print(f"{what}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)

    teller = threading.Thread(target=say, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
