"""For which counts and coefficients of a Poisson regression an estimate exists.

A direction of the parameters may lower only the means of counts that are 0, and move no other
mean. Then the likelihood rises without end in that direction: those counts are separated. They say
nothing about the rest, and we put them aside (Correia, Guimaraes and Zylkin 2019,
arXiv:1903.01633). A linear programme finds all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, identity, vstack

from unsilenced.evidence.events.fitting import Stack, summed, taken_out
from unsilenced.evidence.events.panel import Numbers, Truths

_MOVED = 1e-6
_INDEPENDENT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Estimable:
    """Stacks that can be fitted, with separated counts put aside.

    Their design has the `fitted` regressors: none is a combination of fixed effects and the other
    regressors. Of these, the `known` have an estimate. The others only stand for combinations that
    have one, such as the ratio of two bins of which neither can be compared with the reference.
    """

    stacks: tuple[Stack, ...]
    fitted: Truths
    known: Truths


def estimable(stacks: Sequence[Stack]) -> Estimable:
    """Put aside the separated counts, and find which regressors have an estimate."""
    seen = _not_separated(stacks)
    kept = [
        stack if one.all() else replace(stack, seen=one)
        for stack, one in zip(stacks, seen, strict=True)
    ]
    kept = [each for each in map(_without_unseen, kept) if each is not None]
    fitted, known = _determined(kept, stacks[0].design.shape[-1])
    chosen = tuple(replace(each, design=each.design[..., fitted]) for each in kept)
    return Estimable(chosen, fitted, known)


def _not_separated(stacks: Sequence[Stack]) -> list[Truths]:
    # Units with the same regressors can be added up. Each has its own factor and some count, so its
    # mean vanishes where the mean of their sum does.
    alike = [_alike(stack) for stack in stacks]
    added = [together for together, _ in alike]
    counts = np.concatenate([stack.counts.ravel() for stack in added])
    separated = _separated(_columns(added), counts == 0)
    ends = np.cumsum([stack.counts.size for stack in added])
    parts = np.split(~separated, ends[:-1])
    return [
        part.reshape(stack.counts.shape)[group]
        for part, (stack, group) in zip(parts, alike, strict=True)
    ]


def _alike(stack: Stack) -> tuple[Stack, NDArray[np.intp]]:
    """Return the stack with units of the same regressors added up, and where each unit went."""
    flat = stack.design.reshape(len(stack.design), -1)
    _, first, group = np.unique(flat, axis=0, return_index=True, return_inverse=True)
    group = group.ravel()
    counts = np.zeros((len(first), stack.counts.shape[1]))
    np.add.at(counts, group, stack.counts)
    return Stack(counts, stack.design[first], tuple(range(len(first)))), group


def _separated(design: csr_matrix, zero: Truths) -> Truths:
    separated = np.zeros(len(zero), dtype=bool)
    if not zero.any():
        return separated
    lowered, fixed = design[zero], design[~zero]
    number, parameters = lowered.shape
    # Lower each count of 0 by at least its w, which is at most 1; move no other; maximise sum of w.
    found = linprog(
        np.concatenate([np.zeros(parameters), -np.ones(number)]),
        A_ub=hstack([lowered, identity(number)]),
        b_ub=np.zeros(number),
        A_eq=hstack([fixed, csr_matrix((fixed.shape[0], number))]),
        b_eq=np.zeros(fixed.shape[0]),
        bounds=[(None, None)] * parameters + [(0, 1)] * number,
        method="highs",
    )
    separated[zero] = found.x[parameters:] > _MOVED
    return separated


def _columns(stacks: Sequence[Stack]) -> csr_matrix:
    """Return the whole design: regressors, and a column for each stack's units and periods."""
    effects = sum(sum(stack.counts.shape) for stack in stacks)
    rows, begin = [], 0
    for stack in stacks:
        units, periods = stack.counts.shape
        unit, period = (each.ravel() for each in np.indices((units, periods)))
        at = np.arange(units * periods)
        both = csr_matrix(
            (
                np.ones(2 * len(at)),
                (np.tile(at, 2), np.concatenate([begin + unit, begin + units + period])),
            ),
            shape=(len(at), effects),
        )
        regressors = stack.design.reshape(len(at), -1)
        rows.append(hstack([csr_matrix(regressors), both]))
        begin += units + periods
    return csr_matrix(vstack(rows))


def _without_unseen(stack: Stack) -> Stack | None:
    """Return the stack without units and periods that have no seen count, or `None` if empty."""
    if stack.seen is None:
        return stack
    units, periods = stack.seen.any(axis=1), stack.seen.any(axis=0)
    if not units.any():
        return None
    exposure = stack.log_exposure
    return Stack(
        stack.counts[units][:, periods],
        stack.design[units][:, periods],
        tuple(np.array(stack.clusters)[units]),
        None if exposure is None else exposure[units][:, periods],
        stack.seen[units][:, periods],
    )


def _determined(stacks: Sequence[Stack], number: int) -> tuple[Truths, Truths]:
    """Return which regressors to fit, and which of these no other combination can replace."""
    fitted, known = np.zeros(number, dtype=bool), np.zeros(number, dtype=bool)
    if not stacks:
        return fitted, known
    weights = [stack.seen_only(np.ones(stack.counts.shape)) for stack in stacks]
    designs = [stack.design for stack in stacks]
    left: list[Numbers] = [
        taken_out(stack, stack.design, weight)
        for stack, weight in zip(stacks, weights, strict=True)
    ]
    sizes = np.sqrt(np.maximum(1.0, np.diag(summed(designs, weights, designs))))
    squares = summed(left, weights, left) / np.outer(sizes, sizes)
    values, vectors = np.linalg.eigh(squares)
    known = np.abs(vectors[:, values < _INDEPENDENT]).max(axis=1, initial=0.0) < _MOVED
    for at in (*np.flatnonzero(known), *np.flatnonzero(~known)):
        before = np.flatnonzero(fitted)
        cross = squares[before, at]
        among = squares[np.ix_(before, before)]
        fitted[at] = squares[at, at] - cross @ np.linalg.solve(among, cross) > _INDEPENDENT
    return fitted, known & fitted
