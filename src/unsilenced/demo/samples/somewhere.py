"""The places of the invented reports: in London, or in the site's own list."""

from __future__ import annotations

from unsilenced.places.place_list import ANSWERS
from unsilenced.reports.places import place_list

REGION = "GB"
"""The region of the invented telephone numbers, for every list of places."""


def somewhere(code: str) -> str:
    """Return `code`, or the place of the site's list that replaces it; empty stays empty."""
    codes = list(place_list().names)
    if not code or code in codes or code in ANSWERS:
        return code
    return codes[int(code[-2:]) % len(codes)]


def several(codes: tuple[str, ...]) -> list[str]:
    """Return the places for some codes, each once."""
    return list(dict.fromkeys(map(somewhere, codes)))
