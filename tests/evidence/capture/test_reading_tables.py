"""An overlap table is read whole or not at all; an error names the faulty place."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import unsilenced.evidence
from unsilenced.evidence.capture.table import OverlapTable, read_table
from unsilenced.evidence.commands import evidence
from unsilenced.evidence.errors import BadInput

DATA = Path(unsilenced.evidence.__file__).parent / "data" / "capture"
GOOD = "a,b,c,n\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n0,1,1,2\n"


def written(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


BAD = {
    "nothing": ("", ["empty"]),
    "no header": ("1,0,0,40\n0,1,0,30\n", ["row 1", "name the lists"]),
    "a header with a name missing": ("a,,c,n\n1,0,0,4\n", ["row 1", "no name"]),
    "a header with a name twice": ("a,b,a,n\n1,0,0,4\n", ["row 1", "column a", "twice"]),
    "the count first": ("n,a,b,c\n40,1,0,0\n", ["row 2", "column n", "40"]),
    "a short row": (GOOD + "1,1,1\n", ["row 7", "3 fields"]),
    "a word for membership": (GOOD + "1,yes,1,2\n", ["row 7", "column b", "yes"]),
    "a two for membership": (GOOD + "2,0,1,2\n", ["row 7", "column a", "2"]),
    "a negative count": (GOOD + "1,1,1,-3\n", ["row 7", "column n", "-3"]),
    "a fractional count": (GOOD + "1,1,1,2.5\n", ["row 7", "column n", "2.5"]),
    "a count in words": (GOOD + "1,1,1,few\n", ["row 7", "column n", "few"]),
    "no count": (GOOD + "1,1,1,\n", ["row 7", "column n", "empty"]),
    "a huge count": (GOOD + f"1,1,1,{10**30}\n", ["row 7", "column n", "larger"]),
    "a huge total": (GOOD + f"1,1,1,{10**9}\n", ["1,000,000,000"]),
    "the same pattern twice": (GOOD + "1,1,0,6\n", ["row 7", "row 5"]),
    "cases on no list": (GOOD + "0,0,0,12\n", ["row 7", "no list"]),
    "no case on no list": (GOOD + "0,0,0,0\n", ["row 7", "no list"]),
    "one list": ("a,n\n1,40\n", ["1 list:", "at least 3"]),
    "two lists": ("a,b,n\n1,0,40\n0,1,3\n1,1,2\n", ["2 lists", "at least 3"]),
    "nine lists": ("a,b,c,d,e,f,g,h,i,n\n1,0,0,0,0,0,0,0,0,4\n", ["9 lists", "at most 8"]),
    "an empty list": (GOOD.replace("0,0,1,20\n", "").replace("0,1,1,2\n", ""), ["column c"]),
    "a list without overlap": (GOOD.replace("0,1,1,2\n", ""), ["column c", "shares no case"]),
    "no cases": ("a,b,c,n\n", ["no case"]),
    "latin-1": ("é,b,c,n\n1,0,0,4\n".encode("latin-1"), ["row 1", "UTF-8"]),
    "zeros": (b"\0" * 64, ["table.csv"]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_used_ends_with_2_and_names_the_place(tmp_path, name):
    text, says = BAD[name]
    ended = CliRunner().invoke(evidence, ["capture", str(written(tmp_path, text))])
    assert ended.exit_code == 2
    assert isinstance(ended.exception, SystemExit)
    assert ended.stdout == ""
    for word in ["table.csv", *says]:
        assert word in ended.stderr


def test_a_gigabyte_by_mistake_is_refused_unread(tmp_path):
    path = tmp_path / "table.csv"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(BadInput, match="1,073,741,824 bytes"):
        read_table(path)


def test_patterns_without_a_row_count_zero(tmp_path):
    table = read_table(written(tmp_path, GOOD))
    assert table.lists == ("a", "b", "c")
    assert table.counts.tolist() == [0, 40, 30, 6, 20, 0, 2, 0]
    assert table.cases == 98


def test_a_row_that_counts_zero_is_as_good_as_none(tmp_path):
    less = read_table(written(tmp_path, GOOD))
    more = read_table(written(tmp_path, GOOD + "1,1,1,0\n"))
    assert (less.counts == more.counts).all()


@pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text, lambda text: text + "\n\n"])
def test_marks_and_empty_lines_of_other_programs_do_not_matter(tmp_path, change):
    assert read_table(written(tmp_path, change(GOOD))).cases == 98


def test_counts_of_another_shape_are_refused():
    table = OverlapTable.of(("a", "b", "c"), {(1, 1, 0): 3, (0, 1, 1): 2})
    with pytest.raises(BadInput, match="3 lists have 8 patterns"):
        OverlapTable(table.lists, table.counts[:4])
    with pytest.raises(BadInput, match="on no list"):
        OverlapTable(table.lists, table.counts + 1)
    with pytest.raises(BadInput, match="two lists"):
        OverlapTable(("a", "b", "a"), table.counts)
    with pytest.raises(BadInput, match="from 1"):
        OverlapTable(table.lists, -table.counts)


def test_the_data_are_what_their_provenance_says():
    files = json.loads((DATA / "provenance.json").read_text())["files"]
    there = {path.name for path in DATA.iterdir()} - {"provenance.json"}
    assert set(files) == there
    for name, about in files.items():
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == about["sha256"]
        assert about["source"]
        assert about["licence"]
