"""The best of all models, and the stepwise model, agree with the R packages and the papers."""

import numpy as np
import pytest
from capture_tables import BIC, ESTIMATE, REFERENCE, sparse_counts, table_named
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from unsilenced.evidence.capture import exhaustive
from unsilenced.evidence.capture.exhaustive import NO_MODEL, Choices, compare, penalty
from unsilenced.evidence.capture.fitting import FITTED, UNDECIDED, data_of, fit, space_for
from unsilenced.evidence.capture.models import Terms
from unsilenced.evidence.capture.one_model import fit_model
from unsilenced.evidence.capture.stepwise import stepwise
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.capture.threads import Workers

EXHAUSTIVE = [
    pytest.param(name, found, id=f"{name} to order {found['max_order']}")
    for name, every in REFERENCE["exhaustive"].items()
    for found in every
]
STEPS = REFERENCE["sparsemse"]


@pytest.mark.parametrize(("name", "expected"), EXHAUSTIVE)
def test_all_models_agree_with_the_r_package(name, expected):
    table = table_named(name)
    found = compare(table, expected["max_order"])
    best = found.order[0]
    assert len(found.masks) == expected["models"]
    assert len(found.order) == expected["admissible"]
    assert found.terms.written(int(found.masks[best])) == expected["best"]
    assert found.estimates[best] == pytest.approx(expected["estimate"], rel=ESTIMATE)
    assert found.values[best] == pytest.approx(expected["bic"], abs=BIC)


@pytest.mark.parametrize(("name", "order"), [("UKdat", 2), ("UKdat_5", 2), ("UKdat_5", 4)])
def test_the_best_model_has_the_published_estimate(name, order):
    published = REFERENCE["published"][name]["order_2" if order == 2 else "all_orders"]
    found = compare(table_named(name), order)
    assert round(found.estimates[found.order[0]]) == published["estimate"]


@pytest.mark.parametrize("name", STEPS)
def test_the_lists_alone_agree_with_sparsemse(name):
    table = table_named(name)
    found = fit_model(table, Terms.up_to(len(table.lists), 1).of(0))
    low, high = found.interval()
    assert (low, found.estimate, high) == pytest.approx(STEPS[name]["main"], rel=ESTIMATE)
    assert found.aic == pytest.approx(STEPS[name]["main_aic"], abs=BIC)


@pytest.mark.parametrize("name", STEPS)
def test_steps_agree_with_sparsemse(name):
    table = table_named(name)
    terms = Terms.up_to(len(table.lists), 2)
    steps = stepwise(table.counts, terms)
    found = fit_model(table, terms.of(steps.masks[-1]))
    low, high = found.interval()
    assert (low, found.estimate, high) == pytest.approx(STEPS[name]["stepwise"], rel=ESTIMATE)
    assert table.cases + np.exp(steps.intercept) == pytest.approx(found.estimate, rel=ESTIMATE)
    assert found.aic == pytest.approx(STEPS[name]["stepwise_aic"], abs=BIC)
    assert found.deviance == pytest.approx(STEPS[name]["deviance"], abs=BIC)


def test_steps_are_taken_in_sparsemses_order_with_its_coefficients():
    table = table_named("UKdat")
    terms = Terms.up_to(6, 2)
    steps = stepwise(table.counts, terms)
    found = fit_model(table, terms.of(steps.masks[-1]))
    taken = {
        ":".join(name for bit, name in enumerate(table.lists) if step.term >> bit & 1): (
            found.coefficients[step.term]
        )
        for step in steps.steps
    }
    expected = STEPS["UKdat"]["stepwise_terms"]
    assert list(taken) == list(expected)
    assert taken == pytest.approx(expected, abs=1e-6)


def test_a_threshold_of_nothing_leaves_the_lists_alone():
    table = table_named("UKdat")
    assert stepwise(table.counts, Terms.up_to(6, 2), threshold=0).steps == ()


def test_steps_pass_over_what_would_leave_no_estimate():
    table = table_named("Korea")
    terms = Terms.up_to(3, 2)
    steps = stepwise(table.counts, terms, threshold=1)
    data = data_of(table.counts, 3)
    assert all(fit(data, terms.of(mask), space_for(3))[0] == FITTED for mask in steps.masks)
    assert len(steps.masks) < 4


def test_steps_have_no_model_where_not_even_the_lists_alone_have_an_estimate():
    nobody_twice = np.array([0, 5, 7, 0, 9, 0, 0, 0])
    steps = stepwise(nobody_twice, Terms.up_to(3, 2))
    assert (steps.masks, steps.steps) == ((), ())


def test_the_penalty_of_bic_is_the_logarithm_of_the_cases_and_that_of_aic_two():
    assert penalty("bic", 2744) == pytest.approx(np.log(2744))
    assert penalty("aic", 2744) == 2


