"""What can be wrong with data that somebody gave."""

from __future__ import annotations

from unsilenced.evidence.spelling import shown


class BadInput(ValueError):  # noqa: N818 - what was given is bad; nothing in the program failed
    """The input cannot be used: the message, a line that can always be printed, says where and why.

    `row` is the line of the file, its header being 1; `column` the column's name or number.

    >>> str(BadInput("-3 is negative", file="table.csv", row=4, column="n"))
    'table.csv, row 4, column n: -3 is negative'
    """

    def __init__(
        self,
        reason: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | int | None = None,
    ) -> None:
        self.reason = reason
        self.file = file
        self.row = row
        self.column = column
        where = [file] if file else []
        where += [f"row {row}"] if row is not None else []
        where += [f"column {column}"] if column is not None else []
        super().__init__(shown(f"{', '.join(where)}: {reason}" if where else reason))
