"""The files of daily backups: their names, and removing those that are too old."""

from __future__ import annotations

import datetime as dt
import fcntl
import re
from collections.abc import Iterator
from pathlib import Path

_NAMED = re.compile(r"backup-(\d{4}-\d{2}-\d{2})\.dump", re.ASCII)


def of_day(folder: Path, day: dt.date) -> Path:
    """Return the file in `folder` that the backup of `day` is written to."""
    return folder / f"backup-{day.isoformat()}.dump"


def remove_old(folder: Path, keep: int, today: dt.date) -> list[Path]:
    """Remove the daily backups in `folder` that are older than `keep` days; return them.

    Only files with names from `of_day`; never the newest, and none that looks old only because the
    clock jumped. Also removes what a killed backup left half written. Raises OSError.
    """
    found = sorted(_daily(folder))
    first_kept = today - dt.timedelta(days=keep)
    doubted = _before_a_leap([day for day, _file in found if day <= today], keep, first_kept)
    old = [file for day, file in found[:-1] if day < first_kept and day not in doubted]
    old += [part for part in folder.glob(".backup-*.dump.part") if _is_left_behind(part, today)]
    for file in old:
        file.unlink()
    return old


def _before_a_leap(days: list[dt.date], keep: int, first_kept: dt.date) -> frozenset[dt.date]:
    """Return the days before the last gap of more than `keep` days, back to the gap before it.

    Either nobody made a backup for so long, or the clock was wrong. We know once the backups since
    the gap reach back `keep` days themselves: then there is none to return.
    """
    starts = [at for at in range(1, len(days)) if (days[at] - days[at - 1]).days > keep]
    if not starts or days[starts[-1]] <= first_kept:
        return frozenset()
    before = starts[-2] if len(starts) > 1 else 0
    return frozenset(days[before : starts[-1]])


def part_of(file: Path) -> Path:
    """Return the file that is written before it takes the place of `file`; its writer locks it."""
    return file.with_name(f".{file.name}.part")


def _is_left_behind(part: Path, today: dt.date) -> bool:
    """Whether a killed backup of an earlier day left this, and no process writes it now."""
    named = _NAMED.fullmatch(part.name[1:].removesuffix(".part"))
    if named is None or part.is_symlink() or part == part_of(of_day(part.parent, today)):
        return False
    with part.open("rb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _daily(folder: Path) -> Iterator[tuple[dt.date, Path]]:
    for file in folder.iterdir():
        named = _NAMED.fullmatch(file.name)
        if named is None or not file.is_file() or file.is_symlink():
            continue
        try:
            yield dt.date.fromisoformat(named[1]), file
        except ValueError:
            continue
