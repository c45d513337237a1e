"""What was analysed, as pictures and answers call it: a file, or a table of a database."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

Data: TypeAlias = Path | str
"""A file, or the name that messages give to a table of a database."""


def name_of(data: Data) -> str:
    """Return the name of a file or a table."""
    return data.name if isinstance(data, Path) else data
