"""A folder in memory for what the tests write, where there is plenty of it.

Hundreds of tests make a database, and PostgreSQL waits for the disk at each commit. What it then
does is the same in memory: no test switches the power off.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

MEMORY = Path("/dev/shm")
PLENTY = 6 * 1024**3
"""Bytes: several times what the tests of one process leave there at a time."""

PREFIX = "unsilenced-tests-"


def folder_for_tests() -> Path:
    """Make a new folder, in memory if there is enough of it and programs may run there."""
    _remove_left()
    where = MEMORY if _is_good() else None
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=where))


def _is_good() -> bool:
    try:
        runs = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
        return runs and min(shutil.disk_usage(MEMORY).free, _available()) > PLENTY
    except OSError:
        return False


def _available() -> int:
    """Return the bytes of memory that nothing else needs (Linux)."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024
    return 0


def _remove_left() -> None:
    """Remove from memory what killed test runs left there."""
    for left in MEMORY.glob(f"{PREFIX}*"):
        maker = left.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(OSError):
            if left.stat().st_uid == os.geteuid() and not Path("/proc", maker).exists():
                shutil.rmtree(left, ignore_errors=True)
