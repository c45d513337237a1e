"""Aligns the columns of rows of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def lined_up(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of text with their columns under each other."""
    listed = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    lines = (
        "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True))
        for row in listed
    )
    return "\n".join(line.strip() for line in lines)
