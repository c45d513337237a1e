"""The audit finds exactly what readers can work out: no more, no less."""

import json

import pytest
from click.testing import CliRunner
from evidence.disclosure.enumerating import (
    hide,
    ranges_by_trying,
    small_tables,
    table_of,
    with_totals,
)
from hypothesis import given, settings

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.audit import Ledger, Rule, audit
from unsilenced.evidence.disclosure.ranges import Range
from unsilenced.evidence.errors import BadInput

FOUR_BY_FOUR = """\
,a,b,c,d,Total
w,x,x,x,89,230
x,x,124,x,31,250
y,92,x,59,x,336
z,800,x,651,x,3127
Total,1012,1262,779,890,3943
"""
# The counts of the issue: 30 47 64 89 / 90 124 5 31 / 92 100 59 85 / 800 991 651 685.
COUNTS = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]]


def run(*arguments):
    return CliRunner().invoke(evidence, ["audit", *map(str, arguments)])


def pairs(ranges):
    return {labels: (found.low, found.high) for labels, found in ranges.items()}


@pytest.fixture
def written(tmp_path):
    def write(text, name="table.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_the_4_by_4_example_is_refused_because_one_cell_is_exactly_47(written):
    answer = run(written(FOUR_BY_FOUR), "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["safe"] is False
    assert said["exact"] == [["w", "b", 47]]
    assert said["ranges"] == {
        "w|a": [25, 94],
        "w|b": [47, 47],
        "w|c": [0, 69],
        "x|a": [26, 95],
        "x|c": [0, 69],
        "y|b": [0, 185],
        "y|d": [0, 185],
        "z|b": [906, 1091],
        "z|d": [585, 770],
    }


def test_the_example_is_what_its_counts_come_to():
    rows = [line.split(",") for line in FOUR_BY_FOUR.splitlines()[1:]]
    for row, counts in zip(rows, with_totals(COUNTS), strict=True):
        shown = zip(row[1:], counts, strict=True)
        assert all(cell in {"x", str(count)} for cell, count in shown)


def test_the_example_is_safe_once_the_published_cell_of_its_block_is_hidden_too(written):
    text = FOUR_BY_FOUR.replace("x,x,124,x", "x,x,x,x")
    answer = run(written(text), "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["safe"] is True
    assert json.loads(answer.stdout)["exact"] == []


def test_people_are_told_the_same(written):
    answer = run(written(FOUR_BY_FOUR))
    assert answer.exit_code == 1
    assert "table.csv: w, b  exactly 47  UNSAFE" in answer.stdout
    assert "table.csv: z, b  906 to 1091\n" in answer.stdout
    assert answer.stdout.endswith("Unsafe: 1 to hide better.\n")


def test_a_table_without_hidden_cells_is_safe():
    found = audit(table_of(with_totals(COUNTS)))
    assert found.safe
    assert found.ranges() == {}


@settings(deadline=None)
@given(small_tables())
def test_the_ranges_are_those_that_trying_every_completion_finds(table):
    found = audit(table)
    tried = ranges_by_trying(table)
    assert pairs(found.ranges()) == tried
    assert found.exact() == tuple((*at, low) for at, (low, high) in tried.items() if low == high)
    assert found.safe == all(low < high for low, high in tried.values())


@settings(deadline=None, max_examples=40)
@given(small_tables())
def test_the_order_of_rows_and_columns_changes_nothing(table):
    turned = type(table)(
        table.name,
        table.dimensions,
        table.rows[::-1],
        table.columns[::-1],
        tuple((*row[-2::-1], row[-1]) for row in (*table.cells[-2::-1], table.cells[-1])),
    )
    assert pairs(audit(turned).ranges()) == pairs(audit(table).ranges())


@settings(deadline=None, max_examples=40)
@given(small_tables())
def test_rows_and_columns_can_change_places(table):
    across = tuple(zip(*table.cells, strict=True))
    turned = type(table)(table.name, table.dimensions, table.columns, table.rows, across)
    swapped = {(row, column): at for (column, row), at in pairs(audit(turned).ranges()).items()}
    assert swapped == pairs(audit(table).ranges())


def test_a_hidden_row_with_all_totals_hidden_has_no_upper_end(written):
    cells = with_totals(COUNTS)
    everything = {(i, j) for i in range(5) for j in range(5)}
    found = audit(table_of(hide(cells, everything)))
    assert found.safe
    assert set(found.ranges().values()) == {Range(0, None)}
    text = ",a,b,Total\nw,x,3,x\nx,x,4,x\nTotal,x,7,x\n"
    answer = run(written(text), "--json")
    assert json.loads(answer.stdout)["ranges"]["w|Total"] == [3, None]
    assert "table.csv: w, Total      3 or more\n" in run(written(text)).stdout


def test_hidden_totals_are_worked_out_too():
    cells = with_totals([[1, 2], [3, 4]])
    found = audit(table_of(hide(cells, {(0, 2), (2, 2)})))
    assert found.exact() == (("w", "Total", 3), ("Total", "Total", 10))


def test_a_range_narrower_than_the_rule_is_unsafe(written):
    file = written(",a,b,Total\nw,x,x,3\nx,x,x,40\nTotal,21,22,43\n")
    assert json.loads(run(file, "--json").stdout)["safe"] is True
    assert run(file, "--width", 3).exit_code == 0
    answer = run(file, "--width", 4, "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["exact"] == []
    assert said["narrow"] == [
        ["w", "a", 0, 3],
        ["w", "b", 0, 3],
        ["x", "a", 18, 21],
        ["x", "b", 19, 22],
    ]


def test_huge_counts_are_worked_out_to_the_last_one():
    huge = 10**8
    cells = with_totals([[huge + 1, 2, huge], [5, huge + 7, 11], [3, 9, huge + 3]])
    found = audit(table_of(hide(cells, {(0, 0), (0, 1), (1, 0), (1, 1)})))
    assert pairs(found.ranges()) == two_by_two(cells)


def two_by_two(cells):
    """The ranges of the block w, x by a, b by hand: one count settles the other three."""
    (wa, wb), (xa, xb) = cells[0][:2], cells[1][:2]
    down, up = min(wa, xb), min(wb, xa)
    return {
        ("w", "a"): (wa - down, wa + up),
        ("w", "b"): (wb - up, wb + down),
        ("x", "a"): (xa - up, xa + down),
        ("x", "b"): (xb - down, xb + up),
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "table.csv: the file is empty"),
        (",a,Total\n", "table.csv: a table has a row, a column, and their totals"),
        (",a,b\nw,1,2\nTotal,1,2\n", "row 1: the last column is “b”; it must be Total"),
        (",a,Total\nw,1,1\nx,1,1\n", "row 3, column 1: the last row is “x”; it must be Total"),
        (",a,Total\nw,-1,1\nTotal,1,1\n", "row 2, column a: -1 is negative; a count is not"),
        (",a,Total\nw,1.5,1\nTotal,1,1\n", "row 2, column a: “1.5” is no whole number"),
        (",a,Total\nw,,1\nTotal,1,1\n", "row 2, column a: is empty; write 0 for none"),
        (",a,Total\nw,1\nTotal,1,1\n", "row 2: has 2 fields where the header has 3"),
        (",a,a,Total\nw,1,1,2\nTotal,1,1,2\n", "row 1, column a: stands in the header twice"),
        (",a,Total\nw,1,1\nw,1,1\nTotal,2,2\n", "the row “w” stands there twice"),
        (",a,Total\n,1,1\nTotal,1,1\n", "row 2, column 1: the row has no label"),
        (",a|b,Total\nw,1,1\nTotal,1,1\n", "row 1, column 1: “a|b” has | in it"),
        (",a,Total\nw|x,1,1\nTotal,1,1\n", "row 2, column 1: “w|x” has | in it"),
        (",a,Total\nw,9999999999,1\nTotal,1,1\n", "is larger than 1,000,000,000"),
        (',a,Total\n"w,1,1\nTotal,1,1\n', "row 2, column 1: a quote is not closed on its line"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_file_row_column_and_reason(
    written, text, says
):
    answer = run(written(text), "--json")
    assert answer.exit_code == 2
    assert "table.csv" in answer.stderr
    assert says in answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (",a,b,Total\nw,x,9,8\nTotal,x,9,x\n", "the row “w” comes to 9; its total says 8"),
        (",a,b,Total\nw,1,2,4\nTotal,x,x,x\n", "the row “w” comes to 3; its total says 4"),
        (",a,Total\nw,x,x\nx,9,x\nTotal,8,x\n", "the column “a” comes to 9; its total says 8"),
        (
            ",a,b,Total\nw,x,x,9\nx,x,x,9\nTotal,9,x,17\n",
            "the column “Total” comes to 18; its total says 17",
        ),
        (
            ",a,b,Total\nw,x,x,2\nx,0,x,x\nTotal,3,x,x\n",
            "no whole, not negative counts agree with the table",
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(written, text, says):
    answer = run(written(text))
    assert answer.exit_code == 2
    assert f"Error: table.csv: {says}" in answer.stderr


def test_bytes_that_are_no_utf8_are_refused_where_they_stand(tmp_path):
    file = tmp_path / "table.csv"
    file.write_bytes(",a,Total\ncafé,1,1\nTotal,1,1\n".encode("latin-1"))
    answer = run(file)
    assert answer.exit_code == 2
    assert "table.csv, row 2: byte 4 of the line is no UTF-8" in answer.stderr


def test_a_gigabyte_by_mistake_is_refused_unread(tmp_path):
    file = tmp_path / "table.csv"
    with file.open("wb") as large:
        large.truncate(1 << 30)
    answer = run(file)
    assert answer.exit_code == 2
    assert "has 1,073,741,824 bytes; at most 67,108,864 are read" in answer.stderr


def test_more_cells_than_can_be_audited_are_refused():
    cells = [[1] * 301 for _ in range(301)]
    labels = tuple(map(str, range(300)))
    table = type(table_of([[1, 1], [1, 1]]))(
        "t", ("", ""), labels, labels, tuple(map(tuple, cells))
    )
    with pytest.raises(BadInput, match="90,000 cells to audit; at most 50,000"):
        audit(table)


def test_a_base_larger_than_the_largest_is_refused(written):
    answer = run(written(FOUR_BY_FOUR), "--rounded", 10**20)
    assert answer.exit_code == 2
    assert "is not in the range 1<=x<=1000000" in answer.stderr


@pytest.mark.parametrize(("width", "threshold"), [(0, 5), (-1, 5), (1, 0)])
def test_a_rule_that_protects_nothing_is_refused(width, threshold):
    with pytest.raises(BadInput, match="at least 1"):
        audit(table_of([[1, 1], [1, 1]]), Ledger(), Rule(width, threshold))
