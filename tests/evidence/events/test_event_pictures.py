"""Pictures of events show what was released: leads and lags, other sets, windows and dates."""

import json
import re
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from click.testing import CliRunner
from evidence.pictures.drawn import ADDRESS, counts_are_public, description, rows_of, wrong_with
from invented_panels import EVENT, TREATED, invented

from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.commands import evidence
from unsilenced.evidence.disclosure.gate import Refused
from unsilenced.evidence.disclosure.public import release_file
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.analysis import Question, analyse
from unsilenced.evidence.events.counted import counted, release_counts, release_london
from unsilenced.evidence.events.london import GAMES, HOST_BOROUGHS, WINDOW, london
from unsilenced.evidence.events.publish import figures_of, write_figures
from unsilenced.evidence.pictures.bins import binned
from unsilenced.evidence.pictures.ratios import Drawn, across, below_each_other, beyond
from unsilenced.evidence.rates.estimate import Estimate, nothing_known

ASKED = Question(HOST_BOROUGHS, GAMES, WINDOW, permutations=199)
INVENTED = Question(TREATED, EVENT, permutations=84)
WHERE = ("--treated", "unit 0", "--treated", "unit 1", "--event", "4:5")
KINDS = ("event-study", "randomisation", "sensitivity")


def run(*arguments):
    return CliRunner().invoke(evidence, ["event", *map(str, arguments)])


@pytest.fixture(scope="module")
def games():
    return analyse([london("misc crimes against society")], ASKED)


@pytest.fixture(scope="module")
def figures(games):
    drawn = {each.name: each for each in figures_of(release_london(), games)}
    assert list(drawn) == [f"outcome-1-{kind}" for kind in KINDS]
    return [drawn[f"outcome-1-{kind}"] for kind in KINDS]


@pytest.fixture
def table(tmp_path):
    def write(panel):
        rows = [
            f"{unit},{period},{int(count)}"
            for unit, counts in zip(panel.units, panel.counts, strict=True)
            for period, count in zip(panel.periods, counts, strict=True)
        ]
        path = tmp_path / "table.csv"
        path.write_text("\n".join(["unit,period,count", *rows]) + "\n", encoding="utf-8")
        return path

    return write


def test_leads_and_lags_stand_in_order_with_the_reference_at_1(games, figures):
    rows = rows_of(figures[0])
    assert [row[1] for row in rows] == ["before"] * 8 + ["reference", "event", "after", "after"]
    assert rows[8] == ["2012-04 to 2012-06", "reference", "1.0", "", ""]
    estimates = [each.ratio.value for each in games.results[0].study.terms]
    assert [float(row[2]) for row in rows[:8] + rows[9:]] == estimates
    told = description(figures[0])
    assert "2012-07 to 2012-09: 1.119 [0.922, 1.358]" in told
    assert "2012-04 to 2012-06: 1, by definition" in told
    assert "1.263 [1.013, 1.574]: higher, FRAGILE" in told
    assert ">event<" in figures[0].svg


def test_every_set_of_units_is_counted_once_beside_the_treated(games, figures):
    found = games.results[0].randomised
    assert sum(int(row[2]) for row in rows_of(figures[1])) == 199
    assert f"treated units' is {sqrt(found.observed):.2f}" in figures[1].words
    assert f"{found.as_far} of 199 sets are as far" in figures[1].words
    assert int((found.statistics >= found.observed).sum()) == found.as_far


def test_other_windows_and_dates_stand_below_what_was_asked(games, figures):
    rows = rows_of(figures[2])
    assert rows[0][:2] == ["window 2010-04 to 2013-03", "as asked"]
    assert [row[1] for row in rows[1:]] == ["other windows"] * 3 + ["other dates"] * 29
    dates = games.results[0].placebo.dates
    assert [float(row[2]) for row in rows[4:]] == [each.ratio.value for _, each in dates]
    assert "Placebo dates answer: no difference" in figures[2].words
    assert "window 2010-04 to 2014-12: 1.169 [0.947, 1.443]" in description(figures[2])


def test_dates_too_many_to_draw_are_in_the_table():
    panel = invented(1, periods=60)
    found = analyse([panel], INVENTED)
    *_, figure = figures_of(release_counts([panel], ADDRESS), found)
    dates = len(found.results[0].placebo.dates)
    assert len([row for row in rows_of(figure) if row[1] == "other dates"]) == dates
    assert f"The first {dates - 40} of the other dates are in the table alone" in figure.words


