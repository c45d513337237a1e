"""A fit equals that of a plain GLM, and models without an estimate are recognised."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from capture_tables import ARTIFICIAL, sparse_counts, table_named
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from unsilenced.evidence.capture.exhaustive import compare
from unsilenced.evidence.capture.existence import code_of
from unsilenced.evidence.capture.fitting import (
    FITTED,
    UNDECIDED,
    data_of,
    fit,
    fit_models,
    space_for,
)
from unsilenced.evidence.capture.models import Terms, all_models
from unsilenced.evidence.capture.one_model import fit_model
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.errors import BadInput


def codes_of(counts, max_order):
    lists = len(counts).bit_length() - 1
    terms = Terms.up_to(lists, max_order)
    masks = all_models(terms)
    codes = np.empty(len(masks), np.int8)
    found = codes, np.empty(len(masks)), np.empty(len(masks))
    fit_models(data_of(counts, lists), terms.codes, masks, found)
    return {
        terms.written(mask): int(code) for mask, code in zip(masks.tolist(), codes, strict=True)
    }


def reduced_design(counts, terms):
    """The design without what a margin of zero removes, made the long way."""
    patterns = np.arange(1, len(counts))
    design = (patterns[:, None] & terms == terms).astype(float)
    margins = design.T @ counts[1:]
    left = ~design[:, margins == 0].any(axis=1)
    return design[left][:, margins > 0], counts[1:][left]


def code_by_the_book(counts, terms):
    """SparseMSE's code: the programme as Fienberg and Rinaldo write it, and the design's rank."""
    design, left = reduced_design(counts, terms)
    rows, columns = design.shape
    # Means that are all at least s, with the margins of the counts: can s be above 0?
    solved = linprog(
        [0.0] * rows + [-1.0],
        A_ub=np.hstack([-np.eye(rows), np.ones((rows, 1))]),
        b_ub=np.zeros(rows),
        A_eq=np.hstack([design.T, np.zeros((columns, 1))]),
        b_eq=design.T @ left,
        bounds=[(0, None)] * rows + [(0, 1)],
    )
    missing = -solved.fun < 1e-7
    return int(missing) + 2 * int(np.linalg.matrix_rank(design) < columns)


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("[1,2,3]", 0),
        ("[12,3]", 1),
        ("[13,2]", 0),
        ("[1,23]", 0),
        ("[12,13]", 1),
        ("[12,23]", 1),
        ("[13,23]", 0),
        ("[12,13,23]", 2),
    ],
)
def test_the_artificial_table_has_the_published_codes(model, code):
    terms = Terms.up_to(3, 2)
    assert code_of(data_of(ARTIFICIAL, 3), terms.of(terms.read(model))) == code
    assert codes_of(ARTIFICIAL, 2)[model] == code


@pytest.mark.parametrize(("name", "order"), [("Korea", 2), ("UKdat_5", 3)])
def test_every_model_has_the_code_of_both_linear_programmes(name, order):
    table = table_named(name)
    lists = len(table.lists)
    terms = Terms.up_to(lists, order)
    data = data_of(table.counts, lists)
    for place, (model, code) in enumerate(codes_of(table.counts, order).items()):
        if place % 7 == 0:
            asked = terms.of(terms.read(model))
            assert code_of(data, asked) == code
            assert code_by_the_book(table.counts, asked) == code


# Five lists, 18 cases, five patterns: for 60 models the steps neither vanish nor lead on.
SPARSE = {0b00001: 2, 0b10010: 3, 0b10011: 5, 0b11100: 3, 0b11111: 5}


def test_a_table_that_needs_the_linear_programme_is_compared_by_it():
    counts = np.zeros(32, np.int64)
    counts[list(SPARSE)] = list(SPARSE.values())
    table = OverlapTable(tuple("abcde"), counts)
    undecided = {model: code for model, code in codes_of(counts, 4).items() if code >= UNDECIDED}
    compared = compare(table, 4)
    codes = {
        compared.terms.written(mask): int(code)
        for mask, code in zip(compared.masks.tolist(), compared.codes, strict=True)
    }
    assert len(undecided) == 60
    for model in undecided:
        asked = compared.terms.of(compared.terms.read(model))
        assert codes[model] == code_by_the_book(counts, asked)
    assert set(codes.values()) <= {0, 1, 2, 3}


@settings(max_examples=150)
@given(counts=sparse_counts(), data=st.data())
def test_codes_are_the_books_for_any_counts_and_model(counts, data):
    lists = len(counts).bit_length() - 1
    terms = Terms.up_to(lists, lists - 1)
    masks = all_models(terms)
    asked = terms.of(int(masks[data.draw(st.integers(0, len(masks) - 1))]))
    counted = data_of(counts, lists)
    code, _, _ = fit(counted, asked, space_for(lists))
    assert code_of(counted, asked) == code_by_the_book(counts, asked)
    if code < UNDECIDED:
        assert code == code_of(counted, asked)
    else:
        assert code_of(counted, asked) != FITTED


@pytest.mark.parametrize(("name", "order"), [("Korea", 2), ("UKdat_5", 4), ("Ned_5", 2)])
def test_fits_are_a_plain_glms(name, order):
    table = table_named(name)
    lists = len(table.lists)
    terms = Terms.up_to(lists, order)
    masks = all_models(terms)
    drawn = np.random.default_rng(1).choice(masks, min(40, len(masks)), replace=False)
    data, space, compared = data_of(table.counts, lists), space_for(lists), 0
    for mask in drawn.tolist():
        code, log_likelihood, intercept = fit(data, terms.of(mask), space)
        if code == FITTED:
            design, counts = reduced_design(table.counts, terms.of(mask))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # perfect fits are warned of, and wanted here
                glm = sm.GLM(counts, design, family=sm.families.Poisson())
                expected = glm.fit(tol=1e-13, maxiter=200)
            assert np.exp(intercept) == pytest.approx(np.exp(expected.params[0]), rel=1e-6)
            assert log_likelihood == pytest.approx(expected.llf, abs=1e-8)
            compared += 1
    assert compared >= min(6, len(drawn))


def test_a_term_without_cases_is_minus_infinity_and_still_counts():
    table = table_named("UKdat_5")
    terms = Terms.up_to(5, 2)
    lists_without_overlap = 0b10001
    assert not table.counts[[pattern for pattern in range(32) if pattern & 17 == 17]].any()
    found = fit_model(table, terms.of(terms.read("[15,23,4]")))
    assert found.coefficients[lists_without_overlap] == -np.inf
    assert len(found.coefficients) == 8
    assert found.aic == pytest.approx(16 - 2 * found.log_likelihood)
    assert found.bic == pytest.approx(8 * np.log(2744) - 2 * found.log_likelihood)
    for criterion in ("aic", "bic"):
        compared = compare(table, 2, criterion)
        place = compared.masks.tolist().index(terms.read("[15,23,4]"))
        assert found.criterion(criterion) == pytest.approx(compared.values[place], abs=1e-8)


def test_a_model_without_estimate_is_refused_with_its_code():
    table = OverlapTable.of(
        ("a", "b", "c"), {(0, 0, 1): 41, (0, 1, 0): 5, (1, 0, 0): 5, (1, 1, 0): 54, (1, 1, 1): 12}
    )
    terms = Terms.up_to(3, 2)
    with pytest.raises(BadInput, match="code 1"):
        fit_model(table, terms.of(terms.read("[12,13,23]")))


@settings(max_examples=60)
@given(counts=sparse_counts(most=4), factor=st.integers(2, 9), data=st.data())
def test_counts_times_a_factor_have_the_estimate_times_the_factor(counts, factor, data):
    lists = len(counts).bit_length() - 1
    terms = Terms.up_to(lists, lists - 1)
    masks = all_models(terms)
    asked = terms.of(int(masks[data.draw(st.integers(0, len(masks) - 1))]))
    code, _, intercept = fit(data_of(counts, lists), asked, space_for(lists))
    assume(code == FITTED)
    scaled, _, larger = fit(data_of(counts * factor, lists), asked, space_for(lists))
    assert scaled == FITTED
    assert larger == pytest.approx(intercept + np.log(factor), abs=1e-6)


@settings(max_examples=60)
@given(counts=sparse_counts(), data=st.data())
def test_fitted_margins_are_the_counts_margins(counts, data):
    lists = len(counts).bit_length() - 1
    terms = Terms.up_to(lists, lists - 1)
    masks = all_models(terms)
    asked = terms.of(int(masks[data.draw(st.integers(0, len(masks) - 1))]))
    space = space_for(lists)
    code, _, _ = fit(data_of(counts, lists), asked, space)
    assume(code == FITTED)
    means = np.where(space.left, np.exp(space.predictors), 0)
    for term in asked:
        holds = np.arange(1 << lists) & term == term
        assert means[holds].sum() == pytest.approx(counts[holds].sum(), rel=1e-6, abs=1e-6)
