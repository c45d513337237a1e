"""Several tests at once: p-values that say what they say after all that was tried."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for as many tests as there are, in the same order.

    Holm 1979, Scandinavian Journal of Statistics 6:65: the chance that any true hypothesis is
    rejected stays below the level, however the tests depend on each other.

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
