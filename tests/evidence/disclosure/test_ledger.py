"""What is published already is known: tables that share a margin, and earlier releases."""

import itertools
import json

import pytest
from click.testing import CliRunner
from evidence.disclosure.enumerating import completions, hide, table_of, with_totals, written
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.audit import Ledger, Rule, audit
from unsilenced.evidence.disclosure.counts import counts_of
from unsilenced.evidence.disclosure.gate import Released, disclose
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.errors import BadInput


def pairs(ranges):
    return {labels: (found.low, found.high) for labels, found in ranges.items()}


def ab(cells, name="now"):
    return table_of(cells, name, ("A", "B"))


def release_of(cube, names, over, hidden, name):
    """The table of two dimensions of a cube of counts, summed over the third."""
    sums = {}
    for key, count in cube.items():
        kept = tuple(part for axis, part in enumerate(key) if axis != over)
        sums[kept] = sums.get(kept, 0) + count
    inner = [[sums[i, j] for j in range(2)] for i in range(2)]
    labels = [tuple(f"{each}{n}" for n in range(2)) for each in names]
    cells = tuple(map(tuple, hide(with_totals(inner), hidden)))
    return PublishedTable(name, tuple(names), *labels, cells)


CORNERS = tuple(itertools.product(range(2), repeat=3))
INNER = ((0, 0), (0, 1), (1, 0), (1, 1))


@settings(deadline=None, max_examples=25)
@given(
    st.tuples(*[st.integers(0, 1)] * 8),
    st.sets(st.sampled_from(INNER)),
    st.sets(st.sampled_from(INNER)),
    st.sets(st.sampled_from(INNER)),
)
def test_three_tables_of_the_same_people_are_audited_as_the_cube_they_come_from(
    counts, hidden_ab, hidden_ac, hidden_bc
):
    cube = dict(zip(CORNERS, counts, strict=True))
    tables = [
        release_of(cube, "AB", 2, hidden_ab, "ab"),
        release_of(cube, "AC", 1, hidden_ac, "ac"),
        release_of(cube, "BC", 0, hidden_bc, "bc"),
    ]
    tried = {each.name: {} for each in tables}
    for other in cubes_with_total(sum(counts)):
        made = [
            release_of(other, each.dimensions, over, (), each.name)
            for each, over in zip(tables, (2, 1, 0), strict=True)
        ]
        if all(agrees(table, each) for table, each in zip(tables, made, strict=True)):
            for table, each in zip(tables, made, strict=True):
                note(tried[table.name], table, each)
    found = audit(tables[0], Ledger(beside=tuple(tables[1:])))
    for table in tables:
        assert pairs(found.ranges(table)) == tried[table.name]


def cubes_with_total(total):
    for cuts in itertools.combinations(range(total + 7), 7):
        ends = (-1, *cuts, total + 7)
        yield dict(zip(CORNERS, (b - a - 1 for a, b in itertools.pairwise(ends)), strict=True))


def agrees(table, whole):
    return all(table.cells[i][j] in {None, whole.cells[i][j]} for i, j in table.places())


def note(seen, table, whole):
    for i, j in table.places():
        if table.cells[i][j] is None:
            count = whole.cells[i][j]
            low, high = seen.get(table.labels((i, j)), (count, count))
            seen[table.labels((i, j))] = min(low, count), max(high, count)


@settings(deadline=None, max_examples=30)
@given(
    st.tuples(*[st.integers(0, 3)] * 4),
    st.tuples(*[st.integers(0, 3)] * 4),
    st.sets(st.sampled_from(INNER)),
    st.sets(st.sampled_from(INNER)),
)
def test_releases_over_time_are_audited_as_counts_that_only_grow(first, more, before, after):
    then = with_totals([list(first[:2]), list(first[2:])])
    now = [
        [a + b for a, b in zip(*rows, strict=True)]
        for rows in zip(then, with_totals([list(more[:2]), list(more[2:])]), strict=True)
    ]
    earlier, table = ab(hide(then, before), "then"), ab(hide(now, after))
    increases = {}
    ranges = {"then": {}, "now": {}}
    for old in completions(earlier):
        for new in completions(table):
            if all(new[i][j] >= old[i][j] for i, j in INNER):
                for i, j in table.places():
                    low, high = increases.get((i, j), (10**6, 0))
                    gain = new[i][j] - old[i][j]
                    increases[i, j] = min(low, gain), max(high, gain)
                note(ranges["then"], earlier, ab(old))
                note(ranges["now"], table, ab(new))
    found = audit(table, Ledger(earlier=(earlier,)))
    assert pairs(found.ranges()) == ranges["now"]
    assert pairs(found.ranges(earlier)) == ranges["then"]
    gains = {
        each.target.place: (each.range.low, each.range.high)
        for each in found.found
        if each.target.since is earlier
    }
    assert gains == increases


