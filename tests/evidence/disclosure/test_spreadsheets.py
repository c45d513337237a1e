"""Releases are opened in spreadsheets, which would run a label that begins like a formula."""

import duckdb
import pytest
from click.testing import CliRunner

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.gate import already_public, release
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.errors import BadInput

RUN = ["=1+1", '=HYPERLINK("http://e.invalid";"x")', "+44", "-2", "@West", "＝1+1", "＠West"]  # noqa: RUF001 - wide ones, which some spreadsheets run
PLAIN = ["65+", "<18", "East-West", "a=b", "18-24", "mail@example"]


def disclosed(tmp_path, label, name="unit"):
    file = tmp_path / "people.csv"
    quoted = '"' + label.replace('"', '""') + '"'
    lines = [f'"{name}",outcome,n', "East,a,20", "East,b,30", f"{quoted},a,40", f"{quoted},b,50"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ["disclose", str(file), "--rows", name, "--columns", "outcome"]
    return CliRunner().invoke(evidence, words)


@pytest.mark.parametrize("label", RUN)
def test_a_label_that_a_spreadsheet_runs_is_refused_with_its_row_and_column(tmp_path, label):
    answer = disclosed(tmp_path, label)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "row 4" in answer.stderr
    assert "unit" in answer.stderr
    assert f"“{label}” begins with “{label[0]}”, which a spreadsheet runs" in answer.stderr


def test_a_label_of_a_large_file_is_refused_too(tmp_path):
    file = tmp_path / "people.parquet"
    lines = "('East', 'a', 20), ('East', 'b', 30), ('=1+1', 'a', 40), ('=1+1', 'b', 50)"
    duckdb.sql(f"SELECT * FROM (VALUES {lines}) AS t(unit, outcome, n)").write_parquet(str(file))
    words = ["disclose", str(file), "--rows", "unit", "--columns", "outcome"]
    answer = CliRunner().invoke(evidence, words)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "row 3" in answer.stderr
    assert "unit" in answer.stderr
    assert "which a spreadsheet runs" in answer.stderr


@pytest.mark.parametrize("label", PLAIN)
def test_any_other_label_is_as_it_was(tmp_path, label):
    answer = disclosed(tmp_path, label)
    assert answer.exit_code == 0
    assert f"\n{label}," in answer.stdout


def test_a_column_that_is_called_so_is_refused_too(tmp_path):
    answer = disclosed(tmp_path, "West", name="=unit")
    assert answer.exit_code == 2
    assert "“=unit” begins with “=”, which a spreadsheet runs" in answer.stderr


@pytest.mark.parametrize(
    ("names", "rows", "columns"),
    [(("=u", "o"), ("v",), ("a",)), (("u", "o"), ("=v",), ("a",)), (("u", "o"), ("v",), ("@a",))],
)
def test_the_gate_lets_none_through_whatever_made_the_table(names, rows, columns):
    table = PublishedTable("t", names, rows, columns, ((20, 20), (20, 20)))
    for attempt in (release, lambda table: already_public(table, "https://example.org/counts")):
        with pytest.raises(BadInput, match="which a spreadsheet runs"):
            attempt(table)


@pytest.mark.parametrize("label", ["East\nWest", "East\tWest", "x" * 1001])
def test_the_gate_lets_no_label_through_that_is_more_than_a_line(label):
    table = PublishedTable("t", ("u", "o"), (label,), ("a",), ((20, 20), (20, 20)))
    for attempt in (release, lambda table: already_public(table, "https://example.org/counts")):
        with pytest.raises(BadInput, match=r"line break|control character|characters; at most"):
            attempt(table)
