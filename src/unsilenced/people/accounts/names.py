"""The names people choose: which ones are allowed, and when two are the same."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal

LEAST = 2
MOST = 40
"""Characters of a name, at most, in NFKC."""


def tidy(name: str, *, field: str = "name") -> str:
    """Return the name as it is stored: NFKC (UAX 15), single spaces.

    Raises a 422 refusal for a name that is too short, too long, or has invisible characters.
    """
    tidied = " ".join(unicodedata.normalize("NFKC", name).split())
    if not LEAST <= len(tidied) <= MOST:
        message = _("Choose a name of %(least)d to %(most)d characters.")
        raise Refusal(422, "wrong-member", message % {"least": LEAST, "most": MOST}, field=field)
    if not tidied.isprintable():
        raise Refusal(
            422, "wrong-member", _("Choose a name that others can see and type."), field=field
        )
    return tidied


def fold(name: str) -> str:
    """Return the name as it is compared: without case, spacing or look-alike forms."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    return unicodedata.normalize("NFKC", plain.casefold())
