"""Columns that describe a row, beside the answer's own keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from unsilenced.evidence.errors import BadInput


def check_labels(
    columns: Iterable[str], answered: Collection[str], *, file: str, row: int | None = None
) -> None:
    """Raise `BadInput` for a column that has the name of one of the answer's own keys.

    In JSON one would replace the other, so that different rows would look the same.
    """
    for column in columns:
        if column in answered:
            reason = "the answer says something else by this name: name the column otherwise"
            raise BadInput(reason, file=file, row=row, column=column)
