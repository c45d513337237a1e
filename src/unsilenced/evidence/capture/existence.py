"""The linear programme that decides whether a model's estimate exists (Fienberg and Rinaldo 2012).

They ask whether some table with a mean above 0 at every pattern has the margins of the counts.
The dual question is: does a change of the coefficients lower the linear predictor at some pattern
that counts 0, raise it at no such pattern, and leave it the same at every pattern that was
counted? Such a change can be repeated without end. Its size is free, so for any counts the
programme's value is either 0 or at most -1, and no tolerance decides.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from unsilenced.evidence.capture.fitting import (
    FITTED,
    NO_ESTIMATE,
    NOT_UNIQUE,
    Data,
    Integers,
    reduced,
    space_for,
)

_HALF_WAY = -0.5


def code_of(data: Data, terms: Integers) -> int:
    """Return 0 if the estimate exists and is unique, 1 if it does not exist, 2 if not unique, 3.

    `terms` hold all their parts, the intercept (0) first. Like `checkident` of the R package
    SparseMSE, it first leaves out the patterns that contain a term with a margin of 0.

    >>> from unsilenced.evidence.capture.fitting import data_of
    >>> counts = np.array([0, 40, 30, 6, 20, 0, 0, 0])
    >>> [code_of(data_of(counts, 3), np.array(terms)) for terms in (
    ...     [0, 1, 2, 4], [0, 1, 2, 4, 0b011], [0, 1, 2, 4, 0b011, 0b101, 0b110])]
    [0, 1, 2]
    """
    space = space_for(data.lists)
    number, unique = reduced(data, terms, space)
    patterns = np.flatnonzero(space.left)
    design = (patterns[:, None] & space.terms[:number] == space.terms[:number]).astype(float)
    counted = data.counts[patterns] > 0
    exists = _value(design[counted], design[~counted]) > _HALF_WAY
    return (FITTED if exists else NO_ESTIMATE) + (FITTED if unique else NOT_UNIQUE)


def _value(counted: np.ndarray, uncounted: np.ndarray) -> float:
    if not uncounted.size:
        return 0.0
    solved = linprog(
        uncounted.sum(axis=0),
        A_ub=np.vstack([uncounted, -uncounted]),
        b_ub=np.repeat([0.0, 1.0], len(uncounted)),
        A_eq=counted if counted.size else None,
        b_eq=np.zeros(len(counted)) if counted.size else None,
        bounds=(None, None),
        method="highs",
    )
    if solved.status:
        raise ArithmeticError(f"The linear programme was not solved: {solved.message}")
    return float(solved.fun)
