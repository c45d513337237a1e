"""A folder keeps what was released, and each new table is audited together with it."""

import fcntl
import json
import os

import pytest
from click.testing import CliRunner
from evidence.disclosure.enumerating import table_of, with_totals

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.audit import Ledger, audit
from unsilenced.evidence.disclosure.gate import release
from unsilenced.evidence.disclosure.publish import csv_of
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.disclosure.releases import releases_in
from unsilenced.evidence.errors import BadInput


def written(folder, cells, header="u,o"):
    file = folder / "counts.csv"
    lines = [f"{row},{column},{count}" for (row, column), count in cells.items()]
    file.write_text("\n".join([f"{header},n", *lines]), encoding="utf-8")
    return file


def disclose(folder, cells, *options, rows="u", columns="o"):
    file = written(folder, cells, f"{rows},{columns}")
    asked = (str(file), "--rows", rows, "--columns", columns, *map(str, options))
    return CliRunner().invoke(evidence, ["disclose", *asked])


FIRST = {("A", "a"): 10, ("A", "b"): 20, ("B", "a"): 30, ("B", "b"): 40}
ONE_MORE = {**FIRST, ("A", "a"): 11}


def test_one_person_more_than_in_the_last_release_is_hidden(tmp_path):
    ledger = tmp_path / "ledger"
    first = disclose(tmp_path, FIRST, "--ledger", ledger)
    assert first.stdout == "u/o,a,b,Total\nA,10,20,30\nB,30,40,70\nTotal,40,60,100\n"
    holds = f"Compared with what {ledger} holds"
    assert first.stderr == (
        f"{holds}: nothing that shares a dimension with it. It is 0001.csv there.\n"
    )
    second = disclose(tmp_path, ONE_MORE, "--ledger", ledger)
    assert second.exit_code == 0
    assert "11" not in second.stdout
    assert second.stderr == f"{holds}: 0001.csv. It is 0002.csv there.\n"
    kept = [(ledger / name).read_text() for name in ("0001.csv", "0002.csv")]
    assert kept == [first.stdout, second.stdout]
    assert sorted(each.name for each in ledger.iterdir()) == ["0001.csv", "0002.csv", "ledger.json"]


def test_without_a_ledger_it_is_said_that_nothing_earlier_was_looked_at(tmp_path):
    alone = disclose(tmp_path, ONE_MORE)
    assert alone.exit_code == 0
    assert alone.stderr.startswith("NOT COMPARED WITH ANY EARLIER RELEASE: no --ledger was given.")
    said = json.loads(disclose(tmp_path, ONE_MORE, "--json").stdout)
    assert said["compared_with"] == "none"
    against = said["audited_against"]
    assert f"{against.pop('said')}\n" == alone.stderr
    assert against == {"beside": [], "earlier": [], "ledger": None, "entered": None}


def test_a_script_sees_what_a_table_was_compared_with(tmp_path):
    ledger, earlier = tmp_path / "ledger", tmp_path / "earlier.csv"
    earlier.write_text(disclose(tmp_path, FIRST).stdout, encoding="utf-8")
    for options, compared, words in (
        (("--ledger", ledger), "ledger", f"Compared with what {ledger} holds"),
        (("--earlier", earlier), "earlier", "Compared with earlier.csv alone, as no --ledger was"),
        (
            ("--beside", earlier),
            "none",
            "Audited together with earlier.csv, of the same people. NOT",
        ),
    ):
        answer = disclose(tmp_path, FIRST, *options, "--json")
        assert answer.exit_code == 0
        said = json.loads(answer.stdout)
        assert said["compared_with"] == compared
        assert said["audited_against"]["said"].startswith(words)


