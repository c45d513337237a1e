"""Messages between a service and systemd: its state, and the socket that systemd holds for it."""

from __future__ import annotations

import os
from socket import AF_UNIX, SOCK_DGRAM, socket

VARIABLE = "NOTIFY_SOCKET"
READY = "READY=1"
STOPPING = "STOPPING=1"
FIRST_GIVEN = 3
"""The descriptor of the first socket that systemd passes on (sd_listen_fds)."""


def given_socket() -> int | None:
    """Return the listening socket that systemd holds for this process, if it does.

    While the service restarts, new connections wait in it and get their answer afterwards.
    """
    is_ours = os.environ.get("LISTEN_PID") == str(os.getpid())
    return FIRST_GIVEN if is_ours and os.environ.get("LISTEN_FDS") == "1" else None


def is_listening() -> bool:
    """Whether this process is a service that must notify systemd."""
    return bool(os.environ.get(VARIABLE))


def tell(state: str) -> None:
    """Send systemd `state` as a datagram (sd_notify); do nothing if it no longer listens."""
    name = os.environ.get(VARIABLE, "")
    if not name:
        return
    # A name that begins with @ is not a file: in the kernel it begins with a null byte.
    address = f"\0{name[1:]}" if name.startswith("@") else name
    with socket(AF_UNIX, SOCK_DGRAM) as told:
        try:
            told.sendto(state.encode("ascii"), address)
        except OSError:
            return
