"""Which words of the list somebody may have meant, found as in `web/reporter/nearest.ts`."""

from __future__ import annotations

from difflib import get_close_matches

from unsilenced.sealing.words import WORDS

_ALIKE = 0.7
"""How alike two words must be, from 0 to 1, before the page asks about them."""
_MOST = 2
_BEGINNING = 3
"""With so many letters, a word counts as begun; with fewer, too many words begin like it."""


def nearest(typed: str) -> list[str]:
    """Return the one or two words most like `typed`, in the order of the alphabet.

    Words that begin with it come before all others, the shortest of them first.
    """
    begun = [word for word in WORDS if word.startswith(typed)] if len(typed) >= _BEGINNING else []
    alike = get_close_matches(typed, WORDS, n=_MOST, cutoff=_ALIKE)
    ranked = dict.fromkeys([*sorted(begun, key=len), *alike])
    return sorted(list(ranked)[:_MOST])