def test_what_is_refused_is_not_entered(tmp_path):
    ledger = tmp_path / "ledger"
    asked = (tmp_path, {**FIRST, ("A", "a"): 2}, "--ledger", ledger)
    answer = disclose(*asked, "--no-complementary", "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["audited_against"]["entered"] is None
    assert not list(ledger.iterdir())


def test_the_same_table_again_is_the_same_release(tmp_path):
    ledger = tmp_path / "ledger"
    once, again = (disclose(tmp_path, FIRST, "--ledger", ledger, "--json") for _ in range(2))
    assert json.loads(once.stdout)["table"] == json.loads(again.stdout)["table"]
    assert json.loads(again.stdout)["audited_against"]["entered"] == "0001.csv"
    assert sorted(each.name for each in ledger.iterdir()) == ["0001.csv", "ledger.json"]


def test_a_table_that_shares_a_margin_with_an_earlier_one_must_not_show_who_came_since(tmp_path):
    ledger = tmp_path / "ledger"
    disclose(tmp_path, FIRST, "--ledger", ledger)
    ages = {("A", "young"): 15, ("A", "old"): 16, ("B", "young"): 30, ("B", "old"): 40}
    answer = disclose(tmp_path, ages, "--ledger", ledger, "--json", columns="age")
    said = json.loads(answer.stdout)
    assert said["audited_against"]["earlier"] == ["0001.csv"]
    # One more in A, and in all: each would be known from the totals.
    assert answer.exit_code == 0
    assert "31" not in (ledger / "0002.csv").read_text()


def test_tables_that_are_linked_by_others_count_and_those_that_are_not_do_not(tmp_path):
    ledger = tmp_path / "ledger"
    four = with_totals([[10, 20], [30, 40]])
    for number, dimensions in enumerate([("A", "B"), ("B", "C"), ("X", "Y")], start=1):
        with releases_in(ledger) as releases:
            table = release(table_of(four, "t", dimensions))
            assert releases.enter(table) == f"{number:04}.csv"
    with releases_in(ledger) as releases:
        linked = [each.name for each in releases.linked(("C", "D"))]
    assert linked == ["0001.csv", "0002.csv"]


@pytest.mark.parametrize(
    ("rows", "columns", "otherwise"),
    [("U", "O", "“U” is “u”"), ("u", "O", "“O” is “o”"), ("\uff55", "o", "“\uff55” is “u”")],
)
def test_a_dimension_that_is_written_otherwise_is_no_other_one(tmp_path, rows, columns, otherwise):
    ledger = tmp_path / "ledger"
    disclose(tmp_path, FIRST, "--ledger", ledger)
    again = disclose(tmp_path, ONE_MORE, "--ledger", ledger, rows=rows, columns=columns)
    assert (again.exit_code, again.stdout) == (2, "")
    assert f"{otherwise} in another table" in again.stderr
    assert sorted(each.name for each in ledger.iterdir()) == ["0001.csv", "ledger.json"]


def test_an_earlier_table_of_other_dimensions_is_of_people_that_are_still_there():
    now = table_of(with_totals([[12, 30], [40, 50]]), "now", ("A", "B"))
    then = table_of(with_totals([[20, 21], [40, 50]]), "then", ("A", "C"))
    found = audit(now, Ledger(earlier=(then,)))
    assert ["then", "w", "Total", 1, 1] in found.as_json()["increases"]
    same = table_of(with_totals([[20, 22], [40, 50]]), "same", ("A", "C"))
    assert audit(now, Ledger(earlier=(same,))).safe


def test_a_rounded_release_is_read_as_it_was_rounded(tmp_path):
    ledger = tmp_path / "ledger"
    assert disclose(tmp_path, FIRST, "--ledger", ledger, "--round", 10).exit_code == 0
    with releases_in(ledger) as releases:
        (table,) = releases.tables
    assert (table.name, table.rounded_to) == ("0001-rounded-10.csv", 10)
    exact = json.loads(disclose(tmp_path, FIRST, "--ledger", ledger, "--json").stdout)
    assert exact["others"][0]["table"] == "0001-rounded-10.csv"


def test_fewer_people_than_before_contradict_the_ledger(tmp_path):
    ledger = tmp_path / "ledger"
    disclose(tmp_path, ONE_MORE, "--ledger", ledger)
    answer = disclose(tmp_path, {**FIRST, ("B", "b"): 20}, "--ledger", ledger)
    assert answer.exit_code == 2
    assert "no whole, not negative counts agree" in answer.stderr
    assert answer.stdout == ""
    assert sorted(each.name for each in ledger.iterdir()) == ["0001.csv", "ledger.json"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (["0002.csv"], "number 1 of the releases is missing"),
        (["0001.csv", "0003.csv"], "number 2 of the releases is missing"),
        (["0001.csv", "0001-rounded-5.csv"], "one too many"),
        (["0001.csv", "notes.txt"], "“notes.txt” is no release"),
        (["0000.csv"], "is no release"),
    ],
)
def test_a_folder_that_is_no_whole_ledger_is_refused(files, says, tmp_path):
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    table = release(table_of(with_totals([[10, 20], [30, 40]]), "t", ("u", "o")))
    for name in files:
        (ledger / name).write_text(csv_of(table))
    answer = disclose(tmp_path, FIRST, "--ledger", ledger)
    assert answer.exit_code == 2
    assert says in answer.stderr
    assert answer.stdout == ""