def test_aic_chooses_a_wider_model_than_bic():
    table = table_named("UKdat_5")
    sizes = []
    for criterion in ("bic", "aic"):
        found = compare(table, 2, criterion)
        best = found.order[0]
        terms = found.terms.of(int(found.masks[best]))
        fitted = fit_model(table, terms)
        assert found.values[best] == pytest.approx(fitted.criterion(criterion), abs=BIC)
        sizes.append(len(terms))
    assert sizes[0] < sizes[1]


def test_weights_fall_with_the_criterion_and_add_up_to_one():
    found = compare(table_named("UKdat_5"), 2)
    first, second = found.weights[:2]
    difference = found.values[found.order[1]] - found.values[found.order[0]]
    assert second / first == pytest.approx(np.exp(-difference / 2))
    assert found.weights.sum() == pytest.approx(1)
    assert (np.diff(found.weights) <= 0).all()


def test_the_number_of_threads_changes_nothing():
    table = table_named("UKdat_5")
    one, three = (compare(table, 4, workers=Workers(threads)) for threads in (1, 3))
    assert (one.codes == three.codes).all()
    assert (one.values == three.values).all()
    assert (one.order == three.order).all()


def best_of_all(table, comparison, counts):
    """The chosen model if every model is fitted to the counts."""
    data, space = data_of(counts, comparison.terms.lists), space_for(comparison.terms.lists)
    values = {}
    for place in comparison.order.tolist():
        terms = comparison.terms.of(int(comparison.masks[place]))
        code, log_likelihood, _ = fit(data, terms, space)
        assert code < UNDECIDED
        if code == FITTED:
            costs = penalty(comparison.criterion, counts.sum()) * len(terms)
            values[place] = costs - 2 * log_likelihood
    return values


@pytest.mark.parametrize(
    ("name", "order", "criterion"),
    [("UKdat_5", 4, "bic"), ("Ned_5", 2, "aic"), ("Korea", 2, "bic")],
)
def test_looking_only_at_what_can_be_best_finds_the_best_of_all(name, order, criterion):
    table = table_named(name)
    comparison = compare(table, order, criterion)
    choices = Choices(comparison)
    stream = np.random.default_rng(5)
    for _ in range(8):
        counts = stream.multinomial(table.cases // 3, table.counts / table.cases)
        place, estimate = choices.choose(counts)
        values = best_of_all(table, comparison, counts)
        assert values[place] == min(values.values())
        terms = comparison.terms.of(int(comparison.masks[place]))
        fitted = fit(data_of(counts, len(table.lists)), terms, space_for(len(table.lists)))
        assert estimate == pytest.approx(counts.sum() + np.exp(fitted[2]))


@settings(max_examples=25)
@given(counts=sparse_counts(most=4), other=st.data())
def test_the_best_of_other_counts_is_found_however_sparse_they_are(counts, other):
    table = unchecked(counts)
    comparison = compare(table, len(table.lists) - 1)
    assume(len(comparison.order))
    drawn = np.array(other.draw(st.lists(st.integers(0, 9), min_size=len(counts) - 1)))
    replaced = np.resize(np.append(drawn, 1), len(counts))
    replaced[0] = 0
    assume(replaced.any())
    place, _ = Choices(comparison).choose(replaced)
    values = best_of_all(table, comparison, replaced)
    if place == NO_MODEL:
        assert not values
    else:
        assert values[place] == pytest.approx(min(values.values()), abs=1e-6)


def unchecked(counts):
    """A table such as a replicate's: a list may be empty, or overlap with none."""
    table = OverlapTable.__new__(OverlapTable)
    object.__setattr__(table, "lists", tuple("abcdefgh"[: len(counts).bit_length() - 1]))
    object.__setattr__(table, "counts", counts)
    return table


@pytest.mark.parametrize("exists", [True, False])
def test_what_cannot_be_decided_by_fitting_goes_to_the_linear_programme(monkeypatch, exists):
    table = table_named("Korea")
    comparison = compare(table, 2)
    best, second = comparison.order[:2].tolist()
    asked = []

    def undecided_best(data, search):
        """As if the best model's steps neither vanished nor led on."""
        if best in search.refused:
            return second, False, 0.0
        return best, best not in search.accepted, 0.0

    def programme(data, terms):
        asked.append(terms)
        return 0 if exists else 1

    monkeypatch.setattr(exhaustive, "_best", undecided_best)
    monkeypatch.setattr(exhaustive, "code_of", programme)
    place, _ = Choices(comparison).choose(table.counts)
    assert len(asked) == 1
    assert place == (best if exists else second)


# So few cases are on so many lists together that the steps lead on by no whole numbers.
SCATTERED = {0b0100111: 1, 0b0111000: 1, 0b1010000: 1, 0b1111101: 1}


def test_a_table_that_needs_the_linear_programme_gets_it():
    counts = np.zeros(128, np.int64)
    counts[list(SCATTERED)] = list(SCATTERED.values())
    terms = Terms.up_to(7, 2)
    mask = terms.read("[12,13,14,17,24,26,35,45,46,67]")
    code, _, _ = fit(data_of(counts, 7), terms.of(mask), space_for(7))
    assert code >= UNDECIDED
    assert exhaustive.code_of(data_of(counts, 7), terms.of(mask)) == 1
