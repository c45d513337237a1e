"""The PostgreSQL that the tests run against: the embedded one, or an older one where it is found.

script/test tells in OLDER_POSTGRES where the programs of Debian's PostgreSQL 15 are, and runs the
tests of what PostgreSQL itself does once more against it (`--older-postgres`, collected.py).
"""

import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from unsilenced.process.postgres.embedded import address, embedded_postgres, socket_folder

DEBIANS = Path("/usr/lib/postgresql/15/bin")
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
track_activities = off
"""
"""Without autovacuum: it begins transactions of its own, and a test counts transactions."""


def older_programs():
    """The folder of an older PostgreSQL's programs; None where there is none."""
    folder = Path(os.environ.get("OLDER_POSTGRES") or DEBIANS)
    return folder if (folder / "initdb").exists() else None


@contextmanager
def older_postgres(folder, more=""):
    """Run the older PostgreSQL on a new `folder`, with `more` settings; yield its address, like
    the embedded one's."""
    sockets = socket_folder(folder)
    for each in {folder, sockets}:
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
        give(each)
    _run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", "postgres", "-D", folder)
    (folder / "postgresql.auto.conf").write_text(SETTINGS.format(sockets=sockets) + more)
    _run("pg_ctl", "start", "-w", "-s", "-l", folder / "log", "-D", folder)
    try:
        yield address(folder)
    finally:
        _run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", folder)


def newest_postgres(folder):
    """Run the embedded one; yield its address."""
    return embedded_postgres(folder, durable=False)


def the_tests_postgres(folder, config):
    """Run the one that this run of the tests is against."""
    return _either(config.getoption("--older-postgres"), folder)


def the_other_postgres(folder, config):
    """Run the one that it is not against; there must be an older one."""
    return _either(not config.getoption("--older-postgres"), folder)


def _either(older, folder):
    return older_postgres(folder) if older else newest_postgres(folder)


def _account():
    """PostgreSQL refuses to run as root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def give(folder):
    account = _account()
    if account is None:
        return
    shutil.chown(folder, account.pw_uid, account.pw_gid)
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _run(program, *arguments):
    account = _account()
    subprocess.run(
        [older_programs() / program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
        cwd="/",
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=None if account is None else [],
    )
