# ruff: noqa: INP001 - a script beside what it writes
"""Writes the tables of characters of both languages: characters.ts here, characters.py in Python's.

`python web/oblivious/normalise/make_characters.py` takes them from `unicodedata` of Python 3.11,
which holds the Unicode Character Database 14.0, and refuses to run on another. So they stay the
same whichever Unicode a browser or a later Python knows.
"""

import sys
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = HERE.parents[2] / "src/unsilenced/oblivious/normalise/characters.py"
UNICODE = "14.0.0"
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
ALL = [chr(code) for code in range(sys.maxunicode + 1)]
WHITE_CONTROLS = "\t\n\v\f\r\x85"


# What DerivedCoreProperties.txt of Unicode 14.0 calls Default_Ignorable_Code_Point beside general
# category Cf: fillers, joiners, selectors of variants, and what is kept free for more of them.
IGNORABLE = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)
BLANK = 0x2800
"""The Braille pattern without dots: a letter to Unicode, and blank."""


def is_refused(character: str) -> bool:
    """Tell whether a character is a control, a surrogate, for private use, or not assigned."""
    category = unicodedata.category(character)
    if is_invisible(character):
        return False
    return category in {"Cn", "Co", "Cs"} or (category == "Cc" and character not in WHITE_CONTROLS)


def is_invisible(character: str) -> bool:
    """Tell whether a character only steers how others are shown, or shows nothing."""
    code = ord(character)
    ignorable = any(first <= code <= last for first, last in IGNORABLE)
    return unicodedata.category(character) == "Cf" or ignorable or code == BLANK


def is_zero(character: str) -> bool:
    """Tell whether ten digits begin here that NFKC leaves as they are."""
    return (
        unicodedata.category(character) == "Nd"
        and unicodedata.decimal(character) == 0
        and unicodedata.normalize("NFKC", character) == character
    )


def base36(number: int) -> str:
    """Return a number as JavaScript's `toString(36)` writes it."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = BASE36[digit] + digits
    return digits or "0"


def runs(belongs: Callable[[str], bool]) -> str:
    """Return how many characters in turn do not belong, belong, do not …, in base 36."""
    lengths, state = [0], False
    for character in ALL:
        if belongs(character) != state:
            lengths.append(0)
            state = not state
        lengths[-1] += 1
    return " ".join(map(base36, lengths))


def wrapped(text: str, before: str, after: str) -> str:
    """Return a text in lines of code that fit."""
    lines = textwrap.wrap(text, 88)
    return "\n".join(f"{before}{line}{after}" for line in lines)


TABLES = {
    "REFUSED": (runs(is_refused), "Controls, surrogates, private use, and what is not assigned."),
    "INVISIBLE": (runs(is_invisible), "What only steers how others are shown, or shows nothing."),
    "ZEROS": (
        " ".join(base36(ord(each)) for each in ALL if is_zero(each)),
        "The zeros of the decimal digits that NFKC leaves as they are.",
    ),
}
ABOUT = (
    f"Characters of Unicode {UNICODE[:-2]}, written by web/oblivious/normalise/make_characters.py."
)


def python() -> str:
    """Return characters.py."""
    parts = [f'"""{ABOUT}"""\n']
    for name, (text, about) in TABLES.items():
        lines = wrapped(text, '    "', ' "')
        parts.append(f'\n# {about}\n{name} = (\n{lines[:-2]}"\n)\n')
    return "".join(parts)


def typescript() -> str:
    """Return characters.ts."""
    parts = [f"/** {ABOUT} */\n"]
    for name, (text, about) in TABLES.items():
        lines = wrapped(text, '  "', ' " +')
        parts.append(f'\n/** {about} */\nexport const {name} =\n{lines[:-4]}";\n')
    return "".join(parts)


if __name__ == "__main__":
    if unicodedata.unidata_version != UNICODE:
        sys.exit(f"This Python knows Unicode {unicodedata.unidata_version}, not {UNICODE}.")
    PYTHON.write_text(python(), encoding="utf-8")
    (HERE / "characters.ts").write_text(typescript(), encoding="utf-8")
