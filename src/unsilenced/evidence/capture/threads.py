"""Doing many small things in several threads, a part at a time, and telling how far it is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


def in_parts(
    do: Callable[[slice], None],
    number: int,
    at_once: int,
    *,
    threads: int = 1,
    progress: Progress | None = None,
) -> None:
    """Have `do` do things 0 to `number`, at most `at_once` of them in one call."""
    parts = [slice(at, min(at + at_once, number)) for at in range(0, number, at_once)]
    with ThreadPoolExecutor(threads) as pool:
        for part, _ in zip(parts, pool.map(do, parts), strict=True):
            if progress:
                progress(part.stop, number)
