"""Columns that say of what a row is, beside the keys that its answer has of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from unsilenced.evidence.errors import BadInput


def check_labels(
    columns: Iterable[str], answered: Collection[str], *, file: str, row: int | None = None
) -> None:
    """Raise `BadInput` for a column that is called what the answer calls something of its own.

    In JSON the one would stand in place of the other, and rows that it tells apart look the same.
    """
    for column in columns:
        if column in answered:
            reason = "the answer says something else by this name: name the column otherwise"
            raise BadInput(reason, file=file, row=row, column=column)
