"""Reading a small file that somebody may have replaced: it never blocks, and size is limited."""

from __future__ import annotations

import os
import stat
from pathlib import Path

MOST = 64 * 1024
"""Bytes; many times what a keys file has."""


def read_small(file: Path) -> str:
    """Return the text of `file`, which is ASCII.

    Raises OSError if it cannot be read, and ValueError for anything else: a device, a pipe, or a
    longer file than any that we keep.
    """
    # Opening a pipe without a writer would wait for ever.
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("no file that ends")
        data = opened.read(MOST + 1)
    if len(data) > MOST:
        raise ValueError("too long")
    return data.decode("ascii")
