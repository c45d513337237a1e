"""Place lists: what is shipped, and what is refused, with file, row and reason."""

import csv
import hashlib
import json
import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsilenced import locale
from unsilenced.places import shipped
from unsilenced.places.errors import PlacesError
from unsilenced.places.place_list import ANSWERS, PlaceList
from unsilenced.places.reading import MOST_BYTES, read_place_list
from unsilenced.places.rows import MOST_PLACES

COUNTS = {"london": 33, "united-kingdom": 361, "example-brazil": 27}

WORDS = dict.fromkeys(
    ("question", "hint", "choose", "outside", "several", "postcode"), "In which part?"
)
USABLE = {
    "v": 1,
    "name": "Nowhere",
    "places": [{"code": "N1", "name": "North", "group": "Far"}, {"code": "S1", "name": "South"}],
    "time_zone": "Pacific/Auckland",
    "telephone_region": "NZ",
    "emergency": {"number": "111"},
    "examples": {"telephone": "021 123", "international": "+64 21 123", "plate": "ABC123"},
    "postcodes": [{"shapes": ["9999"], "begins": ["NZ"], "capitals": True}],
    "words": {"en": WORDS},
}


def written(folder, value, rows=None):
    file = folder / "here.json"
    file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    if rows is not None:
        (folder / "rows.csv").write_text(rows, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", shipped.NAMES)
def test_a_shipped_list_can_be_used_and_speaks_the_site_s_languages(name):
    listed = shipped.place_list(name)
    assert len(listed.names) == COUNTS[name]
    assert {code for code, _name in locale.languages()} <= set(listed.words)
    assert ZoneInfo(listed.time_zone)
    assert listed.postcodes
    for other in listed.emergency.others:
        assert {code for code, _name in locale.languages()} <= set(other.names)


def test_london_is_a_part_of_the_united_kingdom_by_the_same_codes():
    london, whole = map(shipped.place_list, ("london", "united-kingdom"))
    assert list(whole.groups)[-3:] == ["Wales", "Scotland", "Northern Ireland"]
    assert {place.code: place.name for place in whole.groups["London"]} == london.names
    letters = [code[0] for code in whole.names]
    assert {each: letters.count(each) for each in "ESWN"} == {"E": 296, "S": 32, "W": 22, "N": 11}


def test_an_example_says_that_it_is_one():
    assert "example" in shipped.place_list("example-brazil").name
    assert "example" in (shipped.FOLDER / "provenance.json").read_text(encoding="utf-8").lower()


def test_the_files_are_those_whose_origin_is_told():
    told = json.loads((shipped.FOLDER / "provenance.json").read_text(encoding="utf-8"))["files"]
    assert set(told) == {file.name for file in shipped.FOLDER.glob("*.csv")}
    for name, about in told.items():
        data = (shipped.FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == about["sha256"], name
        assert {"source", "licence", "date"} <= set(about), name


def test_every_shipped_list_is_named():
    assert {file.stem for file in shipped.FOLDER.glob("*.json")} == {*shipped.NAMES, "provenance"}


def test_a_list_of_one_s_own_is_read(tmp_path):
    listed = shipped.place_list(str(written(tmp_path, USABLE)))
    assert listed.names == {"N1": "North", "S1": "South"}
    assert [(group, len(places)) for group, places in listed.groups.items()] == [
        ("Far", 1),
        ("", 1),
    ]
    assert listed.words["en"].question == "In which part?"
    assert listed.postcodes[0].begins == ("NZ",)
    assert listed.emergency.silent_key == ""


def test_rows_may_stand_in_a_csv_file_beside_the_list(tmp_path):
    rows = '\ufeffcode,name,group\r\nN1,North,\r\n\r\nS1,"South, and West",Far\r\n'
    listed = read_place_list(written(tmp_path, {**USABLE, "places": "rows.csv"}, rows))
    assert listed.names == {"N1": "North", "S1": "South, and West"}
    assert listed.places[1].group == "Far"


def test_the_list_that_the_documentation_shows_can_be_used(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "places.md").read_text(encoding="utf-8")
    (rows,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    (listed,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (tmp_path / "places.csv").write_text(rows, encoding="utf-8")
    assert list(read_place_list(written(tmp_path, listed)).groups) == ["Auckland", "Wellington"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("N1,North,\n", "row 1: must be: code,name,group"),
        ("", "row 1: must be: code,name,group"),
        ("code,name,group\nN1,North,\nN 1,West,\n", "row 3, code: must be 1 to 40 letters"),
        ("code,name,group\nN1,North,\n\nN1,West,\n", "row 4, code: N1 stands in a row before."),
        ("code,name,group\nn1,North,\nN1,West,\n", "row 3, code: N1 stands in a row before."),
        ("code,name,group\nN1,North,\nN2,North,\n", "row 3, name: North () stands in a row"),
        ("code,name,group\nN1,,\n", "row 2, name: must be a text of 1 to 100 characters."),
        ("code,name,group\nN1\n", "row 2, name: must be a text of 1 to 100 characters."),
        ("code,name,group\nN1,North,Far,away\n", "row 2: has more cells than"),
        ("code,name,group\noutside,North,\n", "row 2, code: must not be outside"),
        ("code,name,group\nUnsure,North,\n", "row 2, code: must not be Unsure"),
        ("code,name\nN1,Caf\u00e9\nN2,Cafe\u0301\n", "row 3, name: "),
        (
            "code,name\nN1,Saint\u00a0Denis\n",
            "name: holds a character that cannot be printed: U+00A0",
        ),
        ("code,name,group\nN1,No\u202erth,\n", "row 2, name: holds a character"),
        ('code,name,group\nN1,"North,\n', "row 2: is no CSV"),
        ("code,name,group\n", "here.json, places: must name at least one place."),
        (
            "code,name\n" + "".join(f"N{n},North {n}\n" for n in range(MOST_PLACES + 1)),
            f"row {MOST_PLACES + 2}: is too many",
        ),
    ],
)
def test_rows_that_cannot_be_used_are_refused_by_file_and_row(tmp_path, rows, told):
    file = written(tmp_path, {**USABLE, "places": "rows.csv"}, rows)
    with pytest.raises(PlacesError) as refused:
        read_place_list(file)
    assert told in str(refused.value)
    assert str(tmp_path) in str(refused.value)


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Factory", "right/UTC", "posix/UTC"])
def test_a_time_zone_is_one_of_the_iana_database(tmp_path, zone):
    with pytest.raises(PlacesError, match=f"{zone} is not known"):
        read_place_list(written(tmp_path, {**USABLE, "time_zone": zone}))


def changed(**values):
    return {name: value for name, value in {**USABLE, **values}.items() if value is not None}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("{", "row 1: is no JSON"),
        ('{"v": 1,\n"v": 1}', "“v” stands twice"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5_000, "cannot be used"),
        ("[]", "must be one JSON object"),
        (changed(v=2), "v: must be 1"),
        (changed(v=True), "v: must be 1"),
        (changed(name=None), "name: must be a text"),
        (changed(name="\n"), "name: must be a text"),
        (changed(places=[]), "places: must name at least one"),
        (changed(places={}), "places: must be a list"),
        (changed(places="../rows.csv"), "places: must be a list, or the name of a CSV file"),
        (changed(places="gone.csv"), "gone.csv: cannot be read: No such file"),
        (changed(places=[{"code": "N1", "name": "N", "nmae": ""}]), "item 1, nmae: is not known"),
        (changed(time_zone="Europe/Atlantis"), "time_zone: must be a time zone"),
        (changed(time_zone="../../etc/passwd"), "time_zone: must be a time zone"),
        (changed(telephone_region="UK"), "telephone_region: must be the two capital letters"),
        (changed(emergency=None), "emergency, number: must be a number to call"),
        (changed(emergency={"number": "<b>"}), "emergency, number: must be a number to call"),
        (
            changed(emergency={"number": "111", "silent_key": "x"}),
            "silent_key: must be one to four",
        ),
        (
            changed(emergency={"number": "111", "others": [{"number": "112", "names": {}}]}),
            "others, item 1, names: must name it",
        ),
        (changed(examples={}), "examples, telephone: must be a text"),
        (changed(postcodes=[{"shapes": []}]), "item 1, shapes: must hold at least one"),
        (changed(postcodes=[{"shapes": ["(a+)+$"]}]), "item 1, shapes: must be a list of shapes"),
        (changed(postcodes=[{"shapes": ["AA"]}]), "item 1, shapes: must be a list of shapes"),
        (changed(postcodes=[{"shapes": ["9"], "begins": [".*"]}]), "begins: must be a list of"),
        (changed(plates=[{"shapes": ["9"], "capitals": 1}]), "capitals: must be true or false"),
        (changed(words={"en": {"question": "Where?"}}), "words, en, hint: must be a text"),
        (changed(words={"english": WORDS}), "words, english: must be the code of a language"),
        (changed(emergncy={}), "emergncy: is not known here. There can be: v, name"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_the_reason(tmp_path, value, told):
    file = written(tmp_path, value)
    with pytest.raises(PlacesError) as refused:
        read_place_list(file)
    assert told in str(refused.value)
    assert str(tmp_path) in str(refused.value)


@pytest.mark.parametrize(
    ("name", "told"), [("\ud800", r"\ud800"), ("\x1b[2J", r"\x1b[2J"), ("\u202e", r"\u202e")]
)
def test_what_is_told_of_a_list_can_be_printed(tmp_path, name, told):
    for value in (changed(**{name: 1}), changed(words={name: WORDS})):
        with pytest.raises(PlacesError) as refused:
            read_place_list(written(tmp_path, value))
        assert told in str(refused.value)
        assert str(refused.value).isprintable()


def test_what_is_no_file_or_too_large_is_refused(tmp_path):
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (MOST_BYTES + 1))
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"v": 1,\n"name": "S\xe3o"}')
    for file, told in [
        (pipe, "it is no file"),
        (tmp_path, "cannot be read"),
        (tmp_path / "gone.json", "No such file"),
        (large, "is larger than 256 KiB"),
        (latin, "row 2: is not UTF-8 text"),
    ]:
        with pytest.raises(PlacesError, match=told):
            read_place_list(file)
    for named in ("lodnon", "london.csv", "gone/\0.json"):
        with pytest.raises(PlacesError):
            shipped.place_list(named)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: (
        st.lists(inside) | st.dictionaries(st.text() | st.sampled_from([*USABLE]), inside)
    ),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("lists")


def read_or_refused(file):
    """The list, or what is told of it."""
    try:
        return read_place_list(file)
    except PlacesError as error:
        return str(error)


@given(changes=st.dictionaries(st.sampled_from([*USABLE]), anything))
def test_whatever_a_list_holds_it_is_read_or_refused(folder, changes):
    found = read_or_refused(written(folder, {**USABLE, **changes}))
    assert isinstance(found, PlaceList) or str(folder) in found


@given(rows=st.text() | st.lists(st.lists(st.text(max_size=9), max_size=4), max_size=5))
def test_whatever_the_rows_hold_they_are_read_or_refused(folder, rows):
    file = written(folder, {**USABLE, "places": "rows.csv"})
    with (folder / "rows.csv").open("w", encoding="utf-8", errors="replace", newline="") as opened:
        if isinstance(rows, str):
            opened.write(rows)
        else:
            csv.writer(opened).writerows([["code", "name", "group"], *rows])
    found = read_or_refused(file)
    assert str(folder) in found if isinstance(found, str) else not set(ANSWERS) & set(found.names)
