"""The program, read once and forked for each command that a test runs to its end.

To read the program takes most of a second. A fork has its own environment, folder and standard
streams, and ends as any interpreter does, so a test cannot tell it from a process that starts
afresh. Where the start itself is tested, PROGRAM and `running` still start afresh.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path

PROGRAM = (sys.executable, "-c", "from unsilenced.site.commands.main import main; main()")

PATIENCE = 300
"""Seconds after which a command that does not end is ended; its code is then the signal's."""

MOST = 128 * 1024
"""Bytes of a job: the words of a command and its environment."""

READ_BEFORE = (
    "unsilenced.site.commands.main",
    "argon2",
    "cryptography.hazmat.primitives.hpke",
    "csp.apps",
    "django.contrib.auth.apps",
    "django.contrib.auth.hashers",
    "django.contrib.auth.password_validation",
    "django.contrib.sessions.apps",
    "django.contrib.staticfiles.checks",
    "django.db.backends.postgresql.base",
    "django.db.migrations.executor",
    "django.middleware.csrf",
    "django.templatetags.i18n",
    "django.views.debug",
    "procrastinate.builtin_tasks",
    "procrastinate.contrib.django.apps",
    "psycopg_pool",
    "pydantic.type_adapter",
)
"""What commands read, whatever their settings are. Nothing of this reads Django's settings."""

CHANGES = "PYTEST_CURRENT_TEST"
"""The variable that is another one in each test; no program of ours reads it."""


class WarmProgram:
    """A process that has read the program, and forks for each job."""

    def __init__(self, environment):
        self._jobs, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def run(self, arguments, environment):
        """Run one command to its end, like `subprocess.run`."""
        job = {"arguments": arguments, "environment": environment, "at": str(Path.cwd())}
        ours, theirs = socket.socketpair()
        with ours, tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as warned:
            with theirs:
                files = [theirs.fileno(), said.fileno(), warned.fileno()]
                socket.send_fds(self._jobs, [json.dumps(job).encode()], files)
            ours.settimeout(PATIENCE + 30)
            code = int(ours.makefile().read())
            said.seek(0)
            warned.seek(0)
            return subprocess.CompletedProcess(arguments, code, said.read(), warned.read())


def run(arguments, environment, settings):
    """Run a command of the program to its end, `settings` being the variables that it reads.

    Where another variable is not as the warm process has it, which may be one that tells an
    interpreter how to start, the command starts afresh.
    """
    others = {name: value for name, value in environment.items() if name not in settings}
    others.pop(CHANGES, None)
    warm, its_own = _begun(frozenset(others.items()))
    if others == its_own:
        return warm.run(arguments, environment)
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


_warm = []


def _begun(others):
    """Return the warm process and the variables that it was started with."""
    if not _warm:
        _warm.append((WarmProgram(dict(others)), dict(others)))
    return _warm[0]


def _next_job(jobs):
    """Return once in each fork with its job, and None where there will be no more."""
    while True:
        whole, files, _, _ = socket.recv_fds(jobs, MOST, 3)
        if not whole:
            return None
        if not os.fork():
            jobs.close()
            return _become(json.loads(whole), *files)
        for file in files:
            os.close(file)


def _become(job, telling, said, warned):
    """Fork once more: wait for the second fork and tell how it ended; return the job there."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        with suppress(BrokenPipeError):
            os.write(telling, str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    for place, file in ((1, said), (2, warned)):
        os.dup2(file, place)
    for file in (telling, said, warned):
        os.close(file)
    return job


def read():
    """Read what every command reads, once for all forks.

    What is there then is not looked at again by the forks' collectors of garbage, so its pages
    stay shared.
    """
    for name in READ_BEFORE:
        import_module(name)
    gc.freeze()


def main():
    """Fork for each job until the tests are over."""
    read()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    job = _next_job(socket.socket(fileno=int(sys.argv[1])))
    if job is None:
        return
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["at"])
    sys.argv = ["-c", *job["arguments"]]
    sys.path[0] = ""
    signal.alarm(PATIENCE)
    import_module("unsilenced.site.commands.main").main()


if __name__ == "__main__":
    main()
