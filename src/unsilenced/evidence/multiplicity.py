"""Several tests at once: p-values that take all the tests into account."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for the number of tests, in the same order.

    Holm 1979, Scandinavian Journal of Statistics 6:65: the chance of rejecting any true hypothesis
    stays below the level, however the tests depend on each other.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    so_far = 0.0
    for rank, at in enumerate(order):
        so_far = max(so_far, min(1.0, p_values[at] * (len(p_values) - rank)))
        adjusted[at] = so_far
    return adjusted
