"""Shows the characters in strangers' text that are not seen (docs/formats.md, Showing).

The twin of `web/ui/strangers.ts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Range = tuple[int, int]

UNSEEN: tuple[Range, ...] = (
    (0x0000, 0x0008),
    (0x000B, 0x001F),
    (0x007F, 0x009F),
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x13430, 0x1345F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
"""Characters that change the direction of writing, hide, or join."""

PICTURES: tuple[Range, ...] = (
    (0x00A9, 0x00A9),
    (0x00AE, 0x00AE),
    (0x203C, 0x203C),
    (0x2049, 0x2049),
    (0x2122, 0x2122),
    (0x2139, 0x2139),
    (0x2190, 0x21FF),
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),
    (0x25A0, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x3030, 0x3030),
    (0x303D, 0x303D),
    (0x3297, 0x3297),
    (0x3299, 0x3299),
    (0x1F000, 0x1FAFF),
)

JOINING: tuple[Range, ...] = (
    (0x0620, 0x06FF),
    (0x0710, 0x0DFF),
    (0x1000, 0x109F),
    (0x1780, 0x17B3),
    (0x17B6, 0x180A),
    (0x1810, 0x18AF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
)
"""Scripts whose letters join, or are kept from it, by a character that is not seen."""

MOST_BOXES = 100
"""Boxes in one text, after which other such characters are left out."""


def _class(ranges: tuple[Range, ...], more: str = "") -> re.Pattern[str]:
    inside = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
    return re.compile(f"[{inside}{more}]")


_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_UNSEEN = _class(UNSEEN)
_PICTURE = _class(PICTURES)
_TAKES_LOOK = _class(PICTURES, "#*0-9")
_JOINS = _class(JOINING)
_NON_JOINER, _JOINER, _AS_TEXT, _AS_PICTURE = "\u200c", "\u200d", "\ufe0e", "\ufe0f"
_BLACK_FLAG, _TAG, _LAST_TAG = "\U0001f3f4", 0xE0000, "\U000e007f"
_FLAGS = tuple(
    "".join(chr(_TAG + ord(letter)) for letter in flag) + _LAST_TAG
    for flag in ("gbeng", "gbsct", "gbwls")
)
_FLAG = len(_FLAGS[0])


@dataclass(frozen=True)
class Unseen:
    """A character that is not seen: its number in hexadecimal, and how many stand together."""

    number: str
    times: int

    def __str__(self) -> str:
        """Return what stands in its box."""
        times = f" \N{MULTIPLICATION SIGN} {self.times}" if self.times > 1 else ""
        return f"U+{self.number}{times}"


def parts_of(text: str) -> list[str | Unseen]:
    """Return a text in parts: visible text, and invisible characters."""
    lines = _LINE_END.sub("\n", text)
    parts = _Parts()
    begun = kept_to = 0
    for found in _UNSEEN.finditer(lines):
        at = found.start()
        if at < kept_to:
            continue
        kept_to = at + _kept(lines, at)
        if kept_to == at:
            parts.add_text(lines[begun:at])
            parts.add_unseen(lines[at])
            begun = at + 1
    parts.add_text(lines[begun:])
    return parts.all()


def has_boxes(text: str) -> bool:
    """Return whether some of a text is shown as a box."""
    return any(isinstance(part, Unseen) for part in parts_of(text))


def _kept(text: str, at: int) -> int:
    """Return how many characters from here on are kept, as words and pictures need them."""
    here, before = text[at], text[at - 1 : at]
    if before == _BLACK_FLAG and (
        flag := next(filter(text[at : at + _FLAG].startswith, _FLAGS), "")
    ):
        return len(flag)
    if here in (_AS_TEXT, _AS_PICTURE):
        return bool(_TAKES_LOOK.match(before))
    if here not in (_JOINER, _NON_JOINER):
        return 0
    return bool(_JOINS.match(before)) or (here == _JOINER and _joins_pictures(text, at))


def _joins_pictures(text: str, at: int) -> bool:
    before = text[max(at - 2, 0) : at].removesuffix(_AS_PICTURE)[-1:]
    return bool(_PICTURE.match(before) and _PICTURE.match(text, at + 1))


class _Parts:
    """Parts as they are found; texts that follow one another become one."""

    def __init__(self) -> None:
        self._done: list[str | Unseen] = []
        self._texts: list[str] = []
        self._boxes = 0

    def add_text(self, text: str) -> None:
        if text:
            self._texts.append(text)

    def add_unseen(self, character: str) -> None:
        number = f"{ord(character):04X}"
        before = self._done[-1] if self._done and not self._texts else None
        if isinstance(before, Unseen) and before.number == number:
            self._done[-1] = Unseen(number, before.times + 1)
        elif self._boxes < MOST_BOXES:
            self._boxes += 1
            self._end_text()
            self._done.append(Unseen(number, 1))

    def all(self) -> list[str | Unseen]:
        self._end_text()
        return self._done

    def _end_text(self) -> None:
        if self._texts:
            self._done.append("".join(self._texts))
            self._texts = []
