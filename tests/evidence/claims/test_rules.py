"""A verdict follows from the figures by a rule, and moves with them."""

import pytest
from claim_figures import between, unknown, without_interval
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.evidence.claims.claim import Verdict
from unsilenced.evidence.claims.rules import (
    all_agree,
    every_link,
    lies_above,
    lies_around,
    lies_below,
    opposite,
    quoted_rightly,
    sources_agree,
    told_by_others,
    wholly_below,
)

S, C = Verdict.SUPPORTED, Verdict.CONTRADICTED
UNCLEAR, UNTESTABLE = Verdict.UNCLEAR, Verdict.UNTESTABLE
ENDS = st.tuples(st.floats(0, 100), st.floats(0, 100)).map(sorted)


def verdict(rule, *figures):
    return rule(figures)[0]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (between(1.1, 2), S),
        (between(0.2, 0.9), C),
        (between(0.9, 1.1), UNCLEAR),
        (between(1, 2), UNCLEAR),
        (between(0.5, 1), UNCLEAR),
        (between(2, None), S),
        (between(0.5, None), UNCLEAR),
        (without_interval(7), UNTESTABLE),
        (unknown(), UNTESTABLE),
    ],
)
def test_only_an_interval_wholly_above_supports(figure, said):
    assert verdict(lies_above(1), figure) is said


@given(ENDS, st.floats(0, 100))
def test_below_is_the_opposite_of_above(ends, threshold):
    figure = between(*ends)
    above, below = lies_above(threshold), lies_below(threshold)
    assert verdict(below, figure) is verdict(opposite(above), figure)
    assert verdict(opposite(below), figure) is verdict(above, figure)


@given(ENDS, st.floats(0, 100))
def test_a_wider_interval_never_says_more(ends, threshold):
    low, high = ends
    narrow = verdict(lies_above(threshold), between(low, high))
    wide = verdict(lies_above(threshold), between(low - 1, high + 1))
    assert wide in {narrow, UNCLEAR}


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((0.66, 0.84), S),
        ((0.65, 0.85), S),
        ((0.1, 0.6), C),
        ((0.9, 0.95), C),
        ((0.6, 0.7), UNCLEAR),
        ((0.1, 0.9), UNCLEAR),
        ((0.7, None), UNTESTABLE),
    ],
)
def test_around_needs_the_whole_interval_within(ends, said):
    assert verdict(lies_around(0.65, 0.85), between(*ends)) is said


def test_figures_that_do_not_agree_are_unclear():
    rule = all_agree(lies_above(1))
    assert verdict(rule, between(2, 3), between(4, 5)) is S
    assert verdict(rule, between(0.2, 0.3), between(0.4, 0.5)) is C
    assert verdict(rule, between(2, 3), between(0.4, 0.5)) is UNCLEAR
    assert verdict(rule, between(2, 3), between(0.4, 5)) is UNCLEAR


def test_figures_without_an_interval_are_told_and_decide_nothing():
    rule = all_agree(lies_above(1))
    said, why = rule([between(2, 3), without_interval(0.1, source="a newspaper")])
    assert said is S
    assert why == (
        "figure of somebody: 2.5 [2 to 3], wholly above 1.",
        "figure of a newspaper: 0.1; interval unknown: no counts.",
    )
    assert verdict(rule, without_interval(7), unknown()) is UNTESTABLE
    assert verdict(rule) is UNTESTABLE


