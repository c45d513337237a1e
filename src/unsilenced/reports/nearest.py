"""Which words of the list somebody may have meant, as `web/reporter/nearest.ts` finds them."""

from __future__ import annotations

from difflib import get_close_matches

from unsilenced.sealing.words import WORDS

_ALIKE = 0.7
"""How alike two words must be, from 0 to 1, to be worth asking."""
_MOST = 2
_BEGINNING = 3
"""Letters from which on a word counts as begun; with fewer, too many words begin so."""


def nearest(typed: str) -> list[str]:
    """Return the one or two words most like `typed`, in the order of the alphabet.

    Words that begin with it come before all others, the shortest of them first.
    """
    begun = [word for word in WORDS if word.startswith(typed)] if len(typed) >= _BEGINNING else []
    alike = get_close_matches(typed, WORDS, n=_MOST, cutoff=_ALIKE)
    ranked = dict.fromkeys([*sorted(begun, key=len), *alike])
    return sorted(list(ranked)[:_MOST])