def test_one_table_at_a_time_is_released_from_a_ledger(tmp_path):
    with (
        releases_in(tmp_path),
        pytest.raises(BadInput, match="somebody else is releasing"),
        releases_in(tmp_path),
    ):
        pass
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(held)


def test_what_cannot_be_entered_is_not_printed(tmp_path):
    answer = disclose(tmp_path, FIRST, "--ledger", tmp_path / "none" / "ledger")
    assert answer.exit_code == 2
    assert "cannot be used: No such file or directory" in answer.stderr
    answer = disclose(tmp_path, FIRST, "--ledger", tmp_path / "counts.csv")
    assert answer.exit_code == 2
    with releases_in(tmp_path / "ledger") as releases:
        (tmp_path / "ledger").rename(tmp_path / "gone")
        table = release(table_of(with_totals([[10, 20], [30, 40]]), "t", ("u", "o")))
        with pytest.raises(BadInput, match="cannot be written"):
            releases.enter(table)
    assert not list((tmp_path / "gone").iterdir())


def test_a_ledger_takes_the_place_of_earlier_releases(tmp_path):
    then = tmp_path / "then.csv"
    then.write_text("u/o,a,b,Total\nA,10,20,30\nB,30,40,70\nTotal,40,60,100\n")
    ledger = tmp_path / "ledger"
    answer = disclose(tmp_path, FIRST, "--ledger", ledger, "--earlier", then)
    assert answer.exit_code == 2
    assert "--ledger has the earlier releases" in answer.stderr
    assert not ledger.exists()


@pytest.mark.parametrize("label", ["Total", "a|b", " a", ""])
def test_a_table_that_would_not_be_read_again_is_not_entered(label, tmp_path):
    cells = tuple(map(tuple, with_totals([[10, 20], [30, 40]])))
    table = PublishedTable("t", ("u", "o"), ("w", "x"), (label, "b"), cells)
    with releases_in(tmp_path / "ledger") as releases, pytest.raises(BadInput):
        releases.enter(release(table))
    with releases_in(tmp_path / "ledger") as releases:
        assert releases.tables == ()


def test_tables_that_are_released_together_are_audited_with_each_other(tmp_path):
    table = release(table_of(with_totals([[10, 20], [30, 40]]), "t", ("u", "o")))
    other = release(table_of(with_totals([[10, 20], [30, 40]]), "t", ("u", "age")))
    with releases_in(tmp_path / "ledger") as releases:
        both = releases.joined(table).joined(other)
        assert [each.name for each in both.linked(("o", "v"))] == ["0001.csv", "0002.csv"]
        assert not list((tmp_path / "ledger").iterdir())
        assert both.write() == ("0001.csv", "0002.csv")