def test_only_an_analysis_of_the_very_counts_that_were_released_is_published(games, tmp_path):
    panel = invented(1)
    found = analyse([panel], INVENTED)
    changed = replace(panel, counts=panel.counts + 1)
    elsewhere = release_file(Dataset("claims/num_reports.csv"))
    more = [replace(london("rape"), exposure=np.ones_like(london("rape").counts))]
    with_exposure = analyse(more, ASKED)
    for released, shown in (
        (release_counts([changed], ADDRESS), found),
        (counted([panel]), found),
        (release_london(), found),
        (elsewhere, games),
        (release_london(), with_exposure),
    ):
        with pytest.raises(TypeError, match="only what the gate has released"):
            figures_of(released, shown)
        with pytest.raises(TypeError, match="only what the gate has released"):
            write_figures(released, shown, ASKED, tmp_path / "new", tmp_path)
    assert not (tmp_path / "new").exists()


def test_small_counts_are_refused_without_naming_all_of_them():
    panel = invented(1, mean=2.0)
    refused = release_counts([panel])
    assert isinstance(refused, Refused)
    assert re.search(r": unit 0 and \d, .*, and \d+ more\.$", refused.reason)
    with pytest.raises(BadInput, match="no address of a publication"):
        release_counts([panel], "we")


def test_the_command_draws_london_s_outcomes_and_says_where_all_comes_from(tmp_path):
    folder = tmp_path / "deep" / "new"
    answer = run(
        *("--outcome", "rape", "--outcome", "homicide", "--permutations", 99),
        *("--pictures", folder, "--json"),
    )
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    names = [f"outcome-{number}-{kind}" for number in (1, 2) for kind in KINDS]
    files = {"index.html"} | {f"{name}.{end}" for name in names for end in ("svg", "csv")}
    assert set(said["pictures"]) == files == {each.name for each in folder.iterdir()}
    assert said["refused"] is None
    page = (folder / "index.html").read_text(encoding="utf-8")
    for name in names:
        assert (folder / f"{name}.svg").read_text(encoding="utf-8") in page
    assert "Its counts are public already: London Datastore" in page
    assert "2 outcomes were tried" in page
    assert "A result is fragile if" in page


def test_small_counts_that_nobody_has_published_are_not_drawn_and_the_answer_still_stands(
    table, tmp_path
):
    file = table(invented(1, mean=6.0))
    asked = (file, *WHERE, "--permutations", 9, "--pictures", tmp_path / "new")
    answer = run(*asked, "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["outcomes"][0]["estimate"] > 0
    assert said["pictures"] is None
    assert said["refused"].startswith("It shows counts below 5")
    assert "--published-at" in answer.stderr
    assert not (tmp_path / "new").exists()
    public = run(*asked, "--published-at", ADDRESS)
    assert public.exit_code == 0
    assert "Written to" in public.stdout
    assert counts_are_public(tmp_path / "new" / "index.html")


def test_large_counts_of_one_s_own_go_through_the_gate_and_draw_the_same_twice(table, tmp_path):
    file = table(invented(1, mean=200.0))
    for name in ("one", "other"):
        answer = run(file, *WHERE, "--permutations", 9, "--pictures", tmp_path / name)
        assert answer.exit_code == 0, answer.output
    for each in (tmp_path / "one").iterdir():
        assert each.read_bytes() == (tmp_path / "other" / each.name).read_bytes()
    page = (tmp_path / "one" / "index.html").read_text(encoding="utf-8")
    assert "Its counts went through the disclosure gate." in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--published-at", ADDRESS), "there are none"),
        (("--pictures", "new", "--published-at", ADDRESS), "there is no TABLE"),
    ],
)
def test_what_cannot_be_drawn_ends_with_2(words, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = run("--outcome", "rape", "--permutations", 9, *words)
    assert answer.exit_code == 2
    assert says in answer.stderr


def test_what_is_unknown_or_beyond_the_scale_is_drawn_as_such():
    unknown = Drawn("a", nothing_known("too few", 0.95, "m"), "one")
    alone = Drawn("b", Estimate(0.5, None, None, 0.95, "m", "too few"), "one")
    far = Drawn("c", Estimate(2.0, 1e-9, 1e300, 0.95, "m"), "two")
    assert not beyond([unknown, alone])
    assert beyond([far])
    for chart in (
        across([unknown, alone, far], (1, "r"), (2, "event"), "x"),
        below_each_other([alone, far]),
    ):
        drawn = json.dumps(chart.to_dict())
        assert "1e+300" not in drawn
        assert '"low": 0.01, "high": 100.0' in drawn
        assert '"low": 0.5, "high": 0.5' in drawn


def test_sets_without_a_finite_statistic_are_counted_beyond_what_is_drawn():
    *_, last = binned(np.array([*np.arange(50.0), np.inf, np.inf]), 60.0)
    assert (last.high, last.number) == (None, 2)
    assert binned(np.array([np.inf])) == ()


def test_the_page_runs_nothing_fetches_nothing_and_axe_finds_nothing(table, tmp_path, chromium):
    file = table(invented(1, mean=200.0))
    answer = run(file, *WHERE, "--permutations", 9, "--pictures", tmp_path / "new")
    assert answer.exit_code == 0
    assert not wrong_with(tmp_path / "new" / "index.html", chromium)
