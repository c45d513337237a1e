"""Number plates: capitals and digits, without what stands between them."""

import re

from unsilenced.oblivious.normalise.kinds import IdentifierKind, not_one
from unsilenced.oblivious.normalise.plate_shapes import with_zeros
from unsilenced.oblivious.normalise.text import ascii_digits, settled, upper

_BETWEEN = re.compile("[ .\\-\u00b7\u2010-\u2015\u2022\u2027\u2212\u2219\u22c5\u30fb]")
SHORTEST, LONGEST = 2, 12
"""Letters and digits of a plate."""

ALIKE = str.maketrans(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408",
    "ABEZHIKMNOPTYXABEKMHOPCTYXSIJ",
)
"""Greek, then Cyrillic capitals that plates use because they look like Latin ones."""


def canonical(text: str) -> str:
    """Return the canonical form of a cleaned plate; raises `CheckError` (`not-a-plate`)."""
    plate = settled(text, _bare)
    digits_or_letters = all(each.isalpha() or each in "0123456789" for each in plate)
    if not (SHORTEST <= len(plate) <= LONGEST and digits_or_letters):
        raise not_one(IdentifierKind.PLATE)
    return with_zeros(plate)


def _bare(text: str) -> str:
    return _BETWEEN.sub("", ascii_digits(upper(text))).translate(ALIKE)
