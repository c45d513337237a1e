"""The key holder as a second program beside the demo: it stops when the demo does."""

from __future__ import annotations

import signal
import sys

from unsilenced.keyholder.commands import serve_key_holder
from unsilenced.keyholder.configuration import configuration
from unsilenced.process.serving.lifeline import stop_when_closed


def serve_beside(lifeline: int) -> None:
    """Serve until SIGTERM, or until the pipe `lifeline` is closed."""
    # As an exception, so that the embedded PostgreSQL is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    stop_when_closed(lifeline)
    serve_key_holder(configuration())


if __name__ == "__main__":
    serve_beside(int(sys.argv[1]))
