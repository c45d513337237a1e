"""The name of the analysed data in pictures and answers: a file, or a table of a database."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

Data: TypeAlias = Path | str
"""A file, or the name of a database's table in messages."""


def name_of(data: Data) -> str:
    """Return the name of a file or a table."""
    return data.name if isinstance(data, Path) else data
