"""Faults for an administrator: what kind, and where in the code, never with values."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_FULL = "53100"
"""PostgreSQL's code for a disk that is full."""

NO_SPACE = "No space left on the disk. Make room."


def kind_and_place(error: BaseException) -> str:
    """Return the type of `error` and the line of code that raised it."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place else "?"
    return f"{type(error).__name__} at {where}"


def is_for_want_of_space(error: BaseException) -> bool:
    """Whether a full disk caused `error`, ours or PostgreSQL's."""
    return any(
        (isinstance(each, OSError) and each.errno in FULL)
        or getattr(each, "sqlstate", None) == DISK_FULL
        for each in _chain(error)
    )


def told(error: Exception) -> str:
    """Return one line about an unexpected fault."""
    if is_for_want_of_space(error):
        return f"{NO_SPACE} ({kind_and_place(error)})"
    if isinstance(error, OSError) and error.strerror:
        what = f" {error.filename}:" if error.filename else ""
        return f"It could not be done.{what} {error.strerror}. ({kind_and_place(error)})"
    return (
        f"It could not be done, for a reason that nobody foresaw: {kind_and_place(error)}. "
        "Run `unsilenced doctor`, and report this line where the program comes from."
    )


def plainly(do: Callable[[], None]) -> None:
    """Do it; if it fails, end this process with one line, not a traceback."""
    try:
        do()
    except Exception as error:  # noqa: BLE001 - whatever it is
        sys.stderr.write(f"Error: {told(error)}\n")
        sys.exit(1)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    present: BaseException | None = error
    while present is not None and id(present) not in seen:
        seen.add(id(present))
        yield present
        present = present.__cause__ or present.__context__
