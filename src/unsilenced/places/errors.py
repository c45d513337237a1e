"""The error of this room."""

from __future__ import annotations


class PlacesError(ValueError):
    """A place list that cannot be used: the file, where in it, and why."""

    def __init__(self, file: str, where: str, reason: str) -> None:
        self.file = file
        self.where = where
        self.reason = reason
        super().__init__(f"{file}, {where}: {reason}" if where else f"{file}: {reason}")
