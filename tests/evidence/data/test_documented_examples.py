"""The examples of the documentation run as they are written: tables, Python and commands."""

import re
import shlex
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from unsilenced.evidence.commands import evidence

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "evidence.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
PYTHON = [code for kind, code in BLOCKS if kind == "python"]
TABLES = [text for kind, text in BLOCKS if not kind and "," in text.splitlines()[0]]

PLACEHOLDER = re.compile(r"\b[A-Z]{1,8}\b")
COMMANDS = sorted(
    {
        words
        for page in ("evidence.md", "commands.md")
        for words in re.findall(
            r"`unsilenced evidence ([a-z][^`]*)`", (DOCS / page).read_text(encoding="utf-8")
        )
        if " --" in words and not PLACEHOLDER.search(words)
    }
)

VISITS = "unit,outcome,n\nA,found,20\nA,nothing,40\nB,found,2\nB,nothing,30\n"
INCIDENTS = "unit,period\n" + "".join(
    f"{unit},2012-0{month}\n" * (number + month % number + 1)
    for number, unit in enumerate(("Newham", "Hackney", "Barnet", "Bow", "Ealing"), start=2)
    for month in range(5, 10)
)


def table(header):
    """The documentation's table that begins with `header`."""
    (found,) = [each for each in TABLES if each.startswith(header + "\n")]
    return found


@pytest.fixture
def files(tmp_path, monkeypatch):
    """What the examples read."""
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_text(table("b,c,d,Count"), encoding="utf-8")
    Path("visits.csv").write_text(VISITS, encoding="utf-8")
    Path("incidents.csv").write_text(INCIDENTS, encoding="utf-8")


@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_each_piece_of_python_runs_and_says_or_writes_something(files, number):
    said, before = StringIO(), {*Path().iterdir()}
    with redirect_stdout(said):
        exec(compile(PYTHON[number], f"docs/evidence.md, Python {number}", "exec"), {})
    assert said.getvalue().strip() or {*Path().iterdir()} - before


def test_the_documentation_has_python_of_every_part():
    for part in ("capture", "rates", "events", "disclosure"):
        assert any(f"unsilenced.evidence.{part}" in code for code in PYTHON)


@pytest.mark.parametrize("words", COMMANDS)
def test_each_command_runs(files, words):
    ended = CliRunner().invoke(evidence, shlex.split(words))
    assert ended.exit_code == 0, ended.output
    assert ended.stdout.strip()


def answered(*words):
    return CliRunner().invoke(evidence, [*words])


def test_the_tables_are_answered_as_the_text_says(files):
    assert "Estimate    157" in answered("capture", "table.csv", "--replicates", "0").stdout
    Path("yields.csv").write_text(table("unit,period,events,trials"), encoding="utf-8")
    assert "7.5%" in answered("yields", "yields.csv").stdout
    Path("published.csv").write_text(table(",a,b,c,d,Total"), encoding="utf-8")
    unsafe = answered("audit", "published.csv")
    assert unsafe.exit_code == 1
    assert "47" in unsafe.output
