"""The members of a place list's JSON objects, each read by its type and within its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unsilenced.places.errors import PlacesError

_JOINERS = str.maketrans("", "", "\u200c\u200d")
"""Characters without width that some scripts need inside words."""


@dataclass(frozen=True)
class Members:
    """An object of the file. `where` says where it stands, for messages."""

    file: str
    where: str
    values: Mapping[str, object]

    def refused(self, name: str, reason: str) -> PlacesError:
        """Return the error that names a member and what it must be."""
        return PlacesError(self.file, self._at(name), reason)

    def only(self, *names: str) -> None:
        """Refuse members that are not expected: one of them may be a typing mistake."""
        for name in self.values:
            if name not in names:
                expected = ", ".join(names)
                raise self.refused(name[:40], f"is not known here. There can be: {expected}.")

    def text(self, name: str, most: int, *, may_be_left_out: bool = False) -> str:
        """Read words in one line."""
        if may_be_left_out and self.values.get(name, "") == "":
            return ""
        value = self.values.get(name)
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= most:
            raise self.refused(name, f"must be a text of 1 to {most} characters.")
        for each in value.translate(_JOINERS):
            if not each.isprintable():
                code = f"U+{ord(each):04X}"
                raise self.refused(name, f"holds a character that cannot be printed: {code}.")
        return value.strip()

    def matching(
        self, name: str, pattern: re.Pattern[str], must_be: str, *, may_be_left_out: bool = False
    ) -> str:
        """Read a text of a known form."""
        if may_be_left_out and self.values.get(name, "") == "":
            return ""
        value = self.values.get(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.refused(name, f"must be {must_be}.")
        return value

    def each_matching(
        self, name: str, pattern: re.Pattern[str], most: int, must_be: str
    ) -> tuple[str, ...]:
        """Read a list of texts of a known form; one that is left out is empty."""
        items = self._list(name, most)
        if any(not isinstance(item, str) or not pattern.fullmatch(item) for item in items):
            raise self.refused(name, f"must be a list of {must_be}.")
        return tuple(str(item) for item in items)

    def flag(self, name: str) -> bool:
        """Read true or false; one that is left out is false."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise self.refused(name, "must be true or false.")
        return value

    def member(self, name: str, most: int = 100) -> Members:
        """Read an object; one that is left out is empty."""
        return self._members(name, self.values.get(name, {}), most)

    def members(self, name: str, most: int) -> Iterator[Members]:
        """Read a list of objects; one that is left out is empty."""
        for at, item in enumerate(self._list(name, most), start=1):
            yield self._members(f"{name}, item {at}", item, most)

    def _list(self, name: str, most: int) -> list[object]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.refused(name, f"must be a list of at most {most}.")
        return value

    def _members(self, name: str, value: object, most: int) -> Members:
        if not isinstance(value, dict) or len(value) > most:
            raise self.refused(name, "must be an object {…}.")
        return Members(self.file, self._at(name), value)

    def _at(self, name: str) -> str:
        return f"{self.where}, {name}" if self.where else name
