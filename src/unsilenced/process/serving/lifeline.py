"""Pipes between a process and its parts: they show that it was killed, and that they are ready."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

READY = b"."
"""A part writes this when it is ready."""


def end_when_closed(descriptor: int) -> None:
    """End this process at once when the other end of the pipe is closed.

    That happens when the process at the other end dies without stopping this one. A request that is
    cut off is not confirmed, so nothing confirmed is lost.
    """
    _when_closed(descriptor, lambda: os._exit(1))


def stop_when_closed(descriptor: int) -> None:
    """Tell this process to stop when the other end of the pipe is closed.

    For a process that has its own processes to stop.
    """
    _when_closed(descriptor, lambda: os.kill(os.getpid(), signal.SIGTERM))


def tell_ready(descriptor: int) -> None:
    """Tell the process that started this one that this one has loaded all it needs."""
    os.write(descriptor, READY)
    os.close(descriptor)


def _when_closed(descriptor: int, then: Callable[[], None]) -> None:
    def watch() -> None:
        os.read(descriptor, 1)
        then()

    threading.Thread(target=watch, daemon=True).start()
