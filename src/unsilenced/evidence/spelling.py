"""The spelling of names and labels: what none may contain, and which are the same to people."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

LONGEST: Final = 1000
"""The most characters of a field: a longer text is no label."""

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What no field may have: line breaks, tabs, and characters that a terminal would obey."""

_BREAKS: Final = "\n\v\f\r\x85\u2028\u2029"
_UNSEEN: Final = "Cf"
_JOINERS: Final = "\u200c\u200d"


def check_text(text: str) -> None:
    """Raise `ValueError` with the reason if `text` has a control character or is too long."""
    if control := CONTROL.search(text):
        raise ValueError(reason_against(control[0]))
    if len(text) > LONGEST:
        raise ValueError(too_long(text))


def too_long(text: str) -> str:
    """Return why `text`, which has more than `LONGEST` characters, is refused."""
    return f"has {len(text):,} characters; at most {LONGEST:,} are read"


def reason_against(control: str) -> str:
    """Return why a control character is refused.

    >>> reason_against(chr(9))
    'is no text: it holds the control character 9; write a space instead'
    """
    if control in _BREAKS:
        return "has a line break in it; is a quote not closed?"
    reason = f"is no text: it holds the control character {ord(control)}"
    return f"{reason}; write a space instead" if control == "\t" else reason


def composed(text: str) -> str:
    """Return `text` with each letter and its accent as one character (NFC).

    >>> len("e" + chr(0x301)), len(composed("e" + chr(0x301)))
    (2, 1)
    """
    return normalize("NFC", text)


def shown(message: str) -> str:
    """Return a message with the code of each invisible or control character in its place.

    Joiners stay: many languages need them in writing.

    >>> shown(chr(0xFEFF) + "unit")
    '<U+FEFF>unit'
    """
    return "".join(f"<U+{ord(each):04X}>" if _is_unseen(each) else each for each in message)


def _is_unseen(character: str) -> bool:
    if CONTROL.match(character):
        return True
    return category(character) == _UNSEEN and character not in _JOINERS


def alike(text: str) -> str:
    """Return a form of `text` that is equal for all texts that people take for the same.

    Capitals, white space, widths (NFKC) and invisible characters make no difference.

    >>> alike("East" + chr(0xA0) + "End") == alike("EAST  END")
    True
    """
    seen = "".join(each for each in normalize("NFKC", text) if category(each) != _UNSEEN)
    return "".join(normalize("NFKC", seen.casefold()).split())
