"""Adding pairs of lists one by one, as Chan, Silverman and Vincent (2021) do.

It begins with the lists alone. Each step takes the pair whose overlap is the least likely under
the model so far, by the one-sided Poisson probability of an overlap at least as far from its mean.
It skips a pair that would leave the model without one finite estimate. It ends when no
probability is below the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import pdtr, pdtrc

from unsilenced.evidence.capture.existence import code_of
from unsilenced.evidence.capture.fitting import (
    FITTED,
    UNDECIDED,
    Data,
    Floats,
    Integers,
    data_of,
    fit,
    fit_models,
    space_for,
    superset_sums,
)
from unsilenced.evidence.capture.models import Terms

THRESHOLD = 0.02


@dataclass(frozen=True)
class Step:
    """A pair that was added: its term, and the probability of its overlap before."""

    term: int
    probability: float


@dataclass(frozen=True, eq=False)
class Steps:
    """What was added, the masks on the way, and the codes of all models that were tried.

    `masks` are the models from the lists alone to the chosen one, which is the last. There are
    none if even the first has no estimate. `intercept` belongs to the chosen model.
    """

    masks: tuple[int, ...]
    steps: tuple[Step, ...]
    codes: tuple[int, ...]
    intercept: float


def stepwise(counts: Integers, terms: Terms, threshold: float = THRESHOLD) -> Steps:
    """Choose a model for `counts` by adding pairs out of `terms`."""
    data = data_of(counts, terms.lists)
    pairs = terms.codes[: terms.lists * (terms.lists - 1) // 2]
    codes, intercepts = _fit_all(data, terms, np.zeros(1, np.int64))
    tried = [int(codes[0])]
    if codes[0] != FITTED:
        return Steps((), (), tuple(tried), float("nan"))
    masks = [0]
    steps: list[Step] = []
    intercept = float(intercepts[0])
    while len(steps) < len(pairs):
        outside = [bit for bit in range(len(pairs)) if not masks[-1] >> bit & 1]
        wider = np.array([masks[-1] | 1 << bit for bit in outside], np.int64)
        codes, intercepts = _fit_all(data, terms, wider)
        tried += codes.tolist()
        likely = _probabilities(data, terms.of(masks[-1]), pairs[outside])
        likely[codes != FITTED] = 1.0
        least = int(np.argmin(likely))
        if likely[least] >= threshold:
            break
        masks.append(int(wider[least]))
        steps.append(Step(int(pairs[outside[least]]), float(likely[least])))
        intercept = float(intercepts[least])
    return Steps(tuple(masks), tuple(steps), tuple(tried), intercept)


def _fit_all(data: Data, terms: Terms, masks: Integers) -> tuple[Integers, Floats]:
    codes = np.empty(len(masks), np.int8)
    intercepts = np.empty(len(masks))
    fit_models(data, terms.codes, masks, (codes, np.empty(len(masks)), intercepts))
    for place in np.flatnonzero(codes >= UNDECIDED):
        codes[place] = code_of(data, terms.of(int(masks[place])))
    return codes.astype(np.int64), intercepts


def _probabilities(data: Data, terms: Integers, pairs: Integers) -> Floats:
    """Return for each pair how likely an overlap is that is as far from the fitted one."""
    space = space_for(data.lists)
    fit(data, terms, space)
    means = np.where(space.left, np.exp(space.predictors), 0.0)
    superset_sums(means, data.lists)
    overlaps, expected = data.margins[pairs], means[pairs]
    at_least = np.where(overlaps > 0, pdtrc(np.maximum(overlaps - 1, 0), expected), 1.0)
    return np.asarray(np.minimum(pdtr(overlaps, expected), at_least))
