"""Reads what was opened, from any author (docs/formats.md, Reading; the twin of web/report).

It returns a value of a known shape, or None for what it cannot read. It never fails in any other
way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

from unsilenced.sealing.padding import LARGEST

MOST_DEPTH = 8
"""How deep lists and objects may be nested."""
MOST_MARKS = 1_024
"""How many marks `{`, `[` and `,` there may be outside of strings: this limits the number of
values."""

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[][{},]', re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_CODE = re.compile(r"[A-Za-z0-9-]{1,40}\Z")

_T = TypeVar("_T")


@dataclass(frozen=True)
class Reading(Generic[_T]):
    """What was read; `cut` says that it was longer, and that the rest is left out."""

    value: _T
    cut: bool


class _Unreadable(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """Never leaves this module."""


@dataclass
class _Notes:
    """Notes on one reading."""

    cut: bool = False


@dataclass(frozen=True)
class Inside:
    """The members of an opened object. Each is read by its type; other members are ignored."""

    _members: dict[str, object]
    _notes: _Notes

    def words(self, name: str, most: int) -> str:
        """What people write; everything after so many characters is cut off."""
        text = self._text(name)
        if len(text) > most:
            self._notes.cut = True
        return text[:most]

    def choice(self, name: str, codes: Sequence[str]) -> str:
        """One of these codes; an unknown one is empty."""
        text = self._text(name)
        return text if text in codes else ""

    def code(self, name: str) -> str:
        """A code that others may use in future; if its form is wrong, it reads as empty."""
        text = self._text(name)
        return text if _CODE.match(text) else ""

    def first(self, name: str, most: int, shape: Callable[[Inside], _T]) -> tuple[_T, ...]:
        """A list of objects as people make it; what follows so many is cut off, unread."""
        items = self._members.get(name, [])
        if not isinstance(items, list):
            raise _Unreadable
        if len(items) > most:
            self._notes.cut = True
        return tuple(shape(self._object(each)) for each in items[:most])

    def members(self, shape: Shape) -> dict[str, Any]:
        """All members of a shape, by their names."""
        return {name: member.of(self, name) for name, member in shape.items()}

    def _text(self, name: str) -> str:
        """A text; half a character (a lone surrogate) becomes U+FFFD."""
        text = self._members.get(name, "")
        if not isinstance(text, str):
            raise _Unreadable
        return _HALF.sub("\ufffd", text)

    def _object(self, value: object) -> Inside:
        if not isinstance(value, dict):
            raise _Unreadable
        return Inside(value, self._notes)


@dataclass(frozen=True)
class Words:
    """A member with a text that people write; so many characters of it are read."""

    most: int

    def of(self, inside: Inside, name: str) -> str:
        """Read it."""
        return inside.words(name, self.most)


@dataclass(frozen=True)
class OneOf:
    """A member with one of these codes."""

    codes: tuple[str, ...]

    def of(self, inside: Inside, name: str) -> str:
        """Read it."""
        return inside.choice(name, self.codes)


@dataclass(frozen=True)
class Code:
    """A member with a code that others may use in future."""

    def of(self, inside: Inside, name: str) -> str:
        """Read it."""
        return inside.code(name)


@dataclass(frozen=True)
class FirstOf(Generic[_T]):
    """A member with a list of objects; so many are read, and `make` makes the values."""

    most: int
    shape: Shape
    make: Callable[..., _T]

    def of(self, inside: Inside, name: str) -> tuple[_T, ...]:
        """Read it."""
        return inside.first(name, self.most, lambda each: self.make(**each.members(self.shape)))


Shape = Mapping[str, Words | OneOf | Code | FirstOf[Any]]
"""Which members of an object are read, and how. The browser's shapes are made from these too."""


def read(opened: bytes, shape: Callable[[Inside], _T]) -> Reading[_T] | None:
    """Return the content of opened bytes, or None if it cannot be read."""
    if len(opened) > LARGEST:
        return None
    try:
        inside = _parsed(opened.decode())
        notes = _Notes()
        value = shape(Inside(inside, notes))
    except (ValueError, _Unreadable):
        return None
    return Reading(value, notes.cut)


def _parsed(text: str) -> dict[str, object]:
    if not is_within_bounds(text, MOST_DEPTH, MOST_MARKS):
        raise _Unreadable
    # Read numbers as IEEE doubles, as a browser does: an int of many digits would take long, or
    # fail.
    inside = json.loads(text, parse_int=float, parse_constant=_refuse)
    if not isinstance(inside, dict) or not _is_one(inside.get("v")):
        raise _Unreadable
    return inside


def is_within_bounds(text: str, most_depth: int, most_marks: int) -> bool:
    """Check the text before it is parsed: a parser may need a stack as deep as the text."""
    depth = marks = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "{[":
            depth += 1
            marks += 1
        elif mark in "}]":
            depth -= 1
        elif mark == ",":
            marks += 1
        if depth > most_depth or marks > most_marks:
            return False
    return True


def _is_one(version: object) -> bool:
    return isinstance(version, float) and version == 1


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