def test_one_more_person_than_in_the_release_before_is_unsafe():
    then = ab(with_totals([[12, 30], [40, 50]]), "then")
    now = ab(with_totals([[13, 30], [40, 50]]))
    assert audit(now).safe
    found = audit(now, Ledger(earlier=(then,)))
    assert not found.safe
    assert ["then", "w", "a", 1, 1] in found.as_json()["increases"]


@pytest.mark.parametrize(("more", "safe"), [(0, True), (1, False), (4, False), (5, True)])
def test_an_increase_may_be_known_if_it_is_none_or_reaches_the_threshold(more, safe):
    then = ab(with_totals([[12, 30], [40, 50]]), "then")
    now = ab(with_totals([[12 + more, 30], [40, 50]]))
    assert audit(now, Ledger(earlier=(then,)), Rule(threshold=5)).safe is safe


def test_hiding_in_the_new_release_also_hides_what_came_since_the_old_one():
    then = ab(with_totals([[12, 30], [40, 50]]), "then")
    cells = {("w", "a"): 13, ("w", "b"): 39, ("x", "a"): 49, ("x", "b"): 60}
    answer = disclose(counts_of(cells, ("A", "B"), "now"), Ledger(earlier=(then,)))
    assert isinstance(answer, Released)
    assert answer.table.cells[0][0] is None
    gain = [each for each in answer.audit.found if each.target.since is then]
    assert not any(each.unsafe for each in gain)


def test_two_versions_of_a_table_are_known_at_once():
    cells = with_totals([[12, 30, 7], [40, 50, 9], [6, 8, 11]])
    first = ab(hide(cells, {(0, 0), (0, 1), (1, 0), (1, 1)}), "first")
    second = ab(hide(cells, {(0, 0), (0, 2), (2, 0), (2, 2)}))
    assert audit(first).safe
    assert audit(second).safe
    both = audit(second, Ledger(beside=(first,)))
    assert not both.safe
    assert both.exact() == (("w", "a", 12), ("w", "c", 7), ("y", "a", 6), ("y", "c", 11))


def test_a_shared_margin_that_one_table_hides_and_the_other_shows_is_worked_out():
    one = ab([[None, None, None], [None, None, None], [20, 30, 50]])
    other = table_of(with_totals([[6, 4], [25, 15]]), "other", ("A", "C"))
    found = audit(one, Ledger(beside=(other,)))
    assert ("w", "Total", 10) in found.exact()
    assert ("x", "Total", 40) in found.exact()


@pytest.mark.parametrize(
    ("other", "ledger", "says"),
    [
        (table_of(with_totals([[6, 4], [25, 15]]), "other"), "beside", "name their dimensions"),
        (
            table_of(with_totals([[6, 4], [25, 15], [1, 1]]), "other", ("A", "C")),
            "beside",
            "A has other categories than in a table beside it: y",
        ),
        (
            table_of(with_totals([[6, 4], [25, 15]]), "other", ("C", "D")),
            "earlier",
            "an earlier release must have a dimension of the table",
        ),
        (
            table_of(with_totals([[12, 30], [40, 50]]), "other", ("a ", "B")),
            "beside",
            "“a ” is “A” in another table",
        ),
        (
            ab(with_totals([[99, 4], [25, 15]]), "other"),
            "earlier",
            "no whole, not negative counts agree with the table and with those beside it or",
        ),
        (
            ab(with_totals([[13, 30], [40, 50]]), "other"),
            "beside",
            "no whole, not negative counts agree",
        ),
    ],
)
def test_tables_that_cannot_be_linked_or_contradict_each_other_are_refused(other, ledger, says):
    table = ab(with_totals([[12, 30], [40, 50]]))
    with pytest.raises(BadInput, match=says):
        audit(table, Ledger(**{ledger: (other,)}))


def test_the_command_takes_tables_beside_and_before(tmp_path):
    def write(table):
        file = tmp_path / f"{table.name}.csv"
        file.write_text(written(table), encoding="utf-8")
        return str(file)

    now = write(ab(with_totals([[13, 30], [40, 50]])))
    then = write(ab(with_totals([[12, 30], [40, 50]]), "then"))
    answer = CliRunner().invoke(evidence, ["audit", now, "--earlier", then, "--json"])
    assert answer.exit_code == 1
    assert ["then.csv", "w", "a", 1, 1] in json.loads(answer.stdout)["increases"]
    told = CliRunner().invoke(evidence, ["audit", now, "--earlier", then])
    assert "w, a, more than in then.csv" in told.stdout
    fewer = CliRunner().invoke(
        evidence, ["audit", now, "--earlier", then, "--threshold", "1", "--json"]
    )
    assert fewer.exit_code == 0
    again = CliRunner().invoke(evidence, ["audit", now, "--beside", now, "--json"])
    assert again.exit_code == 0
