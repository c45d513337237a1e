"""The data folder of a site: it is there and writable, or an error says why not."""

from __future__ import annotations

import errno
import fcntl
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unsilenced.process.faults import FULL, NO_SPACE
from unsilenced.process.serving.processes import ServingError

LOCK = "served"
MOVING = ".moving.dump"
"""The file through which a move copies the whole database, with all sessions."""

_TRIED = 64 * 1024
"""Bytes to write, to see whether the folder takes any."""

_WHOSE = (
    "Run this with the account of the service, or have an administrator give that account the "
    "folder."
)
_WHAT_TO_DO = {
    errno.EACCES: _WHOSE,
    errno.EPERM: _WHOSE,
    errno.EROFS: "Name a folder on a disk that can be written, or add it to ReadWritePaths= of the "
    "service.",
    errno.EEXIST: "Something else has that name. Name another folder, or move it aside.",
    errno.ENOTDIR: "Something on its way is no folder. Name another one.",
}


class DataFolderError(Exception):
    """A data folder that cannot be used; the message names its setting, and what to do."""


def require(folder: Path, setting: str) -> None:
    """Make `folder` if there is none, and try to write to it. Raises DataFolderError."""
    tried = folder / f".tried-{os.getpid()}"
    with telling(folder, setting):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with tried.open("wb") as opened:
                opened.write(bytes(_TRIED))
        finally:
            tried.unlink(missing_ok=True)


def refuse_root(folder: Path, setting: str) -> None:
    """Raise DataFolderError for root if `folder` belongs to another account.

    The account of the service could not read what root writes there or beside it.
    """
    with telling(folder, setting):
        if os.geteuid() != 0 or not folder.exists():
            return
        owner = folder.stat().st_uid
    if owner:
        raise DataFolderError(
            f"{setting}={folder} belongs to {account_name(owner)}, and this runs as root: what "
            "root writes there the service cannot read. Use the short command, "
            "/usr/local/bin/unsilenced (docs/deployment.md), which runs this with the account of "
            "the service."
        )


def account_name(number: int) -> str:
    """Return the name of an account."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"account {number}"


@contextmanager
def used_once(folder: Path, setting: str) -> Iterator[None]:
    """Be the only process of this machine that serves, restores or moves from `folder`.

    So it can remove what a killed move has left there.
    Raises ServingError if there is another one, and DataFolderError.
    """
    with telling(folder, setting):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / f".{LOCK}").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServingError(
                f"Another process serves the site of {setting}={folder}, or restores or moves its "
                "database. Stop it first, or wait for its end. For another site, set another "
                f"{setting}."
            ) from error
        with telling(folder, setting):
            for left in folder.glob(f"*{MOVING}*"):
                left.unlink(missing_ok=True)
        yield


@contextmanager
def telling(folder: Path, setting: str) -> Iterator[None]:
    """Raise DataFolderError, which says why `folder` cannot be used, and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            what = NO_SPACE
        else:
            what = f"{error.strerror}. {_WHAT_TO_DO.get(error.errno or 0, 'Look at that folder.')}"
        raise DataFolderError(f"{setting}={folder} cannot be used: {what}") from error
