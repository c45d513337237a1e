"""A picture of figures shows each point and interval on a scale, and says it in words."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from evidence.claims_report.invented_claims import (
    CLAIM,
    ONE,
    OTHER,
    TIMES,
    UNKNOWN,
    released_claim,
    with_figures,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.claims.claim import Unit
from unsilenced.evidence.claims.report.pictures import NARROW, WIDE, pictures_of
from unsilenced.evidence.claims.report.scale import Across
from unsilenced.evidence.rates.estimate import Estimate

SVG = "{http://www.w3.org/2000/svg}"


def pictures(*figures, width=WIDE):
    return pictures_of(released_claim(with_figures(*figures)), width)


def said(picture):
    return " ".join(each.text or "" for each in ET.fromstring(picture.svg).iter(f"{SVG}text"))


def test_there_is_one_picture_for_each_quantity_of_which_a_number_is_known(findings):
    drawn = pictures_of(findings[0])
    assert [each.quantity.name for each in drawn] == [
        "share who told the police",
        "ratio of visits",
    ]
    assert pictures_of(findings[1]) == ()


def test_a_picture_is_an_image_with_a_name_and_a_description_of_all_its_numbers():
    (picture,) = pictures(ONE, OTHER)
    drawn = ET.fromstring(picture.svg)
    assert drawn.get("role") == "img"
    title, description = drawn[:2]
    assert (title.tag, title.text) == (f"{SVG}title", CLAIM.title)
    assert (description.tag, description.text) == (f"{SVG}desc", picture.alternative)
    assert picture.alternative == (
        "Share who told the police. Told the police, London: 31.0% [19.5% to 44.5%], "
        "glaconservatives.co.uk, which the rule reads; Told the police, UK: 28.0%; interval "
        "unknown: no counts are given, glaconservatives.co.uk."
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_source_is_named_at_its_figure_and_what_is_unknown_says_so(width):
    gone = replace(UNKNOWN, quantity=ONE.quantity, unit=Unit.SHARE)
    words = said(*pictures(ONE, gone, width=width))
    assert "Told the police, London, glaconservatives.co.uk" in words
    assert "31.0% [19.5% to 44.5%]" in words
    assert "unknown: nobody has counted" in words


def points(picture):
    """Where the round points stand, and whether they are filled."""
    found = []
    for each in ET.fromstring(picture.svg).iter(f"{SVG}path"):
        if "A" in each.get("d", "") and "translate" in each.get("transform", ""):
            across = re.search(r"translate\(([0-9.]+)", each.get("transform"))
            found.append((float(across[1]), each.get("fill")))
    return found


def test_points_stand_where_their_values_are_and_those_that_decide_are_filled():
    half = replace(ONE, estimate=Estimate(0.5, 0.4, 0.6, 0.95, "exact"))
    quarter = replace(OTHER, estimate=Estimate(0.25, 0.2, 0.3, 0.95, "exact"))
    (picture,) = pictures(half, quarter)
    (one, filled), (other, hollow) = points(picture)
    assert one == pytest.approx(WIDE * 0.5, abs=1)
    assert other == pytest.approx(WIDE * 0.25, abs=1)
    assert filled != hollow == "#ffffff"


def test_an_interval_without_an_end_ends_in_an_arrow():
    (bounded,) = pictures(replace(TIMES, estimate=replace(TIMES.estimate, high=3.0)))
    (unbounded,) = pictures(TIMES)
    arrows = [each.svg.count("<path") for each in (bounded, unbounded)]
    assert arrows[1] == arrows[0] + 1


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_line_of_words_is_longer_than_the_picture(width):
    (picture,) = pictures(replace(ONE, label="reported it to somebody " * 9), width=width)
    lines = [each.text for each in ET.fromstring(picture.svg).iter(f"{SVG}text")]
    assert max(map(len, lines)) * 6 < width + 10


def test_a_scale_of_counts_has_no_fractions():
    few = replace(UNKNOWN, estimate=Estimate(1, None, None, 0.95, "as published", "no interval"))
    (picture,) = pictures(few)
    labels = [each.text for each in ET.fromstring(picture.svg).iter(f"{SVG}text")]
    assert "1" in labels
    assert not [each for each in labels if each.startswith("0.")]


NUMBERS = st.floats(min_value=0, max_value=1e6, allow_subnormal=False)


@settings(max_examples=200)
@given(
    st.sampled_from(list(Unit)),
    st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted), min_size=1, max_size=5),
    st.booleans(),
)
def test_every_number_has_its_place_on_the_scale(unit, numbers, unbounded):
    figures = [
        replace(ONE, unit=unit, estimate=Estimate(mid, low, None if unbounded else high, 0.95, ""))
        for low, mid, high in numbers
    ]
    scale = Across.of(figures)
    assert scale.least < scale.most
    assert scale.spacing == "linear" or scale.least > 0
    for low, mid, high in numbers:
        ends = (low, mid) if unbounded else (low, mid, high)
        assert all(scale.least <= end <= scale.most for end in ends)
