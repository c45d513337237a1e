"""What a service and systemd say to each other: how it is doing, and a socket held for it."""

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

    While the service restarts, who connects waits in it, and is answered afterwards.
    """
    is_ours = os.environ.get("LISTEN_PID") == str(os.getpid())
    return FIRST_GIVEN if is_ours and os.environ.get("LISTEN_FDS") == "1" else None


def is_listening() -> bool:
    """Whether this process is a service that systemd wants to be told of."""
    return bool(os.environ.get(VARIABLE))


def tell(state: str) -> None:
    """Tell systemd `state` by a datagram (sd_notify); nothing where it does not listen any more."""
    name = os.environ.get(VARIABLE, "")
    if not name:
        return
    # A name that begins with @ is no file: in the kernel it begins with a null byte.
    address = f"\0{name[1:]}" if name.startswith("@") else name
    with socket(AF_UNIX, SOCK_DGRAM) as told:
        try:
            told.sendto(state.encode("ascii"), address)
        except OSError:
            return
