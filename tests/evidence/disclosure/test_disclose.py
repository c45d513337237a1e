"""A released table reveals nobody; a table that would is refused."""

import json

import pytest
from click.testing import CliRunner
from evidence.disclosure.enumerating import ranges_by_trying, small_counts, small_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.audit import Ledger, Rule, audit
from unsilenced.evidence.disclosure.counts import counts_of, rounded
from unsilenced.evidence.disclosure.gate import Refused, Released, disclose, release
from unsilenced.evidence.disclosure.published import read_published
from unsilenced.evidence.errors import BadInput


def run(*arguments):
    return CliRunner().invoke(evidence, ["disclose", *map(str, arguments)])


def counted(inner, name="t", dimensions=("A", "B")):
    cells = {
        ("wxyzuv"[i], "abcdef"[j]): count
        for i, row in enumerate(inner)
        for j, count in enumerate(row)
    }
    return counts_of(cells, dimensions, name)


@pytest.fixture
def written(tmp_path):
    def write(text, name="counts.csv"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


COUNTS = "A,B,n\nw,a,2\nw,b,30\nx,a,40\nx,b,50\ny,a,3\ny,b,0\n"
ASKED = ("--rows", "A", "--columns", "B", "--threshold", "5")


def test_small_counts_go_with_what_would_give_them_away(written):
    answer = run(written(COUNTS), *ASKED, "--json")
    assert answer.exit_code == 0
    said = json.loads(answer.stdout)
    assert said["released"] is True
    assert said["safe"] is True
    assert said["exact"] == []
    assert said["table"] == [
        ["A/B; NOT COMPARED WITH ANY EARLIER RELEASE", "a", "b", "Total"],
        ["w", "x", "x", "x"],
        ["x", "x", "x", "90"],
        ["y", "x", "0", "x"],
        ["Total", "45", "80", "125"],
    ]


def test_what_is_printed_is_what_the_audit_reads_and_finds_safe(written):
    answer = run(written(COUNTS), *ASKED)
    assert answer.exit_code == 0
    published = written(answer.stdout, "published.csv")
    audited = CliRunner().invoke(evidence, ["audit", str(published), "--width", "5", "--json"])
    assert audited.exit_code == 0
    assert json.loads(audited.stdout)["safe"] is True


def test_without_further_hiding_it_is_refused_with_the_cells_that_could_be_worked_out(written):
    answer = run(written(COUNTS), *ASKED, "--no-complementary", "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["released"] is False
    assert said["safe"] is False
    assert said["table"] is None
    assert said["exact"] == [["w", "a", 2], ["y", "a", 3], ["y", "Total", 3]]
    told = run(written(COUNTS), *ASKED, "--no-complementary")
    assert told.stdout == ""
    assert "Refused. 3 counts that it hides could be worked out." in told.stderr
    assert "counts.csv: w, a      exactly 2  UNSAFE" in told.stderr


def test_a_line_a_person_gives_the_same_as_a_line_a_count(written):
    people = "A,B\n" + "w,a\n" * 2 + "w,b\n" * 30 + "x,a\n" * 40 + "x,b\n" * 50 + "y,a\n" * 3
    assert run(written(people), *ASKED).stdout == run(written(COUNTS, "n.csv"), *ASKED).stdout


def test_lines_in_any_order_and_lines_that_are_split_give_the_same(written):
    header, *lines = COUNTS.splitlines()
    turned = "\n".join([header, *lines[::-1]]).replace("x,b,50", "x,b,49\nx,b,1")
    assert run(written(turned), *ASKED).stdout == run(written(COUNTS, "n.csv"), *ASKED).stdout


def test_the_column_of_counts_can_have_any_name(written):
    text = COUNTS.replace("A,B,n", "A,B,people")
    assert run(written(text), *ASKED, "--count", "people").exit_code == 0


def test_a_table_of_which_only_zeros_would_be_left_is_refused(written):
    answer = run(written("A,B,n\nw,a,1\nx,b,2\n"), *ASKED, "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["table"] is None
    assert said["reason"] == "Nothing would be left to publish but zeros."


def test_what_is_refused_is_not_called_safe(written):
    answer = run(written("A,B,n\nw,a,1\nx,b,2\n"), *ASKED)
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("Refused. Nothing would be left to publish but zeros.\n")
    assert "counts.csv: w, a          1 or more\n" in answer.stderr
    assert "Safe." not in answer.stderr
    hidden = run(written(COUNTS), *ASKED, "--no-complementary")
    assert hidden.stderr.startswith("Refused. ")
    assert "to hide better" not in hidden.stderr


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("A,B,n\nw,a,-2\n", (), "row 2, column n: -2 is negative"),
        ("A,B,n\nw,a,2.5\n", (), "row 2, column n: “2.5” is no whole number"),
        ("A,B,n\nw,,2\n", (), "row 2, column B: is empty"),
        ("A,B,n\nw,a,2\nTotal,a,2\n", (), "row 3, column A: is a total among the counts"),
        ("A,B,n\nw,total,2\n", (), "row 2, column B: is a total among the counts"),
        ("A,B,n\nw|v,a,2\n", (), "row 2, column A: “w|v” has | in it"),
        ("A,C,n\nw,a,2\n", (), "there is no column “B”; there are: A, C, n"),
        ("A,B,n,count\nw,a,2,2\n", (), "row 1: which column counts: n or count?"),
        ("A,B,n\nw,a,0\n", (), "there is nobody in it"),
        ("A,B\n", (), "there is nobody in it"),
        ("A,B,n\nw,a,1000000000\nw,b,1\n", (), "at most 1,000,000,000 are audited"),
        ("A,B,n\nw,a,2\n", ("--threshold", "0"), "it is at least 1"),
        ("A,B,n\nw,a,2\n", ("--width", "0"), "it is at least 1"),
        ("A,B,n\nw,a,2\n", ("--threshold", 10**20), "are at most 1,000,000,000, as counts are"),
        ("A,B,n\nw,a,2\n", ("--width", 10**9 + 1), "are at most 1,000,000,000, as counts are"),
        ("A,B,n\nw,a,2\n", ("--round", 10**20), "is not in the range 1<=x<=1000000"),
        ("A,B,n\nw,a,2\n", ("--columns", "A"), "rows and columns are both “A”"),
        ("A,B,m/f\nw,a,2\n", ("--columns", "m/f"), "row 1, column m/f: the name has / in it"),
    ],
)
def test_counts_that_cannot_be_used_are_refused(written, text, options, says):
    asked = dict(zip(ASKED[::2], ASKED[1::2], strict=True))
    given = asked | dict(zip(options[::2], options[1::2], strict=True))
    answer = run(written(text), *(word for option in given.items() for word in option))
    assert answer.exit_code == 2
    assert "Error: " in answer.stderr
    assert says in answer.stderr
    assert answer.stdout == ""


@settings(deadline=None, max_examples=40)
@given(small_counts(most=6), st.integers(1, 5), st.integers(1, 4))
def test_a_released_table_hides_every_small_count_from_whoever_tries_all_completions(
    inner, threshold, width
):
    if not any(map(any, inner)):
        return
    counts = counted(inner)
    answer = disclose(counts, rule=Rule(width, threshold))
    if isinstance(answer, Refused):
        assert "Nothing would be left" in answer.reason or "No further" in answer.reason
        return
    table = answer.table
    assert audit(table, rule=Rule(width, threshold)).safe
    for place in counts.places():
        shown = table.cells[place[0]][place[1]]
        assert shown is None or shown == counts.at(place)
        assert shown is None or not 0 < shown < threshold
    if table.cells[-1][-1] is not None:
        for low, high in ranges_by_trying(table, threshold).values():
            assert high - low >= width


@settings(deadline=None, max_examples=60)
@given(small_tables())
def test_the_gate_never_releases_what_trying_all_completions_works_out(table):
    tried = ranges_by_trying(table, threshold=1)
    if tried is None:
        with pytest.raises(BadInput, match="if no zero is hidden"):
            release(table, rule=Rule(1, 1))
        return
    answer = release(table, rule=Rule(1, 1))
    assert isinstance(answer, Released) == all(low < high for low, high in tried.values())


def test_the_gate_refuses_a_table_that_shows_small_counts():
    counts = counted([[2, 30], [40, 50]])
    answer = release(counts.published(set()))
    assert isinstance(answer, Refused)
    assert answer.reason == "It shows counts below 5: w and a."


def test_nothing_is_hidden_that_need_not_be():
    answer = disclose(counted([[12, 30], [40, 50]]))
    assert answer.table == counted([[12, 30], [40, 50]]).published(set())


def test_the_cells_hidden_beside_a_small_one_are_those_with_the_fewest_people():
    answer = disclose(counted([[2, 300, 20], [400, 500, 60], [30, 70, 600]]))
    # Of all blocks of four with it: 300 + 30 + 70. With c and y it would be 20 + 30 + 600.
    assert set(answer.audit.ranges()) == {("w", "a"), ("w", "b"), ("y", "a"), ("y", "b")}


def test_a_cell_that_was_hidden_for_another_s_sake_is_shown_again_where_it_can_be():
    counts = counted([[3, 3, 3], [20, 3, 8], [3, 2, 8]])
    answer = disclose(counts)
    hidden = {place for place in counts.places() if answer.table.cells[place[0]][place[1]] is None}
    small = counts.small(5)
    assert hidden - small == {(1, 0), (2, 2)}
    assert not audit(counts.published(small), rule=Rule(5, 5)).safe


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_counts_below_the_threshold_are_small_but_not_none(count, hidden):
    counts = counted([[count, 30], [40, 50]])
    assert ((0, 0) in counts.small(5)) is hidden
    assert isinstance(release(counts.published(())), Refused) is hidden
    assert ((0, 0) in counts.small(5)) is (disclose(counts).table.cells[0][0] is None)


def test_zeros_are_shown():
    answer = disclose(counted([[2, 0, 30], [40, 0, 50], [9, 20, 30]]))
    shown = answer.table
    assert shown.cells[0][1] == 0
    assert shown.cells[1][1] == 0


def test_rounded_counts_are_audited_as_the_ranges_they_stand_for():
    table = counted([[12, 30], [40, 53]]).published(set(), rounded_to=5)
    assert table.cells == ((10, 30, 40), (40, 55, 95), (50, 85, 135))
    found = audit(table)
    assert {labels: (at.low, at.high) for labels, at in found.ranges().items()} == (
        ranges_by_trying(table)
    )


@settings(deadline=None, max_examples=25)
@given(small_counts(most=6), st.integers(2, 5))
def test_the_ranges_of_rounded_tables_are_those_that_trying_finds(inner, base):
    table = counted(inner).published(set(), rounded_to=base)
    found = audit(table).ranges()
    assert {labels: (at.low, at.high) for labels, at in found.items()} == ranges_by_trying(table)


def test_rounded_tables_are_refused_where_their_totals_say_more_than_they_should():
    # Two 2s and their total of 4 become 0, 0 and 5: only 2 and 2, or 1 and 2, come to 3 or more.
    table = counted([[2, 2]]).published(set(), rounded_to=5)
    assert not audit(table).safe
    answer = disclose(counted([[2, 2]]), rounded_to=5)
    assert isinstance(answer, Refused)


@given(st.integers(0, 10**6), st.integers(1, 50))
def test_rounding_goes_to_the_nearest_multiple(count, base):
    assert rounded(count, base) % base == 0
    assert 2 * abs(rounded(count, base) - count) <= base


def test_a_base_beyond_what_the_solver_can_tell_apart_is_refused():
    with pytest.raises(BadInput, match=r"is rounded to 100,.*,000; at most 1,000,000 is audited"):
        disclose(counted([[2, 30], [40, 50]]), rounded_to=10**20)


@pytest.mark.parametrize("base", [11, 10**4, 10**6])
@pytest.mark.parametrize("largest", [7, 10**3, 10**8])
def test_any_base_that_can_be_asked_for_is_answered(base, largest):
    counts = counted([[2, largest, 30], [largest, 50, largest + 1]])
    assert disclose(counts, rounded_to=base).as_json()["exact"] == []


def test_a_released_rounded_table_can_be_audited_again(written):
    answer = run(written(COUNTS), *ASKED, "--round", "5")
    assert answer.exit_code == 0
    file = written(answer.stdout, "published.csv")
    assert all(
        int(n) % 5 == 0 for line in answer.stdout.split() for n in line.split(",") if n.isdigit()
    )
    assert read_published(file, rounded_to=5).rounded_to == 5
    audited = CliRunner().invoke(evidence, ["audit", str(file), "--rounded", "5"])
    assert audited.exit_code == 0


def test_beside_a_table_that_shows_the_margin_it_hides_it_is_hidden_better_or_refused():
    counts = counted([[2, 30], [40, 50], [3, 0]])
    alone = disclose(counts)
    assert alone.table.cells[2][2] is None
    # The other table shows, for the same people, how many are in y: 3 with the others' margins.
    other = counted([[32, 0], [45, 45], [2, 1]], "other", ("A", "C")).published({(2, 0), (2, 1)})
    assert not audit(alone.table, Ledger(beside=(other,))).safe
    together = disclose(counts, Ledger(beside=(other,)))
    assert isinstance(together, Refused)
    assert together.audit.unsafe
