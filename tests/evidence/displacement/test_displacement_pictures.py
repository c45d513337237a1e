"""The picture of contacts around visits shows what was released, in words and as a table too."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from evidence.pictures.drawn import ADDRESS, counts_are_public, rows_of, wrong_with
from invented_contacts import invented

from unsilenced.evidence.commands import evidence
from unsilenced.evidence.displacement.analysis import Question, displaced
from unsilenced.evidence.displacement.publish import figure_of, write_figure
from unsilenced.evidence.events.counted import counted, release_counts


@pytest.fixture(scope="module")
def found():
    return displaced(*invented(1, factor=0.5), Question(permutations=19))


def test_each_period_around_a_visit_has_its_ratio(found):
    figure = figure_of(release_counts([found.contacts], ADDRESS), found)
    rows = rows_of(figure)
    assert [row[0] for row in rows] == ["-3", "-2", "-1", "0", "+1", "+2", "+3"]
    assert rows[2] == ["-1", "reference", "1.0", "", ""]
    assert rows[3][1] == "visit"
    assert ">visit<" in figure.svg
    estimates = [each.ratio.value for each in found.study.terms]
    assert [float(row[2]) for row in rows[:2] + rows[3:]] == estimates
    assert f"{found.study.terms[2].ratio.value:.3f}" in figure.svg


def test_only_an_analysis_of_the_very_contacts_that_were_released_is_published(found, tmp_path):
    other = replace(found.contacts, counts=found.contacts.counts + 1)
    for released in (release_counts([other], ADDRESS), counted([found.contacts])):
        with pytest.raises(TypeError, match="only what the gate has released"):
            figure_of(released, found)
        with pytest.raises(TypeError, match="only what the gate has released"):
            write_figure(released, found, tmp_path / "new", tmp_path)


def test_the_command_draws_what_may_be_published_and_says_why_it_does_not(tmp_path, chromium):
    panel, known = invented(1, units=12, visits=6)
    rows = [
        f"{unit},{period},{int(count)}"
        for unit, counts in zip(panel.units, panel.counts, strict=True)
        for period, count in zip(panel.periods, counts, strict=True)
    ]
    seen = [f"{panel.units[at]},{panel.periods[when]}" for at, when in np.argwhere(known.visited)]
    contacts, visits = tmp_path / "contacts.csv", tmp_path / "visits.csv"
    contacts.write_text("\n".join(["unit,period,count", *rows]), encoding="utf-8")
    visits.write_text("\n".join(["unit,period", *seen]), encoding="utf-8")
    asked = ["displacement", contacts, "--visits", visits, "--permutations", 9]
    asked = [*map(str, asked), "--json", "--pictures", str(tmp_path / "new")]

    refused = CliRunner().invoke(evidence, asked)
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["refused"].startswith("It shows counts below 5")
    assert not (tmp_path / "new").exists()

    drawn = CliRunner().invoke(evidence, [*asked, "--published-at", ADDRESS])
    assert drawn.exit_code == 0, drawn.output
    files = {"index.html", "event-study.svg", "event-study.csv"}
    assert set(json.loads(drawn.stdout)["pictures"]) == files
    page = (tmp_path / "new" / "index.html").read_text(encoding="utf-8")
    assert counts_are_public(tmp_path / "new" / "index.html")
    assert "A result is fragile if" in page
    assert not wrong_with(tmp_path / "new" / "index.html", chromium)
