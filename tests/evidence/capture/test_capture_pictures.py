"""Pictures of capture-recapture show what was released, in words and as tables too."""

import json
from itertools import pairwise

import numpy as np
import pytest
from capture_tables import DATA, table_named
from click.testing import CliRunner
from evidence.pictures.drawn import ADDRESS, counts_are_public, description, rows_of, wrong_with
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.evidence.capture.analysis import Question, analyse
from unsilenced.evidence.capture.overlaps import overlaps, release_overlaps
from unsilenced.evidence.capture.publish import figures_of, write_figures
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.gate import Refused, Released
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.pictures.bins import binned

LARGE = {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 20, (1, 1, 0): 6, (0, 1, 1): 9}
FILES = {"index.html"} | {
    f"{name}.{kind}" for name in ("overlap", "models", "replicates") for kind in ("svg", "csv")
}


def run(*arguments):
    return CliRunner().invoke(evidence, ["capture", *map(str, arguments)])


@pytest.fixture(scope="module")
def korea():
    return analyse(table_named("Korea"), Question(replicates=60))


@pytest.fixture(scope="module")
def figures(korea):
    return {each.name: each for each in figures_of(release_overlaps(korea.table, ADDRESS), korea)}


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.csv"
    rows = [",".join(map(str, [*pattern, count])) for pattern, count in LARGE.items()]
    path.write_text("\n".join(["a,b,c,n", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_table_with_small_counts_is_refused_unless_they_are_public_already():
    table = table_named("UKdat_5")
    refused = release_overlaps(table)
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("It shows counts below 5: ")
    assert "GO + NG + PFNCA and cases" in refused.reason
    assert release_overlaps(table, ADDRESS).source == ADDRESS
    with pytest.raises(BadInput, match="no address of a publication"):
        release_overlaps(table, "we")


def test_a_table_without_small_counts_goes_through_the_gate():
    released = release_overlaps(OverlapTable.of(("a", "b", "c"), LARGE))
    assert isinstance(released, Released)
    assert released.audit.safe
    assert released.source is None


def test_only_an_analysis_of_the_very_table_that_was_released_is_published(korea, tmp_path):
    other = release_overlaps(OverlapTable.of(("a", "b", "c"), LARGE))
    refused = release_overlaps(table_named("UKdat_5"))
    for released in (other, overlaps(korea.table), refused):
        with pytest.raises(TypeError, match="only what the gate has released"):
            figures_of(released, korea)
        with pytest.raises(TypeError, match="only what the gate has released"):
            write_figures(released, korea, tmp_path / "new", DATA / "Korea.csv")
    assert not (tmp_path / "new").exists()


def test_the_overlaps_are_all_cases_by_exactly_their_lists(korea, figures):
    assert rows_of(figures["overlap"]) == [
        ["b + c", "54"],
        ["d", "41"],
        ["b + c + d", "12"],
        ["b + d", "6"],
        ["b", "5"],
        ["c", "5"],
    ]
    assert "b + c: 54; d: 41" in description(figures["overlap"])
    for name, size in {"b": 77, "c": 71, "d": 59}.items():
        assert f">{name} ({size})<" in figures["overlap"].svg


def test_every_model_has_its_estimate_and_weight(korea, figures):
    told = rows_of(figures["models"])
    assert [row[0] for row in told] == [one.model for one in korea.ranked]
    assert [float(row[1]) for row in told] == [one.estimate for one in korea.ranked]
    assert [float(row[4]) for row in told] == [one.weight for one in korea.ranked]
    assert [int(row[5]) for row in told] == [one.chosen for one in korea.ranked]
    assert "[12,23]: 157, weight 0.714" in description(figures["models"])
    low, high = korea.interval()
    assert f"{low:,.0f} to {high:,.0f}" in description(figures["models"])
    assert "1 b, 2 c, 3 d" in figures["models"].words


def test_every_replicate_is_counted_once(korea, figures):
    assert sum(int(row[2]) for row in rows_of(figures["replicates"])) == 60
    assert "drawn again 60 times" in description(figures["replicates"])
    low, high = korea.interval()
    assert f"is {low:,.0f} to {high:,.0f}" in figures["replicates"].words


def test_without_replicates_or_weights_what_is_not_known_is_not_drawn():
    table = table_named("UKdat")
    steps = analyse(table, Question(method="stepwise", replicates=0))
    drawn = {each.name: each for each in figures_of(release_overlaps(table, ADDRESS), steps)}
    assert set(drawn) == {"overlap", "models"}
    assert "weight" not in drawn["models"].words
    assert "were this model known" in drawn["models"].words
    assert {row[4] for row in rows_of(drawn["models"])} == {""}
    assert "combinations with" not in drawn["overlap"].words


def test_where_no_model_has_an_estimate_the_lists_are_still_shown(tmp_path):
    table = OverlapTable.of(("a", "b", "c"), {(1, 1, 1): 40})
    found = analyse(table, Question(replicates=5))
    released = release_overlaps(table)
    assert [each.name for each in figures_of(released, found)] == ["overlap"]
    write_figures(released, found, tmp_path / "new", DATA / "Korea.csv")
    page = (tmp_path / "new" / "index.html").read_text(encoding="utf-8")
    assert "Unknown: no model has an estimate" in page


def test_combinations_too_many_to_draw_are_in_the_table():
    counts = np.arange(64) % 40 + 1
    counts[0] = 0
    table = OverlapTable(tuple("abcdef"), counts)
    found = analyse(table, Question(method="stepwise", replicates=0))
    (overlap, _) = figures_of(release_overlaps(table, ADDRESS), found)
    rest = sum(int(row[1]) for row in rows_of(overlap)[26:])
    assert len(rows_of(overlap)) == 63
    assert f"37 combinations with {rest:,} people are in the table alone" in overlap.words


def test_the_command_writes_pictures_tables_and_a_page_that_says_where_all_comes_from(tmp_path):
    folder = tmp_path / "deep" / "new"
    ended = run(
        *(DATA / "Korea.csv", "--replicates", 20, "--pictures", folder),
        *("--published-at", ADDRESS, "--json"),
    )
    assert ended.exit_code == 0, ended.output
    said = json.loads(ended.stdout)
    assert set(said["pictures"]) == FILES == {each.name for each in folder.iterdir()}
    assert said["refused"] is None
    assert said["published_at"] == {"address": ADDRESS, "according_to": "whoever ran this"}
    page = (folder / "index.html").read_text(encoding="utf-8")
    for name in ("overlap", "models", "replicates"):
        assert (folder / f"{name}.svg").read_text(encoding="utf-8") in page
    assert counts_are_public(folder / "index.html")
    assert "SHA-256 <code>" in page
    assert "seed 1, version " in page
    assert f"{said['estimate']:,.0f} people" in page
    assert page.count("<table>") == page.count("<figure>") == 3


def test_the_same_question_draws_the_same_pictures(large, tmp_path):
    for name in ("one", "other"):
        assert run(large, "--replicates", 5, "--pictures", tmp_path / name).exit_code == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "other" / file.name).read_bytes()


def test_small_counts_that_nobody_has_published_are_not_drawn_and_the_answer_still_stands(
    tmp_path,
):
    folder = tmp_path / "new"
    arguments = (DATA / "UKdat_5.csv", "--replicates", 0, "--pictures", folder)
    ended = run(*arguments, "--json")
    assert ended.exit_code == 1
    said = json.loads(ended.stdout)
    assert said["estimate"] == pytest.approx(22991.33131415)
    assert said["pictures"] is None
    assert said["refused"].startswith("It shows counts below 5")
    assert "--published-at" in ended.stderr
    assert not folder.exists()
    told = run(*arguments)
    assert told.exit_code == 1
    assert "Estimate    22,991" in told.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--published-at", ADDRESS), "there are none"),
        (("--pictures", "new", "--published-at", "we"), "no address of a publication"),
        (("--pictures", "new", "--published-at", "http://example.org/a"), "such as https://"),
    ],
)
def test_what_cannot_be_drawn_ends_with_2(large, words, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = run(large, "--replicates", 0, *words)
    assert ended.exit_code == 2
    assert says in ended.stderr
    assert not (tmp_path / "new").exists()


def test_the_page_runs_nothing_fetches_nothing_and_axe_finds_nothing(large, tmp_path, chromium):
    assert run(large, "--replicates", 20, "--pictures", tmp_path / "new").exit_code == 0
    assert not wrong_with(tmp_path / "new" / "index.html", chromium)


@given(
    st.lists(st.floats(100, 1e9), max_size=80),
    st.lists(st.just(float("nan")), max_size=3),
    st.floats(0, 1e6),
)
def test_steps_hold_every_estimate_once_in_order(estimates, unknown, beyond):
    bins = binned(np.array([*estimates, *unknown]), beyond)
    assert sum(each.number for each in bins) == len(estimates)
    for one, other in pairwise(bins):
        assert one.low < one.high == other.low
    for each in bins:
        end = np.inf if each.high is None else each.high
        within = [one for one in estimates if each.low <= one < end]
        assert len(within) == each.number
    if bins:
        ends = [each.high for each in bins if each.high is not None]
        assert ends[-1] > beyond
        assert len(bins) <= 80
