"""Words of the BIP-39 English list: four letters tell one from every other."""

import re
import unicodedata

from mnemonic import Mnemonic

from unsilenced.sealing.errors import WordsError

WORDS: tuple[str, ...] = tuple(Mnemonic("english").wordlist)
"""The 2,048 words in their order."""

MOST_TYPED = 2_000
"""Characters that are read of what somebody typed; 24 words and their numbering are a tenth."""

_ENOUGH = 4
_WHOLE = frozenset(WORDS)
_BY_START = {word[:_ENOUGH]: word for word in WORDS}
_RUN = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+")


def find_word(typed: str) -> str | None:
    """Return the word that `typed` (lower case) is, or begins with at least four letters."""
    if typed in _WHOLE:
        return typed
    # A start of three letters is a whole word: what is shorter than four finds nothing here.
    word = _BY_START.get(typed[:_ENOUGH])
    return word if word and word.startswith(typed) else None


def read_words(text: str, count: int, error: type[WordsError]) -> tuple[str, ...]:
    """Return the `count` words in `text`, whole and in lower case.

    Case, accents, numbering and whatever stands between words are ignored. Raises `error`,
    which names the first wrong word, or tells how many words there are.
    """
    typed = _split(text)
    words = []
    for position, each in enumerate(typed, start=1):
        word = find_word(each)
        if word is None:
            message = f"Word {position} is not one of the list."
            raise error("wrong-word", message, count=len(typed), position=position, word=each)
        words.append(word)
    if len(words) != count:
        message = f"There are {len(words)} words; there must be {count}."
        raise error("word-count", message, count=len(words))
    return tuple(words)


def _split(text: str) -> list[str]:
    """Split into runs of letters and digits, leaving out numbers.

    NFKD, without marks: a Turkish keyboard's capital I has a dot, which is no part of the word.
    """
    # Putting marks in order takes the square of how many there are in a row.
    marked = unicodedata.normalize("NFKD", text[:MOST_TYPED])
    plain = "".join(each for each in marked if unicodedata.category(each) != "Mn")
    return [run for run in _RUN.findall(plain.lower()) if not _NUMBER.fullmatch(run)]
