"""Answer calls, each in a process of its own that may die at one line of its work.

A program of its own, with one thread, since it forks. Each line of its input is a call as JSON; the
line that it prints is what was answered, and how many lines of Python that took, or `null` where
the process died first. `dies` says at which line (from 1) SIGKILL strikes, and whom: the process
itself, or the process of PostgreSQL that works for it.
"""

import base64
import json
import os
import signal
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "unsilenced.site.settings"
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

CLIENT = Client(SERVER_NAME="localhost", raise_request_exception=False)


class Strike:
    """Counts lines, and kills at the one that was drawn; at 0, never."""

    def __init__(self, at, whom):
        self.at = at
        self.seen = 0
        self.victim = os.getpid() if whom == "itself" else connection.connection.info.backend_pid

    def __call__(self, frame, event, arg):
        if event == "line":
            self.seen += 1
            if self.seen == self.at:
                os.kill(self.victim, signal.SIGKILL)
        return self


def answer(call):
    """Make the call, which may be the end of this process."""
    connection.ensure_connection()
    strike = Strike(**call["dies"])
    sys.settrace(strike)
    told = CLIENT.generic(
        call["method"],
        call["path"],
        base64.b64decode(call["body"]),
        content_type="application/json",
        headers=call["headers"],
    )
    sys.settrace(None)
    cookies = told.cookies.output(header="").strip()
    return {
        "status": told.status_code,
        "headers": {"Set-Cookie": cookies},
        "body": told.content.decode(),
        "lines": strike.seen,
    }


def answered(call):
    """Fork, and return what the process said before it ended, if it did."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, json.dumps(answer(call)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    os.waitpid(child, 0)
    return told.decode() or "null"


# What is done once for all calls is done already, or lines would mostly be of that.
CLIENT.get("/")
connection.close()
for line in sys.stdin:
    print(answered(json.loads(line)), flush=True)  # noqa: T201
