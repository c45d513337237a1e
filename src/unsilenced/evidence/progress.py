"""How far long work is, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""

Stage = Callable[[str], Progress]
"""Told what is begun; returns what is told how far it is."""


def each_of(items: Sequence[_Item], progress: Progress) -> Iterator[_Item]:
    """Yield every item, and tell after each how many are done."""
    for number, item in enumerate(items, start=1):
        yield item
        progress(number, len(items))


def silent(done: int, number: int) -> None:
    """Tell nobody how far the work is."""


def unseen(what: str) -> Progress:
    """Tell nobody what is begun."""
    return silent
