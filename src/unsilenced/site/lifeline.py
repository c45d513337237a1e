"""A pipe that tells a process when the one that started it is gone, however it went."""

from __future__ import annotations

import os
import signal
import threading


def stop_when_closed(descriptor: int) -> None:
    """End this process as SIGTERM would, once the other end of the pipe is closed."""

    def watch() -> None:
        os.read(descriptor, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
