"""Where the invented reports are told to have happened: in London, or in the site's own places."""

from __future__ import annotations

from unsilenced.places.place_list import ANSWERS
from unsilenced.reports.places import place_list

REGION = "GB"
"""Where the invented telephone numbers belong, whatever the site's places are."""


def somewhere(code: str) -> str:
    """Return `code`, or the place of the site's list that stands for it; empty stays empty."""
    codes = list(place_list().names)
    if not code or code in codes or code in ANSWERS:
        return code
    return codes[int(code[-2:]) % len(codes)]


def several(codes: tuple[str, ...]) -> list[str]:
    """Return the places for some codes, each once."""
    return list(dict.fromkeys(map(somewhere, codes)))