def test_a_chain_is_as_strong_as_each_link():
    rule = every_link({"first": lies_above(1), "second": lies_below(1)})
    high, low, wide = ((2, 3), (0.2, 0.3), (0.2, 3))
    for first, second, said in (
        (high, low, S),
        (low, low, C),
        (high, high, C),
        (high, wide, UNCLEAR),
        (wide, wide, UNCLEAR),
        (wide, high, C),
    ):
        figures = between(*first, quantity="first"), between(*second, quantity="second")
        assert verdict(rule, *figures) is said
        assert verdict(rule, *reversed(figures)) is said
    assert verdict(rule, between(2, 3, "first"), unknown("second")) is UNCLEAR
    assert verdict(rule, between(2, 3, "first")) is UNCLEAR
    assert verdict(rule, unknown("first"), unknown("second")) is UNTESTABLE
    _, why = rule([between(*wide, "first"), between(*low, "first"), between(*low, "second")])
    assert why == (
        "The figures do not agree.",
        "figure of somebody: 1.6 [0.2 to 3], on both sides of 1.",
        "figure of somebody: 0.25 [0.2 to 0.3], wholly below 1.",
        "figure of somebody: 0.25 [0.2 to 0.3], wholly below 1.",
    )
    assert verdict(rule, between(0.2, 0.3, "first"), unknown("second")) is C


def test_two_quantities_are_compared_where_both_have_intervals():
    rule = wholly_below("here", "there")
    there = between(0.4, 0.5, "there")
    assert verdict(rule, between(0.1, 0.3, "here"), there) is S
    assert verdict(rule, between(0.1, 0.4, "here"), there) is UNCLEAR
    assert verdict(rule, between(0.6, 0.7, "here"), there) is C
    assert verdict(rule, between(0.6, None, "here"), there) is C
    assert verdict(rule, between(0.1, 0.3, "here"), between(0.4, None, "there")) is S
    assert verdict(rule, between(0.1, 0.3, "here"), unknown("there")) is UNTESTABLE
    assert verdict(rule, without_interval(0.1, "here"), there) is UNTESTABLE
    assert rule([between(0.1, 0.3, "here"), unknown("there")])[1] == (
        "figure of somebody: 0.2 [0.1 to 0.3] (somebody).",
        "figure of nobody: unknown: nobody counted.",
    )
    several = between(0.1, 0.3, "here"), between(0.6, 0.7, "here"), there
    assert verdict(rule, *several) is UNCLEAR


def test_one_source_is_not_two():
    rule = sources_agree()
    one, same, other = (
        without_interval(5, source=source) for source in ("one", "another", "a third")
    )
    assert verdict(rule, one, same, other) is S
    _, why = rule([one, without_interval(5, source="https://www.example.org/2012/")])
    assert why == (
        "figure of one: 5; interval unknown: no counts (one).",
        "figure of https://www.example.org/2012/: 5; interval unknown: no counts (example.org).",
    )
    assert verdict(rule, one, without_interval(6, source="another")) is UNCLEAR
    assert verdict(rule, one, one) is UNCLEAR
    assert verdict(rule, unknown()) is UNTESTABLE


def test_who_claims_is_no_witness():
    rule = told_by_others("the report", all_agree(lies_above(6)))
    assert verdict(rule, between(7, 8, source="the report")) is UNTESTABLE
    assert verdict(rule, between(7, 8, source="somebody else")) is S
    both = between(7, 8, source="the report"), between(2, 3, source="somebody else")
    assert verdict(rule, *both) is C


def test_a_number_quoted_for_something_else_decides_nothing():
    rule = quoted_rightly(12, "murder", lies_above(12))
    deaths = between(3, 30, "death", value=12)
    said, why = rule([deaths, unknown("murder")])
    assert said is UNCLEAR
    assert why == (
        "Misquoted: its source gives 12 for death, not murder.",
        "figure of nobody: unknown: nobody counted.",
    )
    said, why = rule([deaths, between(20, 30, "murder")])
    assert said is S
    assert why[0].startswith("Misquoted")
    said, why = rule([between(3, 30, "death", value=11), unknown("murder")])
    assert said is UNTESTABLE
    assert not any("Misquoted" in each for each in why)
    assert verdict(rule, between(3, 30, "murder", value=12)) is UNCLEAR
    assert verdict(rule, between(3, 9, "murder")) is C
