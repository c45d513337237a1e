"""The note of the last backup: its day and its file, kept in the data folder."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

NAME = "last-backup.json"
_MOST_BYTES = 8192
"""More bytes than a note with the longest path has."""


@dataclass(frozen=True)
class BackupNote:
    """The day (UTC) of the last backup, and its file."""

    day: dt.date
    file: Path


def note(data_dir: Path, file: Path, day: dt.date) -> None:
    """Note in `data_dir` that a backup was written to `file` on `day`. Raises OSError."""
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = data_dir / f".{NAME}-{os.getpid()}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            json.dump({"day": day.isoformat(), "file": str(file.absolute())}, opened)
        fresh.replace(data_dir / NAME)
    finally:
        fresh.unlink(missing_ok=True)


class NoteError(Exception):
    """A note is there and cannot be read; the message says which, and why."""


def last(data_dir: Path) -> BackupNote | None:
    """Return the note in `data_dir`; None where there is none.

    Raises NoteError, and PermissionError for a note that is another account's.
    """
    try:
        with (data_dir / NAME).open("rb") as opened:
            kept = json.loads(opened.read(_MOST_BYTES).decode("ascii"))
        return BackupNote(dt.date.fromisoformat(kept["day"]), Path(kept["file"]))
    except FileNotFoundError:
        return None
    except PermissionError:
        raise
    except OSError as error:
        raise NoteError(f"{data_dir / NAME} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoteError(f"{data_dir / NAME} is no note of a backup.") from error
