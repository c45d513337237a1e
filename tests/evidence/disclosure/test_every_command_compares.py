"""All that a command releases goes through one ledger, or says on its face that it did not."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from evidence.data.test_every_command import WORDS
from evidence.displacement.invented_contacts import invented as contacts_of
from evidence.events.invented_panels import invented as panel_of

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.compared import NOT_COMPARED, Compared
from unsilenced.evidence.disclosure.releases import releases_in

DATA = Path(__file__).parents[3] / "data"
RELEASES_NOTHING = {("audit",)}
"""It says what readers can work out from a table that exists already."""
REPORT = ("claims", "report")
"""It takes long, and is run once, below."""


def run(*words):
    return CliRunner().invoke(evidence, [*map(str, words)])


def long(panel, path):
    rows = [
        f"{unit},{period},{int(count)}"
        for unit, counts in zip(panel.units, panel.counts, strict=True)
        for period, count in zip(panel.periods, counts, strict=True)
    ]
    path.write_text("\n".join(["unit,period,count", *rows]) + "\n", encoding="utf-8")


OVERLAPS = {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 20, (1, 1, 0): 8, (0, 1, 1): 9}


def lists(overlaps, path):
    rows = [",".join(map(str, [*pattern, count])) for pattern, count in overlaps.items()]
    path.write_text("\n".join(["a,b,c,n", *rows]) + "\n", encoding="utf-8")


@pytest.fixture
def files(tmp_path, monkeypatch):
    """What the commands read."""
    monkeypatch.chdir(tmp_path)
    lists(OVERLAPS, Path("lists.csv"))
    panel = panel_of(1, mean=60.0)
    long(panel, Path("panel.csv"))
    contacts, _ = contacts_of(3, units=14, periods=12, visits=6, mean=60.0)
    long(contacts, Path("contacts.csv"))
    visits = [f"area {unit},{4 + unit % 4}\n" for unit in range(7)]
    Path("visits.csv").write_text("unit,period\n" + "".join(visits), encoding="utf-8")
    people = "".join(
        f"{u},{o}\n" * n for u, o, n in [("A", "a", 10), ("A", "b", 20), ("B", "a", 30)]
    )
    Path("people.csv").write_text("u,o\n" + people, encoding="utf-8")
    Path("yields.csv").write_text("of,events,trials\nA,3,9\nB,4,30\n", encoding="utf-8")
    Path("risks.csv").write_text("of,events,person_years\nA,3,9\nB,4,30\n", encoding="utf-8")
    return tmp_path


EVENT = ("event", "panel.csv", "--treated", "unit 0", "--treated", "unit 1", "--event", "4:5")
DRAW = {
    "capture": ("capture", "lists.csv", "--replicates", "0"),
    "event": (*EVENT, "--permutations", "20"),
    "displacement": (
        "displacement",
        "contacts.csv",
        "--visits",
        "visits.csv",
        "--permutations",
        "9",
    ),
}
ASKED = {
    ("capture",): DRAW["capture"],
    ("event",): DRAW["event"],
    ("displacement",): DRAW["displacement"],
    ("disclose",): ("disclose", "people.csv", "--rows", "u", "--columns", "o"),
    ("risk",): ("risk", "risks.csv", "--pool"),
    ("yields",): ("yields", "yields.csv", "--pool"),
    ("coverage",): ("coverage",),
    ("reporting",): ("reporting",),
    ("claims",): ("claims",),
    ("claims", "run"): ("claims", "run", "murder-risk"),
}


@pytest.mark.parametrize("words", sorted({*WORDS} - RELEASES_NOTHING - {REPORT}), ids=" ".join)
def test_each_command_says_on_its_face_that_nothing_was_compared(files, words):
    as_json = run(*ASKED[words], "--json")
    assert as_json.exit_code == 0, as_json.output
    said = json.loads(as_json.stdout)
    assert said["compared_with"] == "none"
    assert said["compared"].startswith(NOT_COMPARED)
    printed = run(*ASKED[words])
    assert NOT_COMPARED in printed.stdout
    assert NOT_COMPARED in printed.output


@pytest.mark.parametrize("words", [("yields", "--events", 3, "--trials", 9),
                                   ("risk", "--events", 3, "--person-years", 9)])  # fmt: skip
def test_one_share_and_one_rate_say_so_too(words):
    assert json.loads(run(*words, "--json").stdout)["compared_with"] == "none"
    assert NOT_COMPARED in run(*words).stdout


def test_a_report_on_claims_says_so_on_every_page(files):
    answer = run(*REPORT, "--out", "report", "--json")
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    assert said["compared_with"] == "none"
    assert said["compared"].startswith(NOT_COMPARED)
    pages = list(Path("report").rglob("*.html"))
    assert pages
    assert all(NOT_COMPARED in each.read_text(encoding="utf-8") for each in pages)


@pytest.mark.parametrize("name", DRAW)
def test_without_a_ledger_each_picture_its_table_and_its_page_say_so(files, name):
    answer = run(*DRAW[name], "--pictures", "out", "--json")
    assert answer.exit_code == 0, answer.output
    written = {Path("out") / each for each in json.loads(answer.stdout)["pictures"]}
    assert written == {*Path("out").iterdir()}
    for each in written:
        text = each.read_text(encoding="utf-8")
        assert NOT_COMPARED in text, each
        if each.suffix == ".svg":
            assert f"{NOT_COMPARED}.</desc>" in text
            assert f">{NOT_COMPARED}</text>" in text
        if each.suffix == ".csv":
            header, *rows = csv.reader(text.splitlines())
            assert header[-1] == "warning"
            assert {row[-1] for row in rows} == {NOT_COMPARED}
    page = (Path("out") / "index.html").read_text(encoding="utf-8")
    assert f"<strong>{NOT_COMPARED}.</strong></p>" in page


@pytest.mark.parametrize("name", DRAW)
def test_with_a_ledger_nothing_warns_and_the_counts_are_kept(files, name):
    answer = run(*DRAW[name], "--pictures", "out", "--ledger", "ledger", "--json")
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    assert said["compared_with"] == "ledger"
    assert said["compared"] == "Compared with what ledger holds, and added to it."
    for each in Path("out").iterdir():
        text = each.read_text(encoding="utf-8")
        assert NOT_COMPARED not in text
        assert "ledger/" not in text
    assert "Compared with all releases that its ledger holds." in Path("out/index.html").read_text()
    with releases_in(Path("ledger")) as releases:
        assert len(releases.tables) == 1
    printed = run(*DRAW[name], "--pictures", "again", "--ledger", "ledger")
    assert printed.exit_code == 0, printed.output
    assert printed.stdout.endswith("Compared with what ledger holds, and added to it.\n")


def one_more(file, column=-1):
    """The same file with one more in its first row."""
    head, first, *rest = Path(file).read_text(encoding="utf-8").splitlines()
    *labels, count = first.split(",")
    lines = [head, ",".join([*labels, str(int(count) + 1)]), *rest]
    Path(file).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", DRAW)
def test_one_person_more_than_was_released_before_is_refused(files, name):
    asked = (*DRAW[name], "--ledger", "ledger")
    assert run(*asked, "--pictures", "then").exit_code == 0
    held = sorted(each.name for each in Path("ledger").iterdir())
    one_more(DRAW[name][1])
    answer = run(*asked, "--pictures", "now", "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["pictures"] is None
    assert said["refused"]
    assert said["compared_with"] == "none"
    assert not Path("now").exists()
    assert sorted(each.name for each in Path("ledger").iterdir()) == held
    # Without the ledger it is drawn, and says so.
    assert run(*DRAW[name], "--pictures", "alone").exit_code == 0
    assert NOT_COMPARED in Path("alone/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DRAW)
def test_a_ledger_is_for_what_is_released(files, name):
    alone = run(*DRAW[name], "--ledger", "ledger")
    assert alone.exit_code == 2
    assert "--ledger keeps what --pictures shows, and there are none" in alone.stderr
    public = ("--pictures", "out", "--published-at", "https://example.org/counts")
    both = run(*DRAW[name], *public, "--ledger", "ledger")
    assert both.exit_code == 2
    assert "what is public already is not released" in both.stderr
    assert not Path("ledger").exists()
    shown = run(*DRAW[name], *public)
    assert NOT_COMPARED in shown.stdout
    assert NOT_COMPARED in Path("out/index.html").read_text(encoding="utf-8")


def test_a_refused_outcome_keeps_the_others_out_of_the_ledger(files):
    lines = Path("panel.csv").read_text(encoding="utf-8").splitlines()[1:]
    both = [f"{line},{outcome}" for outcome in ("one", "two") for line in lines]
    text = "\n".join(["unit,period,count,outcome", *both]) + "\n"
    few = re.sub(r"^unit 0,0,\d+,two$", "unit 0,0,3,two", text, flags=re.MULTILINE)
    assert few != text
    Path("panel.csv").write_text(few, encoding="utf-8")
    asked = (*DRAW["event"], "--ledger", "ledger")
    assert run(*asked, "--pictures", "out").exit_code == 1
    assert not list(Path("ledger").glob("*.csv"))
    Path("panel.csv").write_text(text, encoding="utf-8")
    assert run(*asked, "--pictures", "out").exit_code == 0
    assert len(list(Path("ledger").glob("*.csv"))) == 2


def test_a_table_that_is_read_back_is_of_the_same_dimensions_whatever_its_face_says(files):
    for options in ((), ("--ledger", "ledger")):
        asked = ("disclose", "people.csv", "--rows", "u", "--columns", "o", *options)
        Path("table.csv").write_text(run(*asked).stdout, encoding="utf-8")
        (answer,) = [
            json.loads(run("audit", "table.csv", "--beside", "table.csv", "--json").stdout)
        ]
        assert "exact" in answer
    named = run("disclose", "people.csv", "--rows", "u", "--columns", "o", "--earlier", "table.csv")
    assert named.stdout.startswith(f"u/o; {Compared.EARLIER.warning},")
