"""Ports for the processes that tests and benchmarks start, which nothing else takes first.

A server takes a while to listen. Until it does, another run might find the same port free, so a
port is kept by a lock on a file that all runs on this machine know, as long as this process lives.
"""

import fcntl
import itertools
import os
import socket
import tempfile
from pathlib import Path

FIRST, LAST = 10_000, 32_000
"""Below the ports that systems give to outgoing connections (RFC 6056, section 2): a browser's
or PostgreSQL's client takes one of those at any moment."""

# One folder for each account: another's files cannot be locked.
_KEPT = Path(tempfile.gettempdir()) / f"unsilenced-ports-{os.getuid()}"
_COUNT = (LAST - FIRST) // 2
# Where runs begin at different ports, none has to try those that another keeps.
_PAIRS = itertools.count(os.getpid() * 64)
_locks: list[int] = []


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on; nor on the next, which a demo gives to its key holder."""
    for pair in itertools.islice(_PAIRS, _COUNT):
        port = FIRST + pair % _COUNT * 2
        if _is_kept(port) and is_free(port) and is_free(port + 1):
            return port
    raise AssertionError("every port is taken")


def _is_kept(port: int) -> bool:
    """Keep a pair of ports from every other run, for as long as this process lives."""
    _KEPT.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(_KEPT / str(port), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    _locks.append(lock)
    return True
