"""What opened bytes are read as: the shared vectors, and anything that anybody may seal."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.reports import opened
from unsilenced.sealing.b64u import from_b64u
from unsilenced.sealing.padding import LARGEST
from unsilenced.sealing.reading import MOST_DEPTH, MOST_MARKS, Reading, read

PATH = Path(__file__).parents[1] / "vectors" / "opened.json"
SHAPES = {
    "report": opened.report,
    "reporter-message": opened.reporter_message,
    "project-message": opened.team_message,
}
"""What is opened here; browsers alone open the rest."""
READINGS = [
    case
    for case in json.loads(PATH.read_text(encoding="utf-8"))["readings"]
    if case["kind"] in SHAPES
]


def joined(pieces):
    return "".join(piece * times for piece, times in pieces)


def whole(value):
    """The expected value, with its long texts joined from their pieces."""
    if isinstance(value, list):
        return [whole(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "parts" in value:
        return joined(value["parts"])
    return {name: whole(each) for name, each in value.items()}


def as_members(kind, value):
    """What was read, as the vectors tell it."""
    if kind == "reporter-message":
        return {"text": value}
    if kind == "project-message":
        return {"text": value.text, "by": value.by}
    names = ("what", "when", "when_words", "borough", "answer", "contact")
    who = [{"kind": known.kind, "value": known.value} for known in value.who]
    return {**{name: getattr(value, name) for name in names}, "who": who}


@pytest.mark.parametrize("case", READINGS, ids=lambda case: f"{case['kind']}: {case['name']}")
def test_every_shared_reading(case):
    inside = from_b64u(case["bytes"]) if "bytes" in case else joined(case["inside"]).encode()
    reading = read(inside, SHAPES[case["kind"]])
    if case["is"] is None:
        assert reading is None
    else:
        assert reading is not None
        assert as_members(case["kind"], reading.value) == whole(case["is"])
        assert reading.cut == case["cut"]


NAMES = st.sampled_from(
    [
        *(
            "v",
            "what",
            "when",
            "when_words",
            "borough",
            "who",
            "kind",
            "value",
            "answer",
            "contact",
        ),
        *("text", "by", "__proto__", "toString", "__class__", ""),
    ]
)
VALUES = st.recursive(
    st.one_of(
        st.sampled_from([None, True, 1, -1, 1e99, 10**400, float("nan"), "", "tel", "outside"]),
        st.text(st.characters(exclude_categories=[]), max_size=20),
        st.floats(),
        st.integers(),
    ),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)
ODD_JSON = st.dictionaries(NAMES, VALUES, max_size=8).map(lambda it: json.dumps({**it, "v": 1}))


def refuse_nothing(inside):
    """Every reader gives a value or None, and what it gives can be shown."""
    for kind, shape in SHAPES.items():
        reading = read(inside, shape)
        assert reading is None or isinstance(reading, Reading)
        if reading:
            json.dumps(as_members(kind, reading.value), ensure_ascii=False).encode()


@given(st.one_of(ODD_JSON, VALUES.map(json.dumps), st.text()))
def test_whatever_is_sealed_is_read_or_said_to_be_unreadable(text):
    refuse_nothing(text.encode(errors="surrogatepass"))


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_said_to_be_unreadable(inside):
    refuse_nothing(inside)


@given(
    st.sampled_from(["[", '{"a":', '{"who":[', '{"text":{"by":']),
    st.integers(MOST_DEPTH, 60_000),
)
def test_depth_is_judged_before_anything_is_parsed(piece, times):
    deep = f'{{"v":1,"x":{piece * times}'.encode()[:LARGEST]
    assert all(read(deep, shape) is None for shape in SHAPES.values())


@given(st.integers(MOST_MARKS, 80_000))
def test_number_is_judged_before_anything_is_parsed(times):
    many = f'{{"v":1,"who":[{{}}{",{}" * times}]}}'.encode()
    assert read(many, opened.report) is None


@pytest.mark.parametrize("again", ['"\\', '\\"', '"', "\\", '"a\\\\"', "[", "{,", "1"])
def test_the_largest_records_of_every_kind_of_mark_are_judged(again):
    text = '{"v":1,"what":' + again * ((LARGEST - 20) // len(again))
    assert read(text.encode(), opened.report) is None


def test_a_number_of_many_digits_takes_no_longer_than_its_length():
    digits = "9" * 200_000
    assert read(f'{{"v":1,"text":"x","photos":{digits}}}'.encode(), opened.team_message) == Reading(
        opened.TeamMessage("x", ""), cut=False
    )
    assert read(f'{{"v":{digits}}}'.encode(), opened.report) is None
