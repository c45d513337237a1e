"""Words of the BIP-39 English list: four letters are enough to tell any two of them apart."""

import re
import unicodedata

from mnemonic import Mnemonic

from unsilenced.sealing.errors import WordsError

WORDS: tuple[str, ...] = tuple(Mnemonic("english").wordlist)
"""The 2,048 words in their order."""

MOST_TYPED = 2_000
"""How many typed characters are read; 24 words and their numbering are a tenth of that."""

_ENOUGH = 4
_WHOLE = frozenset(WORDS)
_BY_START = {word[:_ENOUGH]: word for word in WORDS}
_RUN = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+")


def find_word(typed: str) -> str | None:
    """Return the word that `typed` (lower case) is, or begins, with at least four letters."""
    if typed in _WHOLE:
        return typed
    # A start of three letters is always a whole word, so nothing shorter than four is found here.
    word = _BY_START.get(typed[:_ENOUGH])
    return word if word and word.startswith(typed) else None


def read_words(text: str, count: int, error: type[WordsError]) -> tuple[str, ...]:
    """Return the `count` words in `text`, whole and in lower case.

    Case, accents, numbering and anything between words are ignored. Raises `error`, which names the
    first wrong word, or says how many words there are.
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

    Use NFKD and drop the marks: a Turkish keyboard's capital I has a dot, which is not part of the
    word.
    """
    # Sorting marks takes time with the square of how many follow each other, so cut the text first.
    marked = unicodedata.normalize("NFKD", text[:MOST_TYPED])
    plain = "".join(each for each in marked if unicodedata.category(each) != "Mn")
    return [run for run in _RUN.findall(plain.lower()) if not _NUMBER.fullmatch(run)]
