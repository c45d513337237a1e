"""Characters: those that are refused, dropped or made alike before anything is read.

What a later Unicode adds is refused, so that every Python and every browser reads alike.
"""

import re
import unicodedata
from collections.abc import Callable

from unsilenced.oblivious.normalise.characters import INVISIBLE, REFUSED, ZEROS

_BASE = 36
_WHITE = re.compile("[\t-\r \x85\u1680\u2028\u2029]+")
WRAPPING = (
    '<>()[]",;:\\'
    "\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a"
    "\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011"
)
"""Signs that people put around an address or a name, and that none has in it, beside a space."""
PASSES = 8
"""How often a step is repeated until repeating it changes nothing."""


def _class(runs: str) -> re.Pattern[str]:
    ranges, at = "", 0
    lengths = [int(each, _BASE) for each in runs.split(" ")]
    for skipped, taken in zip(lengths[::2], lengths[1::2], strict=False):
        at += skipped
        ranges += f"\\U{at:08x}-\\U{at + taken - 1:08x}"
        at += taken
    return re.compile(f"[{ranges}]")


_REFUSED = _class(REFUSED)
_INVISIBLE = _class(INVISIBLE)
_DIGITS = {int(zero, _BASE) + value: str(value) for zero in ZEROS.split(" ") for value in range(10)}


def is_refused(text: str) -> bool:
    """Tell whether a text holds a control, a surrogate, or what Unicode 14 does not assign."""
    return _REFUSED.search(text) is not None


def cleaned(text: str) -> str:
    """Return a text without what cannot be seen, in NFKC, its white space single spaces inside."""
    seen = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _WHITE.sub(" ", seen).strip(" ")


def settled(text: str, step: Callable[[str], str]) -> str:
    """Return a text cleaned after a step, once doing both again changes nothing."""
    for _ in range(PASSES):
        before, text = text, cleaned(step(text))
        if text == before:
            break
    return text


def ascii_digits(text: str) -> str:
    """Return a text with the decimal digits of every script as 0 to 9."""
    return text.translate(_DIGITS)


def upper(text: str) -> str:
    """Return a text in upper case; a letter whose capital Unicode 14 does not know stays."""
    return "".join(each if is_refused(each.upper()) else each.upper() for each in text)
