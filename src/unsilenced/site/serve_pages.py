"""The process that answers requests to the site. Started by site.commands."""

from __future__ import annotations

import sys

from unsilenced.faults import plainly
from unsilenced.running.requests import answer_requests
from unsilenced.site.configuration import configuration


def serve_pages(lifeline: int) -> None:
    """Answer requests until SIGTERM, or until the pipe `lifeline` is closed."""
    set_up = configuration()
    answer_requests("unsilenced.site.wsgi", set_up.listens_on, set_up.workers, lifeline)


if __name__ == "__main__":
    plainly(lambda: serve_pages(int(sys.argv[1])))
