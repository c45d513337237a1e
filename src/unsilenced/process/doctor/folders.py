"""Looking at folders and files: whether they are there, who owns them, who may read them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from unsilenced.process.doctor.finding import Code, Finding, fine, mend
from unsilenced.process.settings.data_folder import account_name

OTHERS_READ = 0o066
"""Others may read or write. Passing through does no harm: PostgreSQL's account may."""

OTHERS_ANY = 0o077


def of_folder(folder: Path, setting: str) -> Iterator[Finding]:
    """Look at a data folder."""
    try:
        state = folder.stat()
    except OSError as error:
        yield mend(
            Code.FOLDER_MISSING,
            f"The data folder {folder} cannot be looked at: {error.strerror}.",
            f"Is {setting} right? Else make it, for the account of the service, mode 0700.",
        )
        return
    found = list(_faults(folder, state, setting))
    yield from found or [fine("folder", f"The data folder {folder} is its account's alone.")]


def _faults(folder: Path, state: os.stat_result, setting: str) -> Iterator[Finding]:
    if not stat.S_ISDIR(state.st_mode):
        yield mend(Code.FOLDER_MISSING, f"{folder} is no folder.", f"Is {setting} right?")
        return
    if os.geteuid() not in {0, state.st_uid}:
        yield mend(
            Code.FOLDER_OWNER,
            f"The data folder {folder} belongs to {account_name(state.st_uid)}, and this runs as "
            f"{account_name(os.geteuid())}.",
            "Run this with the account of the service, or give that account the folder.",
        )
    if stat.S_IMODE(state.st_mode) & OTHERS_READ:
        yield mend(
            Code.FOLDER_OPEN,
            f"Other accounts of this machine may read or write in {folder}.",
            f"chmod 0700 {folder}",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        yield mend(
            Code.FOLDER_UNWRITABLE,
            f"Nothing can be written in {folder}.",
            "Look at its owner, its mode, whether its disk is mounted read-only, and "
            "ReadWritePaths= of the service.",
        )


def of_secret_file(file: Path) -> Iterator[Finding]:
    """Look who may read a file of keys or passwords, if it is there."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
    except OSError:
        return
    if mode & OTHERS_ANY:
        yield mend(
            Code.KEYS_OPEN,
            f"Other accounts of this machine may read {file}.",
            f"chmod 0600 {file}, and think of what is in it as seen.",
        )
