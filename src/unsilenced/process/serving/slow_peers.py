"""Ending connections that read or send too slowly to be a person's telephone.

An answer that a client does not read stays in memory, so a few machines could fill a server that
waits for ever. The kernel knows how much the client has received: we reset a connection that had
data waiting all the time and took less than the slowest network carries.
"""

from __future__ import annotations

import fcntl
import os
import socket
import stat
import struct
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

SLOWEST = 2_048
"""Bytes a second that even the slowest network of a person carries: GPRS of 2001, at its worst."""

GRACE = 20.0
"""Seconds that even the smallest answer may take; and between two looks at a reader's progress."""

PAUSE = 1.0
"""Seconds between two looks at all connections."""

_OWN = Path("/proc/self/fd")
_TCP_INFO_SIZE = 232
_BYTES_ACKED = 120
"""Where `tcpi_bytes_acked` stands in Linux's `struct tcp_info` (since 4.1)."""


def patience_for(size: int) -> float:
    """Return the seconds within which that many bytes must have come."""
    return GRACE + size / SLOWEST


@dataclass(frozen=True)
class _Waiting:
    """A connection with unread data: since when, and how much the client had taken by then."""

    since: float
    taken: int


class Watch:
    """The connections to one port of this process, and how fast they take what we write."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._waiting: dict[int, _Waiting] = {}

    def look(self, now: float) -> int:
        """Look at every connection; reset those that read too slowly; return how many."""
        still: dict[int, _Waiting] = {}
        ended = 0
        for place, connection in _connections(self._port):
            with closing(connection):
                if not _unread(connection):
                    continue
                taken = _taken(connection)
                before = self._waiting.get(place, _Waiting(now, taken))
                if now - before.since < GRACE:
                    still[place] = before
                elif taken - before.taken < SLOWEST * GRACE:
                    _reset(connection)
                    ended += 1
                else:
                    still[place] = _Waiting(now, taken)
        self._waiting = still
        return ended


def watch(port: int) -> None:
    """Watch the connections to `port` from a thread of its own, if the kernel reports them."""
    if not _OWN.exists():
        return
    looking = Watch(port)

    def go_on() -> None:
        while True:
            time.sleep(PAUSE)
            looking.look(time.monotonic())

    threading.Thread(target=go_on, name="slow-peers", daemon=True).start()


def _connections(port: int) -> Iterator[tuple[int, socket.socket]]:
    """Give our own copies of the connections to `port`, with the kernel's number of each."""
    for entry in _OWN.iterdir():
        with suppress(OSError):
            # At any moment a descriptor may be closed, and its number reused.
            connection = _copied(int(entry.name))
            if connection and _is_to(connection, port):
                yield os.fstat(connection.fileno()).st_ino, connection
            elif connection:
                connection.close()


def _copied(descriptor: int) -> socket.socket | None:
    copy = os.dup(descriptor)
    if stat.S_ISSOCK(os.fstat(copy).st_mode):
        return socket.socket(fileno=copy)
    os.close(copy)
    return None


def _is_to(connection: socket.socket, port: int) -> bool:
    if connection.family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    try:
        connection.getpeername()
    except OSError:
        return False
    return bool(connection.getsockname()[1] == port)


def _unread(connection: socket.socket) -> int:
    """Return how many bytes were written that the other side has not acknowledged."""
    try:
        return int(
            struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, struct.pack("i", 0)))[0]
        )
    except OSError:
        return 0


def _taken(connection: socket.socket) -> int:
    """Return how many bytes the other side has acknowledged."""
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_SIZE)
        return int(struct.unpack_from("Q", info, _BYTES_ACKED)[0])
    except (OSError, struct.error):
        return 0


def _reset(connection: socket.socket) -> None:
    """End a connection and drop its waiting data, in the kernel too."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
