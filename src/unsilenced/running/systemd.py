"""Telling systemd how a service of it is doing (sd_notify), by a plain datagram."""

from __future__ import annotations

import os
from socket import AF_UNIX, SOCK_DGRAM, socket

VARIABLE = "NOTIFY_SOCKET"
READY = "READY=1"
STOPPING = "STOPPING=1"


def is_listening() -> bool:
    """Whether this process is a service that systemd wants to be told of."""
    return bool(os.environ.get(VARIABLE))


def tell(state: str) -> None:
    """Tell systemd `state`; nothing where it does not listen, or has gone."""
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
