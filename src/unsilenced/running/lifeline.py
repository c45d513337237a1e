"""A pipe that tells a process when the one that started it was killed."""

from __future__ import annotations

import os
import threading


def end_when_closed(descriptor: int) -> None:
    """End this process at once when the other end of the pipe is closed.

    That happens when the process that holds it dies without having stopped this one. A request
    that is cut off is not confirmed, so nothing confirmed is lost.
    """

    def watch() -> None:
        os.read(descriptor, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
