"""Runs commands of the program one after the other, each in a fork of its own.

A program needs a second to load its code; here that happens once. It reads jobs as JSON from
standard input, and writes their results to standard output.
"""

import json
import os
import signal
import sys
import tempfile

from unsilenced.site.commands import main

LONGEST = 120
"""Seconds until we stop a command that does not end; its code is then the signal's."""


def run(job):
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if not child:
            _become(job, said)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        code = os.waitstatus_to_exitcode(status)
        return {"code": code, "said": said.read().decode(errors="replace")}


def _become(job, said):
    nowhere = os.open(os.devnull, os.O_RDWR)
    for place, descriptor in ((0, nowhere), (1, said.fileno()), (2, said.fileno())):
        os.dup2(descriptor, place)
    signal.alarm(LONGEST)
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["at"])
    sys.argv = ["unsilenced", *job["arguments"]]
    code = 0
    try:
        main.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001
        # The interpreter does the same with an uncaught exception.
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    json.dump([run(job) for job in json.load(sys.stdin)], sys.stdout)
