"""Where the linear programme's corner is not whole, the range is still that of whole counts."""

import numpy as np
import pytest

from unsilenced.evidence.disclosure.ranges import Completions, Contradiction, Range
from unsilenced.evidence.disclosure.system import System, sums_of
from unsilenced.evidence.errors import BadInput

# Three counts, each two of which are summed: the corners are halves.
PAIRS = sums_of([np.array([0, 1]), np.array([1, 2]), np.array([0, 2])], 3)
ALL = np.array([0, 1, 2])


def system(low, high):
    return System(PAIRS, np.array(low), np.array(high, dtype=float))


def test_three_people_of_whom_no_two_are_together_are_one_and_not_one_and_a_half():
    assert Completions(system([0, 0, 0], [1, 1, 1])).range_of(ALL) == Range(0, 1)


def test_the_least_is_whole_too():
    assert Completions(system([1, 1, 1], [np.inf] * 3)).range_of(ALL) == Range(2, None)


def test_sums_that_only_halves_agree_with_contradict_each_other():
    with pytest.raises(Contradiction):
        Completions(system([1, 1, 1], [1, 1, 1]))


def test_what_the_solver_cannot_tell_apart_is_bad_input_with_the_reason():
    huge = 10**18  # beyond the 53 bits that it calculates with
    with pytest.raises(BadInput, match="this cannot be audited: "):
        Completions(system([huge, 0, 0], [huge + 8, np.inf, np.inf])).range_of(ALL)
