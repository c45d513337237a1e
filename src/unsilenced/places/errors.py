"""The error of this room."""

from __future__ import annotations


class PlacesError(ValueError):
    """A place list that cannot be used: the file, where in it, and why.

    Its words can always be printed, whatever the file holds.
    """

    def __init__(self, file: str, where: str, reason: str) -> None:
        self.file = file
        self.where = where
        self.reason = reason
        words = f"{file}, {where}: {reason}" if where else f"{file}: {reason}"
        super().__init__("".join(map(_printable, words)))


def _printable(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]
