"""What has no estimate is recognised and put aside, and the rest does not change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.fitting import Stack, fit, small_sample
from unsilenced.evidence.events.separation import estimable


def stack_of(counts, treated, columns, exposure=None):
    """A panel whose first units are treated, with a regressor for each group of columns."""
    counts = np.array(counts, dtype=float)
    units, periods = counts.shape
    design = np.stack(
        [
            np.outer(np.arange(units) < treated, np.isin(np.arange(periods), each)).astype(float)
            for each in columns
        ],
        axis=2,
    )
    return Stack(counts, design, tuple(range(units)), exposure)


def test_where_everything_was_counted_nothing_is_put_aside():
    stack = stack_of(np.arange(1, 13).reshape(3, 4), 1, [[2], [3]])
    found = estimable([stack])
    (kept,) = found.stacks
    assert found.known.all()
    assert found.fitted.all()
    assert kept.seen is None
    assert (kept.counts == stack.counts).all()


def test_a_period_without_counts_in_treated_units_tells_nothing_of_its_ratio():
    counts = [[5, 6, 0, 4], [3, 5, 0, 2], [5, 8, 9, 7], [4, 4, 3, 6]]
    found = estimable([stack_of(counts, 2, [[2], [3]])])
    assert found.known.tolist() == [False, True]
    without = stack_of(np.delete(counts, 2, axis=1), 2, [[2]])
    assert fit(found.stacks).coefficients == pytest.approx(fit([without]).coefficients, abs=1e-9)


def test_a_reference_without_counts_in_treated_units_leaves_every_ratio_unknown():
    counts = [[0, 0, 5, 4], [0, 0, 6, 2], [5, 8, 9, 7], [4, 4, 3, 6]]
    found = estimable([stack_of(counts, 2, [[2], [3]])])
    assert not found.known.any()
    assert found.fitted.sum() == 1


def test_ratios_that_cannot_be_told_apart_are_unknown_and_leave_the_others_as_they_are():
    """The second and third regressor are the same; the first has nothing to do with them."""
    counts = np.random.default_rng(1).poisson(20, (6, 6))
    found = estimable([stack_of(counts, 3, [[2], [4], [4]])])
    assert found.known.tolist() == [True, False, False]
    assert found.fitted.tolist() == [True, True, False]
    plain = fit([stack_of(counts, 3, [[2], [4]])])
    assert fit(found.stacks).coefficients == pytest.approx(plain.coefficients, abs=1e-9)


def test_where_all_is_separated_nothing_is_known():
    counts = [[0, 0, 0, 4], [0, 0, 0, 2], [5, 8, 9, 0], [4, 4, 3, 0]]
    found = estimable([stack_of(counts, 2, [[2], [3]])])
    assert not found.known.any()


def unit_by_unit(stack):
    """The same linear programme over single counts, with a column for everything."""
    units, periods = stack.counts.shape
    unit, period = (each.ravel() for each in np.indices((units, periods)))
    flat = stack.design.reshape(units * periods, -1)
    design = np.hstack([flat, np.eye(units)[unit], np.eye(periods)[period]])
    zero = stack.counts.ravel() == 0
    number, parameters = int(zero.sum()), design.shape[1]
    found = linprog(
        np.concatenate([np.zeros(parameters), -np.ones(number)]),
        A_ub=np.hstack([design[zero], np.eye(number)]),
        b_ub=np.zeros(number),
        A_eq=np.hstack([design[~zero], np.zeros((int((~zero).sum()), number))]),
        b_eq=np.zeros(int((~zero).sum())),
        bounds=[(None, None)] * parameters + [(0, 1)] * number,
    )
    separated = np.zeros(units * periods, dtype=bool)
    separated[zero] = found.x[parameters:] > 1e-6
    return separated.reshape(units, periods)


@given(st.integers(0, 100_000), st.floats(0.1, 1.5))
@settings(max_examples=80, deadline=None)
def test_units_that_are_alike_can_be_added_up_before_the_programme(seed, mean):
    counts = np.random.default_rng(seed).poisson(mean, (6, 5)).astype(float)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 3:
        return
    stack = stack_of(counts, len(counts) // 2, [[1], [2]])
    separated = unit_by_unit(stack)
    found = estimable([stack])
    seen = [each.counts.size if each.seen is None else each.seen.sum() for each in found.stacks]
    assert sum(seen) == (~separated).sum()
    if found.known.any():
        assert np.isfinite(fit(found.stacks).coefficients).all()


def test_the_small_sample_factor_is_the_one_that_is_documented():
    assert small_sample(32, 1152, 37) == pytest.approx(32 / 31 * 1151 / 1115)
    assert small_sample(1, 100, 10) == float("inf")
    assert small_sample(10, 20, 20) == float("inf")


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_counts_of_any_size_converge(scale):
    random = np.random.default_rng(3)
    counts = random.poisson(random.uniform(1, 1000, (8, 6)) * max(scale, 1e-2)).astype(float)
    counts += counts.sum() == 0
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    stack = stack_of(counts, 3, [[3, 4]])
    found = estimable([stack])
    if found.known.all():
        inside = np.isin(np.arange(counts.shape[1]), [3, 4])
        sums = [
            counts[rows][:, columns].sum()
            for rows in (slice(0, 3), slice(3, None))
            for columns in (inside, ~inside)
        ]
        expected = np.log(sums[0] / sums[1] / sums[2] * sums[3])
        assert fit(found.stacks).coefficients[0] == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_an_exposure_that_unit_and_period_explain_changes_nothing(seed):
    """Even where exposures differ by twelve orders of magnitude."""
    random = np.random.default_rng(seed)
    counts = random.poisson(30, (6, 5)).astype(float)
    log_exposure = np.log(10) * (random.uniform(-3, 3, (6, 1)) + random.uniform(-3, 3, 5))
    plain, exposed = (
        fit([stack_of(counts, 3, [[3, 4]], exposure)]) for exposure in (None, log_exposure)
    )
    assert exposed.coefficients == pytest.approx(plain.coefficients, abs=1e-8)
    assert exposed.errors == pytest.approx(plain.errors, abs=1e-8)


def test_counts_and_exposures_too_far_apart_are_refused_and_not_guessed():
    random = np.random.default_rng(53)
    counts = np.maximum(1.0, random.poisson(10 ** random.uniform(-1, 6, (7, 7))))
    log_exposure = np.log(10) * random.uniform(-40, 40, (7, 7))
    with pytest.raises(BadInput, match="does not converge"):
        fit([stack_of(counts, 3, [[3, 4, 5, 6]], log_exposure)])
