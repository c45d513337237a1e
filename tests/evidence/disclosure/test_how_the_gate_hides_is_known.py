"""Readers know that the gate hides no zero and shows no small count, and so does the audit."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from evidence.disclosure.enumerating import (
    completions,
    hides_as_the_gate,
    ranges_by_trying,
    small_counts,
    table_of,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.audit import Ledger, Rule, audit
from unsilenced.evidence.disclosure.counts import counts_of
from unsilenced.evidence.disclosure.gate import Refused, disclose, release
from unsilenced.evidence.disclosure.publish import write_csv
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.disclosure.ranges import Range
from unsilenced.evidence.errors import BadInput

ONES = """\
u,o,n
A,a,1
A,b,1
A,c,1
A,d,1
A,e,1
B,a,50
B,b,60
B,c,55
B,d,52
B,e,51
C,a,90
C,b,80
C,c,70
C,d,95
C,e,99
"""


def counted(inner):
    cells = {
        ("wxyzuv"[i], "abcdef"[j]): count
        for i, row in enumerate(inner)
        for j, count in enumerate(row)
    }
    return counts_of(cells, ("A", "B"), "t")


def test_a_row_of_ones_is_not_told_by_its_total(tmp_path):
    # Five hidden counts and a total of 5: as no zero is hidden, each would be exactly 1.
    file = tmp_path / "ones.csv"
    file.write_text(ONES, encoding="utf-8")
    answer = CliRunner().invoke(evidence, ["disclose", str(file), "--rows", "u", "--columns", "o"])
    assert answer.exit_code == 0
    assert "A,x,x,x,x,x,x\n" in answer.stdout
    assert "Total,141,141,126,148,151,707\n" in answer.stdout


def test_who_knows_that_no_zero_is_hidden_works_out_what_the_audit_of_any_table_calls_safe(
    tmp_path,
):
    file = tmp_path / "table.csv"
    file.write_text(",a,b,Total\nA,x,x,2\nB,x,x,90\nTotal,41,51,92\n", encoding="utf-8")
    asked = ["audit", str(file), "--json"]
    anybody = CliRunner().invoke(evidence, asked)
    assert anybody.exit_code == 0
    assert json.loads(anybody.stdout)["ranges"]["A|a"] == [0, 2]
    assert json.loads(anybody.stdout)["rule"]["as_the_gate"] is False
    knowing = CliRunner().invoke(evidence, [*asked, "--as-the-gate"])
    assert knowing.exit_code == 1
    said = json.loads(knowing.stdout)
    assert said["exact"] == [["A", "a", 1], ["A", "b", 1], ["B", "a", 40], ["B", "b", 50]]
    assert said["rule"]["as_the_gate"] is True


@settings(max_examples=25)
@given(small_counts(most=6), st.integers(2, 5), st.sampled_from([1, 3, 5]))
def test_auditing_as_the_gate_finds_what_the_gate_found(inner, threshold, base):
    if not any(map(any, inner)):
        return
    answer = disclose(counted(inner), rule=Rule(threshold, threshold), rounded_to=base)
    if isinstance(answer, Refused):
        return
    rule = ["--width", threshold, "--threshold", threshold, "--rounded", base]
    with TemporaryDirectory() as folder:
        file = Path(folder, "released.csv")
        write_csv(answer, file)
        asked = ["audit", file, *rule, "--as-the-gate", "--json"]
        audited = CliRunner().invoke(evidence, [*map(str, asked)])
    assert audited.exit_code == 0, audited.output
    gate = answer.as_json()
    assert all(gate[key] == value for key, value in json.loads(audited.stdout).items())


def test_a_table_that_hides_a_zero_cannot_be_audited_as_the_gate(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(",a,b,Total\nA,x,4,4\nB,6,5,11\nTotal,6,9,15\n", encoding="utf-8")
    ended = CliRunner().invoke(evidence, ["audit", str(file), "--as-the-gate"])
    assert ended.exit_code == 2
    assert "if no zero is hidden and nothing below 5 is shown but zeros" in ended.stderr


def test_the_gate_refuses_the_row_of_ones_that_the_audit_of_any_table_calls_safe():
    told = PublishedTable(
        "t", ("", ""), ("A", "B"), ("a", "b"), ((None, None, 2), (None, None, 90), (41, 51, 92))
    )
    assert audit(told).safe
    answer = release(told, rule=Rule(1, 1))
    assert isinstance(answer, Refused)
    assert answer.audit.exact()[:2] == (("A", "a", 1), ("A", "b", 1))


@settings(deadline=None, max_examples=60)
@given(small_counts(most=6), st.integers(1, 4), st.integers(1, 4), st.integers(1, 9))
@example([[0, 2], [2, 0]], 2, 1, 5)
def test_whoever_tries_what_the_gate_could_have_hidden_never_comes_too_close(
    inner, threshold, width, base
):
    if not any(map(any, inner)):
        return
    answer = disclose(counted(inner), rule=Rule(width, threshold), rounded_to=base)
    if isinstance(answer, Refused) or answer.table.cells[-1][-1] is None:
        return
    tried = ranges_by_trying(answer.table, threshold)
    assert {labels: (at.low, at.high) for labels, at in answer.audit.ranges().items()} == {
        labels: tried[labels] for labels in answer.audit.ranges()
    }
    for i, j in answer.table.places():
        if answer.table.cells[i][j] is None:
            low, high = tried[answer.table.labels((i, j))]
            assert high - low >= width


def test_a_rounded_count_that_is_shown_is_known_to_be_none_or_not_small():
    # 5 stands for 3 to 7, and of these the gate with a threshold of 5 shows 5 to 7 alone.
    table = table_of([[None, 5, 15], [None, 0, 35], [45, 5, 50]], rounded_to=5)
    found = audit(table, Ledger(threshold=5)).ranges()
    assert found["w", "b"].low == 5
    assert ("x", "b") not in found
    assert audit(table).ranges()["w", "b"].low == 3
    assert audit(table).ranges()["x", "b"].high > 0


def test_a_rounded_zero_stands_for_none_or_for_enough_and_for_nothing_between():
    # Somebody is hidden in w, so its total, which is shown as 0 and is up to 9, is at least 5.
    table = table_of([[None, 0, 0], [None, 40, 100], [60, 40, 100]], rounded_to=20)
    found = audit(table, Ledger(threshold=5)).ranges()
    assert found["w", "Total"] == Range(5, 9)
    assert found["w", "a"] == Range(1, 9)
    assert found["w", "b"] == Range(0, 8)


@pytest.mark.parametrize(
    ("rounded_to", "shown", "refused"),
    [(2, 2, True), (2, 4, True), (2, 6, False), (3, 3, True), (5, 5, False), (2, 0, False)],
)
def test_a_rounded_count_that_can_only_be_small_is_not_released(rounded_to, shown, refused):
    total = 60 + shown
    table = table_of(
        [[shown, 60, total], [60, 60, 120], [total, 120, 120 + total]], rounded_to=rounded_to
    )
    answer = release(table)
    assert isinstance(answer, Refused) is refused
    if refused:
        assert answer.reason == "It shows counts below 5: w and a."


def test_a_table_that_hides_zeros_is_none_of_the_gate_s_and_cannot_be_released():
    zeros = table_of([[None, 40, 40], [None, 50, 50], [0, 90, 90]])
    with pytest.raises(BadInput, match="if no zero is hidden and nothing below 5 is shown but"):
        release(zeros)


def test_tables_beside_are_known_to_hide_no_zero_either():
    beside = PublishedTable(
        "beside",
        ("A", "C"),
        ("w", "x"),
        ("c", "d"),
        ((None, None, 30), (None, 9, None), (None, None, 90)),
    )
    table = table_of([[12, 18, 30], [20, 40, 60], [32, 58, 90]], "now", ("A", "B"))
    found = release(table, Ledger(beside=(beside,))).audit
    assert found.ranges(beside)["w", "c"].low == 1
    tried = [
        each
        for each in completions(beside_with_total(beside))
        if hides_as_the_gate(beside, each, 5)
    ]
    counts = [each[0][0] for each in tried]
    assert found.ranges(beside)["w", "c"].high == max(counts)


def beside_with_total(table):
    """The same, with what the margin of the other table tells of it."""
    told = [list(row) for row in table.cells]
    told[1][2] = 60
    return table_of(told)
