"""How far long work is, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""

Stage = Callable[[str], Progress]
"""Told what is begun; returns what is told how far it is."""


def silent(done: int, number: int) -> None:
    """Tell nobody how far the work is."""


def unseen(what: str) -> Progress:
    """Tell nobody what is begun."""
    return silent
