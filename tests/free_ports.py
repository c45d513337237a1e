"""Ports for the processes that tests start, which nothing else takes before they listen."""

import itertools
import os
import socket

FIRST, LAST = 10_000, 32_000
"""Below the ports that systems give to outgoing connections (RFC 6056, section 2): a browser's
or PostgreSQL's client takes one of those at any moment."""

_EACH = 4_000
# Two runs at once begin at different ones: a server takes a while to listen, and may share a port.
_PAIRS = itertools.count(os.getpid() * 64 % _EACH, 2)


def _own() -> int:
    """Where the ports of this worker begin, so that two workers never try the same."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return FIRST + number * _EACH % (LAST - FIRST - _EACH)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on; nor on the next, which a demo gives to its key holder."""
    for offset in itertools.islice(_PAIRS, _EACH // 2):
        port = _own() + offset % _EACH
        if is_free(port) and is_free(port + 1):
            return port
    raise AssertionError("every port of this worker is taken")
