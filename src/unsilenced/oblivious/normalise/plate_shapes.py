"""Whether a sign on a number plate is the letter O or a zero, where the countries' shapes decide.

A plate does not say its country, and both who warns and who checks must read it alike. So all
shapes are tried wherever somebody is: a wrong one only means that a plate stays as it was typed.
"""

import re
from itertools import product

SHAPES = (
    # Great Britain since 2001, 1983 and 1963; Northern Ireland, and what has no date.
    "[A-Z]{2}[0-9]{2}[A-Z]{3}",
    "[A-Z][1-9][0-9]{0,2}[A-Z]{3}",
    "[A-Z]{3}[1-9][0-9]{0,2}[A-Z]",
    "[A-Z]{1,3}[1-9][0-9]{0,3}",
    "[1-9][0-9]{0,3}[A-Z]{1,3}",
    # Ireland
    "[0-9]{2,3}(?:C[ENW]?|DL?|G|K[EKY]|L[DHKMS]?|M[HNO]|OY|RN|SO|T[NS]?|W[DHWX]?)[1-9][0-9]{0,5}",
    # France (since 2009 without I, O, U; before) and Italy (without I, O, Q, U)
    "[A-HJ-NP-TV-Z]{2}[0-9]{3}[A-HJ-NP-TV-Z]{2}",
    "[1-9][0-9]{1,3}[A-HJ-NP-TV-Z]{2,3}(?:[0-9]{2}|2[AB]|97[1-6])",
    # Germany, Austria (without O behind the digits), Switzerland and Liechtenstein
    "[A-Z\u00c4\u00d6\u00dc]{1,3}[A-Z]{1,2}[1-9][0-9]{0,3}[EH]?",
    "[A-Z]{1,2}[1-9][0-9]{0,5}[A-NP-Z]{1,3}",
    "[A-Z]{2}[1-9][0-9]{0,5}",
    # Spain, without vowels; before 2000 with a province
    "[0-9]{4}[BCDFGHJ-NPR-TV-Z]{3}",
    "[A-Z]{1,2}[0-9]{4}[A-Z]{1,2}",
    # Portugal
    "[A-Z]{2}[0-9]{2}[A-Z]{2}",
    "[0-9]{2}[A-Z]{2}[0-9]{2}",
    "[0-9]{4}[A-Z]{2}",
    "[A-Z]{2}[0-9]{4}",
    # The Netherlands, without vowels
    "[0-9]{2}[BDFGHJ-NPR-TVXZ]{4}",
    "[BDFGHJ-NPR-TVXZ]{4}[0-9]{2}",
    "[0-9]{2}[BDFGHJ-NPR-TVXZ]{3}[0-9]",
    "[0-9][BDFGHJ-NPR-TVXZ]{3}[0-9]{2}",
    "[BDFGHJ-NPR-TVXZ]{2}[0-9]{3}[BDFGHJ-NPR-TVXZ]",
    "[BDFGHJ-NPR-TVXZ][0-9]{3}[BDFGHJ-NPR-TVXZ]{2}",
    "[BDFGHJ-NPR-TVXZ]{3}[0-9]{2}[BDFGHJ-NPR-TVXZ]",
    "[BDFGHJ-NPR-TVXZ][0-9]{2}[BDFGHJ-NPR-TVXZ]{3}",
    "[0-9][BDFGHJ-NPR-TVXZ]{2}[0-9]{3}",
    "[0-9]{3}[BDFGHJ-NPR-TVXZ]{2}[0-9]",
    # Belgium; Sweden, Lithuania and Finland; Hungary; Denmark and Norway
    "[1-9][A-Z]{3}[0-9]{3}",
    "[A-Z]{3}[0-9]{3}",
    "[A-Z]{3}[0-9]{2}[A-HJ-NPR-UW-Z]",
    "[A-Z]{4}[0-9]{3}",
    "[A-Z]{2}[1-9][0-9]{4}",
    # Poland, whose numbers have no B, D, I, O, Q, Z
    "[A-Z]{2}(?:[0-9]{5}|[0-9]{4}[ACE-HJ-NPR-Y]|[0-9]{3}[ACE-HJ-NPR-Y]{2})",
    "[A-Z]{3}(?:[0-9]{5}|[0-9]{4}[ACE-HJ-NPR-Y]|[0-9]{3}[ACE-HJ-NPR-Y]{2}|[ACE-HJ-NPR-Y][0-9]{3})",
    "[A-Z]{3}(?:[0-9]{2}[ACE-HJ-NPR-Y]{2}|[ACE-HJ-NPR-Y]{2}[0-9]{2}|[0-9][ACE-HJ-NPR-Y][0-9]{2})",
    # The Czech Republic, without O; Slovakia; Romania's capital
    "[0-9][A-CEHJ-MPSTUZ][0-9A-NP-Z][0-9]{4}",
    "[A-Z]{2}[0-9]{3}[A-Z]{2}",
    "B[0-9]{3}[A-Z]{3}",
    # Bulgaria, Ukraine, Russia and Greece, by letters that look Latin
    "[ABEKMHOPCTYX]{1,2}[0-9]{4}[ABEKMHOPCTYX]{2}",
    "[ABCEHIKMOPTX]{2}[0-9]{4}[ABCEHIKMOPTX]{2}",
    "[ABEKMHOPCTYX][0-9]{3}[ABEKMHOPCTYX]{2}[0-9]{2,3}",
    # Brazil, before and since Mercosur's
    "[A-Z]{3}[0-9]{4}",
    "[A-Z]{3}[0-9][A-Z][0-9]{2}",
)
"""Letters and digits of plates, as expressions for a whole plate."""
MOST_SIGNS = 6
"""Signs that may be an O or a zero; a plate with more stays as it was typed."""

_SHAPES = re.compile("|".join(SHAPES))
_SIGN = re.compile("[O0]")


def with_zeros(plate: str) -> str:
    """Return a plate with each O and zero as the shapes have it, if that goes in one way only."""
    parts = _SIGN.split(plate)
    if not 1 < len(parts) <= MOST_SIGNS + 1 or _SHAPES.fullmatch(plate):
        return plate
    ways = (
        "".join(map("".join, zip(parts, (*signs, ""), strict=True)))
        for signs in product("O0", repeat=len(parts) - 1)
    )
    fitting = [way for way in ways if _SHAPES.fullmatch(way)]
    return fitting[0] if len(fitting) == 1 else plate
