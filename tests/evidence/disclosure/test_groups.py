"""Readers know no small group, neither a union of cells nor its growth: all are checked."""

import itertools
from unittest.mock import patch

import pytest
from evidence.disclosure.enumerating import (
    completions,
    hide,
    hides_as_the_gate,
    table_of,
    with_totals,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.disclosure import groups
from unsilenced.evidence.disclosure.audit import Ledger, Rule, audit
from unsilenced.evidence.disclosure.counts import counts_of
from unsilenced.evidence.disclosure.gate import Released, disclose, release


def ab(cells, name="now"):
    return table_of(cells, name, ("A", "B"))


INNER = tuple(itertools.product(range(2), repeat=2))


def unions(table):
    """All unions of the cells of a row or of a column, the totals' too, by their places."""
    rows, columns = range(len(table.rows)), range(len(table.columns))
    for size in range(1, len(columns) + 1):
        for some in itertools.combinations(columns, size):
            yield from ([(row, column) for column in some] for row in rows)
            yield [(row, column) for row in rows for column in some]
    for size in range(1, len(rows) + 1):
        for some in itertools.combinations(rows, size):
            yield from ([(row, column) for row in some] for column in columns)
            yield [(row, column) for row in some for column in columns]


def known(found, rule):
    low, high = min(found), max(found)
    return low >= 1 and high < rule.threshold and high - low < rule.width


THEN = ab([[None, None, 30], [None, None, 40], [21, 49, 70]], "then")


def test_two_more_people_in_one_or_the_other_are_known_of():
    now = ab([[None, None, 32], [None, None, 49], [27, 54, 81]])
    found = release(now, Ledger(earlier=(THEN,)))
    assert not isinstance(found, Released)
    increases = found.audit.as_json()["increases"]
    assert ["then", "A w", "B a or b", 2, 2] in increases


def test_the_gate_hides_until_no_union_of_increases_is_known():
    cells = {("w", "a"): 11, ("w", "b"): 21, ("x", "a"): 16, ("x", "b"): 33}
    answer = disclose(counts_of(cells, ("A", "B"), "now"), Ledger(earlier=(THEN,)))
    assert isinstance(answer, Released)
    # The row's total would tell of two more.
    assert answer.table.cells[0][2] is None


def test_audit_tells_of_unions_between_releases_too():
    now = ab([[None, None, None, 32], [None, None, None, 49], [27, 44, 10, 81]])
    then = ab([[None, None, None, 30], [None, None, None, 40], [21, 39, 10, 70]], "then")
    found = audit(now, Ledger(earlier=(then,)))
    assert not found.safe
    # Nobody joined c: its total is the same. So they joined a or b.
    assert found.as_json()["increases"] == [
        ["then", "w", "Total", 2, 2],
        ["then", "A w", "B a or b", 2, 2],
    ]


def test_a_union_of_hidden_cells_that_is_known_to_be_few():
    # Each may be from 1 to 3 alone, which is wide enough for this rule; together they are 4.
    table = ab([[None, None, 20, None], [None, None, 60, None], [16, 18, 80, 114]])
    assert release(table, rule=Rule(2, 5)).audit.safe
    told = ab([[None, None, 20, 24], [None, None, 60, 90], [16, 18, 80, 114]])
    found = release(told, rule=Rule(2, 5))
    assert not isinstance(found, Released)
    assert found.audit.as_json()["groups"] == [["now", "A w", "B a or b", 4, 4]]


@settings(deadline=None, max_examples=30)
@given(
    st.tuples(*[st.integers(0, 4)] * 4),
    st.tuples(*[st.integers(0, 2)] * 4),
    st.sampled_from([Rule(3, 3), Rule(2, 3), Rule(1, 4)]),
)
def test_whoever_tries_everything_finds_no_few_in_two_releases(first, more, rule):
    if not sum(first):
        return
    then = disclose(counted(first, "then"), rule=rule)
    if not isinstance(then, Released):
        return
    now = disclose(
        counted([a + b for a, b in zip(first, more, strict=True)], "now"),
        Ledger(earlier=(then.table,)),
        rule,
    )
    if not isinstance(now, Released):
        return
    if None in {then.table.cells[-1][-1], now.table.cells[-1][-1]}:
        return  # there is no end to the ways
    ways = list(both_ways(then.table, now.table, rule.threshold))
    assert ways
    for union in unions(now.table):
        for count in (
            [sum(old[i][j] for i, j in union) for old, _ in ways],
            [sum(new[i][j] for i, j in union) for _, new in ways],
            [sum(new[i][j] - old[i][j] for i, j in union) for old, new in ways],
        ):
            assert not known(count, rule)


@pytest.mark.parametrize("all_tried", [True, False])
@settings(deadline=None, max_examples=30)
@given(
    st.tuples(st.tuples(*[st.integers(0, 4)] * 4), st.tuples(*[st.integers(0, 2)] * 4)),
    st.tuples(st.sets(st.sampled_from(INNER)), st.sets(st.sampled_from(INNER))),
    st.sampled_from([Rule(3, 3), Rule(2, 3), Rule(1, 4)]),
)
def test_what_the_audit_finds_of_increases_is_what_trying_everything_finds(
    all_tried, counts, hidden, rule
):
    (first, more), (before, after) = counts, hidden
    old = with_totals([list(first[:2]), list(first[2:])])
    both = [a + b for a, b in zip(first, more, strict=True)]
    new = with_totals([both[:2], both[2:]])
    then, now = ab(hide(old, before), "then"), ab(hide(new, after))
    ways = list(both_ways(then, now, None))
    expected = any(
        known([sum(b[i][j] - a[i][j] for i, j in union) for a, b in ways], rule)
        for union in unions(now)
    )
    # Of many cells a programme finds the union: here of few, too.
    with patch.object(groups, "_FEW_CELLS", 9 if all_tried else 0):
        found = audit(now, Ledger(earlier=(then,)), rule)
    assert bool(found.as_json()["increases"]) == expected


def counted(inner, name):
    cells = dict(zip(itertools.product("wx", "ab"), inner, strict=True))
    return counts_of(cells, ("A", "B"), name)


def both_ways(then, now, threshold):
    """Every two ways to fill two tables in, of which the second has grown from the first."""
    firsts = [way for way in completions(then) if hides_as_the_gate(then, way, threshold)]
    for new in completions(now):
        if hides_as_the_gate(now, new, threshold):
            for old in firsts:
                if all(new[i][j] >= old[i][j] for i, j in INNER):
                    yield old, new


@pytest.mark.parametrize("more", [1, 4])
def test_a_total_that_grows_by_a_few_is_known_of_whatever_is_crossed(more):
    then = table_of(with_totals([[12, 30], [40, 50]]), "then", ("C", "D"))
    now = ab(with_totals([[20, 22], [40, 50 + more]]))
    ledger = Ledger(instants=(1,), wheres=({},), aside=((then, 0),))
    found = release(now, ledger)
    assert not isinstance(found, Released)
    assert ["then", "A Total", "B a or b", more, more] in found.audit.as_json()["increases"]
