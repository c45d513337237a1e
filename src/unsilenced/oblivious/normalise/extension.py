"""The extension at the end of a phone number, found from its end backwards.

It looks at each character a few times at most, even if somebody sends many commas.
"""

import re

MOST_WITH_EXT, MOST_NAMED, MOST_MARKED, MOST_BARE = 20, 15, 9, 6
"""Digits that an extension can have after each way of naming it."""

_WITH_EXT = re.compile(r";ext=\Z")
_NAMED = re.compile(r"(?:e?xt(?:ensi[oó])?n?|int|доб|anexo)[:.]?\Z")
_MARKED = re.compile(r"(?:[x#;][:.]?|,[:.])\Z")
LONGEST_NAME = 12
"""Characters of the longest name, with its colon."""


def without_extension(typed: str) -> str:
    """Return a typed number without its extension."""
    number = typed.removesuffix("#")
    digits = len(number.rstrip("0123456789"))
    count = len(number) - digits
    if count == 0:
        return typed
    between = len(number[:digits].rstrip(" ,-"))
    starts = []
    if count <= MOST_MARKED:
        starts += [_after_comma(number, between, digits), _named(number, between, _MARKED)]
    if count <= MOST_WITH_EXT:
        starts.append(_named(number, digits, _WITH_EXT))
    if count <= MOST_NAMED:
        starts.append(_named(number, between, _NAMED))
    if count <= MOST_BARE and number != typed:
        starts.append(_bare(number, digits))
    known = [start for start in starts if start is not None]
    return typed[: min(known)] if known else typed


def _after_comma(number: str, start: int, digits: int) -> int | None:
    """Tell where an extension after a comma begins: with the comma, and the spaces before it."""
    comma = number.find(",", start, digits)
    return None if comma < 0 else len(number[:comma].rstrip(" "))


def _named(number: str, end: int, name: re.Pattern[str]) -> int | None:
    """Tell where an extension begins, if its name or mark ends there."""
    start = max(end - LONGEST_NAME, 0)
    found = name.search(number[start:end])
    return len(number[: start + found.start()].rstrip(" ,")) if found else None


def _bare(number: str, digits: int) -> int | None:
    """Tell where an extension begins that has only a hyphen or a space before it."""
    start = len(number[:digits].rstrip(" -"))
    return None if start == digits else start
