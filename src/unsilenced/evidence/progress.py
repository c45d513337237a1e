"""The progress of long work, for callers that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")

Progress = Callable[[int, int], None]
"""Called with how much is done, and how much there is to do."""

Stage = Callable[[str], Progress]
"""Called with the name of a stage that begins; returns the stage's `Progress`."""


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
