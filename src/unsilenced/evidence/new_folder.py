"""Checks whether a new folder can be written, before the work that goes into it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from unsilenced.evidence.errors import BadInput


def check_new(folder: Path, *, beside: bool = False) -> None:
    """Raise `BadInput` if `folder` is not empty, or if nothing can be written into it.

    With `beside`, it must be possible to write next to it: the new folder is made there first and
    then takes its place. The check leaves nothing behind. If something changes afterwards, the
    writing itself fails.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            reason = "there is something already; name a new or empty folder"
            raise BadInput(reason, file=str(folder))
        whole = folder.resolve()
        places = whole.parents if beside else (whole, *whole.parents)
        place = next(each for each in places if each.exists())
        with tempfile.TemporaryDirectory(prefix=".", dir=place):
            pass
    except OSError as error:
        raise BadInput(f"cannot be written: {error.strerror}", file=str(folder)) from error
