"""A picture has its words inside it, needs nothing from elsewhere, and can be told apart."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import altair as alt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.pictures import theme
from unsilenced.evidence.pictures.svg import accessible_svg

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [{"n": n, "m": n * n % 7, "of": "ab"[n % 2]} for n in range(9)]


def lines(values=ROWS):
    # Clipped marks and gradients are what a renderer gives identifiers to.
    chart = alt.Chart(alt.Data(values=values)).mark_line(clip=True)
    return chart.encode(x="n:Q", y="m:Q", color="of:N")


def drawn(title="Lines", description="Two of them."):
    return accessible_svg(lines(), title, description)


def test_a_picture_is_one_image_named_by_its_title_and_description():
    picture = ET.fromstring(drawn())
    assert picture.get("role") == "img"
    title, description = picture[:2]
    assert (title.tag, title.text) == (f"{SVG}title", "Lines")
    assert (description.tag, description.text) == (f"{SVG}desc", "Two of them.")
    assert picture.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    others = [each for each in picture.iter() if each is not picture]
    assert not [each for each in others if "role" in each.attrib]
    assert not [key for each in others for key in each.attrib if key.startswith("aria-")]


def test_the_same_chart_gives_the_same_text_however_often_it_is_drawn():
    assert drawn() == drawn()


def test_pictures_in_one_page_share_no_identifier_and_all_references_lead_somewhere():
    one, other = drawn(), drawn(title="Others")
    names = [set(re.findall(r'id="([^"]+)"', each)) for each in (one, other)]
    assert not names[0] & names[1]
    references = re.findall(r"url\(#([^)]+)\)", one)
    assert references
    assert set(references) <= names[0]
    assert len(set(references)) == len(references) == 2


def test_nothing_is_fetched_and_nothing_runs():
    picture = drawn()
    addresses = set(re.findall(r"https?://[^\"' ]+", picture))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    tags = {each.tag.removeprefix(SVG) for each in ET.fromstring(picture).iter()}
    assert not tags & {"script", "image", "style", "foreignObject", "use", "a"}
    assert set(re.findall(r'font-family="([^"]+)"', picture)) == {theme.FONT}


def test_data_from_elsewhere_cannot_be_drawn():
    elsewhere = alt.Chart("https://example.org/rows.csv").mark_point().encode(x="n:Q")
    with pytest.raises(ValueError, match="example"):
        accessible_svg(elsewhere, "Rows", "None.")


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40))
def test_any_words_arrive_as_they_are(words):
    picture = ET.fromstring(drawn(words, words))
    assert [each.text or "" for each in picture[:2]] == [words, words]


# How eyes without one kind of cone see linear RGB: Machado, Oliveira and Fernandes (2009), IEEE
# Transactions on Visualization and Computer Graphics 15:1291, severity 1.
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour):
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(float(TO_XYZ[1] @ linear(each)) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    x, y, z = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1, 1.08883])
    x, y, z = (np.cbrt(t) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_colours_and_words_stand_out_from_the_ground():
    for colour in theme.PALETTE:
        assert contrast(colour, theme.GROUND) >= 3, colour
    for colour in (theme.INK, theme.SOFT):
        assert contrast(colour, theme.GROUND) >= 4.5, colour


@pytest.mark.parametrize("eyes", EYES)
def test_colours_differ_for_every_kind_of_eye(eyes):
    for one, other in combinations(theme.PALETTE, 2):
        seen = [lab(EYES[eyes] @ linear(each)) for each in (one, other)]
        assert np.linalg.norm(np.subtract(*seen)) > 15, (one, other)
