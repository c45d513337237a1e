"""The process that answers requests to the key holder. Started by keyholder.commands."""

from __future__ import annotations

import sys

from unsilenced.keyholder.configuration import configuration
from unsilenced.process.faults import plainly
from unsilenced.process.serving.workers import Pipes, answer_requests


def serve_calls(lifeline: int, ready: int, given: int | None = None) -> None:
    """Answer requests until SIGTERM, or until the pipe `lifeline` is closed.

    Say on the pipe `ready` when all is loaded. `given` is a socket that listens already.
    """
    set_up = configuration()
    module = "unsilenced.keyholder.wsgi"
    answer_requests(module, set_up.listens_on, set_up.workers, Pipes(lifeline, ready), given)


if __name__ == "__main__":
    plainly(lambda: serve_calls(*map(int, sys.argv[1:])))
