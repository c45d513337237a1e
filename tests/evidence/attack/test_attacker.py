"""The attacker finds what is planted, finds nothing where nothing is, and knows no gate."""

import ast
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from evidence.attack import attacker
from evidence.attack.attacker import Attack, Known, Public, statements
from hypothesis import given, settings
from hypothesis import strategies as st

PLACES = [
    {"ward": "w1", "borough": "b1"},
    {"ward": "w2", "borough": "b1"},
    {"ward": "w3", "borough": "b2"},
    {"ward": "w4", "borough": "b2"},
]
FIVE = Known(5, 5, (PLACES,))


def said(*releases, known=FIVE):
    return {str(each) for each in statements(releases, known)}


def table(text, rounded_to=1, day=None, **population):
    return Public(
        text.replace(" ", "").replace("|", "\n") + "\n",
        rounded_to,
        {k: (v,) for k, v in population.items()},
        day,
    )


def test_it_imports_nothing_of_the_gate():
    module = ast.parse(Path(attacker.__file__).read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(module)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported == {
        *("__future__", "csv", "io", "collections", "dataclasses", "itertools"),
        *("numpy", "scipy"),
    }
    assert not {"__import__", "importlib", "eval", "exec"} & {
        node.id for node in ast.walk(module) if isinstance(node, ast.Name)
    }


SAFE = table("unit/outcome,a,b,Total|u,x,x,32|v,x,x,90|Total,42,80,122")


def test_it_finds_nothing_in_a_table_that_hides_enough():
    assert said(SAFE) == set()


def test_it_finds_a_count_that_is_shown():
    assert "release 1: unit u, outcome a: exactly 2" in said(
        table("unit/outcome,a,b,Total|u,2,30,32|v,40,50,90|Total,42,80,122")
    )


def test_it_finds_what_a_total_gives_back():
    assert "release 1: unit u, outcome a: exactly 2" in said(
        table("unit/outcome,a,b,Total|u,x,30,32|v,40,50,90|Total,42,80,122")
    )


def test_it_finds_a_range_that_is_too_narrow():
    found = said(table("unit/outcome,a,b,Total|u,x,x,5|v,x,x,90|Total,42,53,95"))
    assert "release 1: unit u, outcome a: 1 to 4" in found


def test_it_finds_a_union_of_a_row_none_of_whose_cells_is_certain():
    text = "unit/outcome,a,b,c,Total|u,x,x,20,24|v,x,x,60,90|Total,16,18,80,114"
    found = said(table(text))
    assert "release 1: unit u, outcome a or b: exactly 4" in found
    assert not any("unit u, outcome a: exactly" in each for each in found)


def test_it_knows_that_what_is_hidden_is_somebody():
    cells = ",".join("x" * 5)
    text = f"unit/outcome,a,b,c,d,e,Total|u,{cells},9|v,{cells},99|Total,20,20,20,20,28,108"
    found = said(table(text), known=Known(5, 5))
    # Without it a could be from 0 to 9; with it, it is from 1 to 5.
    assert found == {f"release 1: unit u, outcome {each}: 1 to 5" for each in "abcde"}


def test_it_knows_that_a_rounded_zero_is_nobody_or_enough():
    text = "unit/outcome,a,b,Total|u,0,40,40|v,40,60,100|Total,40,100,140"
    assert said(table(text, 20)) == set()
    # Rounded to 8, zero is up to 3, so nobody; a hidden cell beside it is all that is left.
    attack = Attack(
        [table("unit/outcome,a,b,Total|u,0,40,40|v,40,64,104|Total,40,104,144", 8)], FIVE
    )
    assert attack.range_of(attack.grown(attack.atoms.of(unit="u", outcome="a"), 0, None)) == (0, 0)


BOROUGHS = table("borough/outcome,a,n,Total|b1,9,21,30|b2,12,28,40|Total,21,49,70")


def test_it_finds_a_ward_that_its_borough_gives_back():
    wards = table("ward/outcome,a,n,Total|w1,6,9,15|w2,x,x,15|w3,x,x,20|w4,x,x,20|Total,21,49,70")
    assert said(wards) == set()
    assert "release 1: ward w2, outcome a: exactly 3" in said(BOROUGHS, wards)


def test_a_ledger_of_another_order_is_no_help():
    wards = table("ward/outcome,a,n,Total|w1,6,9,15|w2,x,x,15|w3,x,x,20|w4,x,x,20|Total,21,49,70")
    assert "release 1: ward w2, outcome a: exactly 3" in said(wards, BOROUGHS)


def test_it_finds_how_many_more_came_to_one_or_the_other():
    then = table("borough/outcome,a,n,Total|b1,x,x,30|b2,x,x,40|Total,21,49,70")
    now = table("borough/outcome,a,n,Total|b1,x,x,32|b2,x,x,40|Total,23,49,72")
    assert "release 2: borough b1, outcome a: more than in release 1 exactly 2" in said(then, now)
    later = table("borough/outcome,a,n,Total|b1,x,x,32|b2,x,x,49|Total,27,54,81")
    found = said(then, later)
    assert "release 2: borough b1, outcome a or n: more than in release 1 exactly 2" in found
    assert not any("borough b1, outcome a:" in each for each in found)


def test_it_finds_what_a_filter_gives_back():
    arrests = table("borough/age,old,young,Total|b1,6,x,9|b2,6,6,12|Total,12,9,21", outcome="a")
    assert "release 1: borough b1, age young of outcome a: exactly 3" in said(arrests)
    ages = table("borough/age,old,young,Total|b1,8,22,30|b2,20,20,40|Total,28,42,70")
    hidden = table("borough/age,old,young,Total|b1,x,x,9|b2,x,x,12|Total,12,9,21", outcome="a")
    assert said(hidden) == set()
    # All except arrests: 30 of b1, less 28. On another day, perhaps none of them are left.
    some = "borough/age,old,young,Total|b1,x,x,28|b2,x,x,33|Total,23,38,61"
    of_a_day = [replace(ages, day=1), table(some, day=1, outcome="a")]
    rest = "borough b1, age old or young of all but outcome a: exactly 2"
    assert f"release 1: {rest}" in said(*of_a_day)
    assert not any(rest in each for each in said(ages, table(some, outcome="a")))


def test_it_finds_a_crossing_that_was_never_released():
    # Three tables of two dimensions each give back a cell of all three.
    ab = table("a/b,b1,b2,Total|a1,10,10,20|a2,10,10,20|Total,20,20,40")
    ac = table("a/c,c1,c2,Total|a1,10,10,20|a2,10,10,20|Total,20,20,40")
    bc = table("b/c,c1,c2,Total|b1,20,0,20|b2,0,20,20|Total,20,20,40")
    assert said(ab, ac, bc) == set()
    bc = table("b/c,c1,c2,Total|b1,12,8,20|b2,8,12,20|Total,20,20,40")
    ac = table("a/c,c1,c2,Total|a1,18,0,18|a2,2,20,22|Total,20,20,40")
    ab = table("a/b,b1,b2,Total|a1,12,6,18|a2,8,14,22|Total,20,20,40")
    assert any("a a2, b b2, c c1" in each for each in said(ab, ac, bc))


def test_a_label_that_a_table_does_not_list_has_nobody():
    wards = table("ward/outcome,a,n,Total|w1,9,21,30|w3,12,28,40|Total,21,49,70")
    attack = Attack([wards, BOROUGHS], FIVE)
    nobody = attack.grown(attack.atoms.of(ward="w2"), 0, None)
    assert attack.range_of(nobody) == (0, 0)


def test_it_says_so_where_no_counts_agree():
    with pytest.raises(ValueError, match="no counts agree"):
        said(SAFE, table("unit/outcome,a,b,Total|u,0,20,20|v,40,50,90|Total,40,70,110"))


def test_it_says_so_where_a_label_is_not_known():
    with pytest.raises(ValueError, match="nobody knows of w9"):
        said(table("ward/outcome,a,n,Total|w9,9,21,30|Total,9,21,30"))


def totals(inner):
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


PLACED = list(itertools.product(range(3), repeat=2))


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.integers(0, 3)] * 4), st.sets(st.sampled_from(PLACED[:-1])))
def test_its_statements_are_those_of_every_way_to_fill_a_table_in(counts, hidden):
    threshold = 3
    whole = totals([list(counts[:2]), list(counts[2:])])
    cells = [
        ["x" if (i, j) in hidden and n else str(n) for j, n in enumerate(row)]
        for i, row in enumerate(whole)
    ]
    lines = [["u/o", "a", "b", "Total"]]
    lines += [[label, *row] for label, row in zip(("v", "w", "Total"), cells, strict=True)]
    text = "".join(f"{','.join(line)}\n" for line in lines)
    total = whole[2][2]
    ways = []
    for a, b, c in itertools.product(range(total + 1), repeat=3):
        other = totals([[a, b], [c, total - a - b - c]])
        if other[1][1] >= 0 and all(
            other[i][j] >= 1 if cells[i][j] == "x" else other[i][j] == whole[i][j]
            for i, j in PLACED
        ):
            ways.append(other)
    # A table that shows a small count does not come from a gate, but the attacker can read it.
    expected = set()
    for (i, row), (j, column) in itertools.product(
        enumerate(("v", "w", "Total")), enumerate("abT")
    ):
        found = [way[i][j] for way in ways]
        low, high = min(found), max(found)
        if low >= 1 and high < threshold:
            expected.add((row, column, low, high))
    attack = Attack([Public(text)], Known(threshold, threshold))
    got = set()
    for each in attack.statements():
        if each.hidden:
            continue
        of = dict(part.split(" ", 1) for part in each.group.split(", "))
        column = {"a or b": "T"}.get(of["o"], of["o"][0])
        row = {"v or w": "Total"}.get(of["u"], of["u"])
        got.add((row, column, each.low, each.high))
    assert got == expected
