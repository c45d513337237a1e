"""The version of this program: its number, and its commit when script/setup ran."""

from __future__ import annotations

from pathlib import Path

from unsilenced import __version__

COMMIT = Path(__file__).with_name("commit.txt")
"""Written by script/setup. It goes into a wheel, and names no moment."""


def version() -> str:
    """Return the number and the commit, or say that the commit is unknown."""
    try:
        commit = COMMIT.read_text(encoding="utf-8").strip()
    except OSError:
        commit = ""
    return f"{__version__} ({commit or 'no commit known: it was set up without git'})"
