"""How far visited units differed before the visits already: a statistic to randomise."""

from __future__ import annotations

from math import inf

from unsilenced.evidence.displacement.around import Around, Span
from unsilenced.evidence.events.fitting import Stack, fit
from unsilenced.evidence.events.leads import wald
from unsilenced.evidence.events.separation import estimable


def distance_before(found: Around, span: Span) -> float:
    """Return Wald's statistic of all leads over their number, from the periods before alone.

    Infinite, the farthest value, if a lead has no estimate, or if the units differ in too few ways
    to tell leads apart.
    """
    stacks = found.before_alone(span.leads)
    if not stacks:
        return inf
    if not all(_counted_throughout(stack, span) for stack in stacks):
        kept = estimable(stacks)
        if not kept.known.all():
            return inf
        stacks = kept.stacks
    fitted = fit(stacks)
    statistic = wald(fitted.coefficients, fitted.covariance)
    return inf if statistic is None else statistic


def _counted_throughout(stack: Stack, span: Span) -> bool:
    """Tell whether both sides have counts in every period before, so that all can be estimated."""
    visited = stack.design.any(axis=(1, 2))
    both = all(stack.counts[rows].any(axis=0).all() for rows in (visited, ~visited))
    return both and stack.counts.shape[1] == span.before
