"""Hierarchical log-linear models: a model with a term has every part of that term too.

A term is a set of lists, written as a number with a bit for each list. Every model has the
intercept and one term for each list. Its terms of two or more lists distinguish it from other
models; a mask has one bit for each. We print its largest terms by the lists' numbers: [12,13,4].
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import log10

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.capture.compiled import compiled
from unsilenced.evidence.errors import BadInput

MOST_MODELS = 10_000_000


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of two lists and more that models of up to `max_order` choose from.

    `codes` are the terms, the smallest first; bit i of a model's mask is `codes[i]`.
    """

    lists: int
    max_order: int
    codes: NDArray[np.int64]

    @classmethod
    def up_to(cls, lists: int, max_order: int) -> Terms:
        """Return the terms for `lists` lists. Raises `BadInput` for an order out of range."""
        if not 1 <= max_order < lists:
            raise BadInput(
                f"the order is the most lists in one term: with {lists} lists from 1 to "
                f"{lists - 1}, as a term of all lists cannot be told from nobody missing"
            )
        codes = [
            sum(1 << number for number in chosen)
            for size in range(2, max_order + 1)
            for chosen in combinations(range(lists), size)
        ]
        return cls(lists, max_order, np.array(codes, np.int64))

    def of(self, mask: int) -> NDArray[np.int64]:
        """Return all terms of a model: the intercept (0), each list, then those of `mask`."""
        always = [0, *(1 << number for number in range(self.lists))]
        chosen = [int(code) for bit, code in enumerate(self.codes) if mask >> bit & 1]
        return np.array(always + chosen, np.int64)

    def written(self, mask: int) -> str:
        """Return the model's largest terms by the lists' numbers.

        >>> Terms.up_to(5, 4).written(0)
        '[1,2,3,4,5]'
        """
        terms = [int(code) for code in self.of(mask)][1:]
        largest = (one for one in terms if not any(one & other == one != other for other in terms))
        return "[" + ",".join(sorted(_digits(term) for term in largest)) + "]"

    def read(self, written: str) -> int:
        """Return the mask of a model as `written`, its smaller terms added.

        >>> terms = Terms.up_to(5, 4)
        >>> terms.written(terms.read("[123,25,34]"))
        '[123,25,34]'

        Raises `BadInput` if it is not one of these models.
        """
        mask = 0
        for word in written.strip("[]").split(","):
            term = self._term(word.strip())
            for bit, code in enumerate(self.codes):
                if int(code) & term == code:
                    mask |= 1 << bit
        return mask

    def _term(self, word: str) -> int:
        numbers = [int(digit) for digit in word if digit.isascii() and digit.isdigit()]
        if not numbers or len(numbers) != len(word) or len(set(numbers)) != len(numbers):
            raise BadInput(f"{word!r} is not a term, such as 12 for the first two lists")
        if not all(1 <= number <= self.lists for number in numbers):
            raise BadInput(f"{word!r} names a list that is not there")
        if len(numbers) > self.max_order:
            raise BadInput(f"{word!r} has more than {self.max_order} lists")
        return sum(1 << number - 1 for number in numbers)


def all_models(terms: Terms) -> NDArray[np.int64]:
    """Return the masks of all hierarchical models of `terms`, those with the fewest terms first.

    Eight bytes a model. Raises `BadInput` if there are more than 10 million.

    >>> len(all_models(Terms.up_to(5, 4)))
    6893
    """
    masks = np.zeros(1, np.int64)
    sizes = np.bitwise_count(terms.codes)
    for size in range(2, terms.max_order + 1):
        first, after = (int(place) for place in np.searchsorted(sizes, (size, size + 1)))
        parts = _parts(terms.codes, first, after)
        number = float(_number_of_wider(masks, parts))
        if number > MOST_MODELS:
            raise BadInput(
                f"{terms.lists} lists have {_about(number)} hierarchical models of order {size}; "
                f"at most {MOST_MODELS:,} can all be compared; choose a smaller order, or the "
                "stepwise method"
            )
        wider = np.empty(int(number), np.int64)
        _widen(masks, parts, first, wider)
        masks = wider
    return masks[np.lexsort((masks, np.bitwise_count(masks)))]


def _digits(term: int) -> str:
    return "".join(str(number + 1) for number in range(term.bit_length()) if term >> number & 1)


def _about(number: float) -> str:
    exact = 1e9
    return f"{number:,.0f}" if number < exact else f"about 10^{log10(number):.0f}"


def _parts(codes: NDArray[np.int64], first: int, after: int) -> NDArray[np.int64]:
    """Return for each term from `first` to `after` the mask of the terms that are part of it."""
    masks = [
        sum(1 << bit for bit, code in enumerate(codes[:first]) if int(code) & int(term) == code)
        for term in codes[first:after]
    ]
    return np.array(masks, np.int64)


@compiled
def _number_of_wider(masks: NDArray[np.int64], parts: NDArray[np.int64]) -> float:
    number = 0.0
    for mask in masks:
        allowed = 0
        for part in parts:
            allowed += mask & part == part
        number += 2.0**allowed
    return number


@compiled
def _widen(
    masks: NDArray[np.int64], parts: NDArray[np.int64], first: int, wider: NDArray[np.int64]
) -> None:
    place = 0
    for mask in masks:
        allowed = np.int64(0)
        for number, part in enumerate(parts):
            if mask & part == part:
                allowed |= np.int64(1) << np.int64(first + number)
        chosen = allowed
        while True:
            wider[place] = mask | chosen
            place += 1
            if chosen == 0:
                break
            chosen = (chosen - 1) & allowed
