"""The files of daily backups: how they are called, and removing those that are too old."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

_NAMED = re.compile(r"backup-(\d{4}-\d{2}-\d{2})\.dump", re.ASCII)


def of_day(folder: Path, day: dt.date) -> Path:
    """Return the file in `folder` that the backup of `day` is written to."""
    return folder / f"backup-{day.isoformat()}.dump"


def remove_old(folder: Path, keep: int, today: dt.date) -> list[Path]:
    """Remove the daily backups in `folder` that are older than `keep` days; return them.

    Only files that are named as `of_day` names them, and never the newest. Raises OSError.
    """
    found = sorted(_daily(folder))
    first_kept = today - dt.timedelta(days=keep)
    old = [file for day, file in found[:-1] if day < first_kept]
    for file in old:
        file.unlink()
    return old


def _daily(folder: Path) -> Iterator[tuple[dt.date, Path]]:
    for file in folder.iterdir():
        named = _NAMED.fullmatch(file.name)
        if named is None or not file.is_file() or file.is_symlink():
            continue
        try:
            yield dt.date.fromisoformat(named[1]), file
        except ValueError:
            continue
