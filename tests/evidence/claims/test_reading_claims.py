"""Figures written as text are read as they are written, or refused by name."""

import doctest
import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.evidence.claims import claim, dataset, reading
from unsilenced.evidence.claims.claim import Unit, written
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import (
    percent_of,
    published,
    published_interval,
    published_percent,
)
from unsilenced.evidence.claims.reading import Amount, amount, row, rows
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.rates.proportion import share

NUMBERS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.floats(0, 10**6).map(lambda value: f"{value:.3f}"),
)
WAYS = [
    ("{}", ""),
    ("almost {}", "almost"),
    ("about {}", "about"),
    ("at least {}", "at least"),
    ("{}+", "at least"),
    (">{}", "more than"),
    ("<{}", "less than"),
    ("almost {}x", "almost"),
    ("at least {}%", "at least"),
]


@given(NUMBERS, st.sampled_from(WAYS))
def test_a_number_is_read_with_how_exactly_it_is_meant(number, way):
    form, how = way
    assert amount(form.format(number)) == Amount(float(number), how)


@pytest.mark.parametrize(
    "text",
    ["", "5; 0", "22 / 22", "10000-13000", "90 (later press release: 91)", "-3", "1,800", "many"],
)
def test_what_is_not_one_number_is_refused(text):
    with pytest.raises(ValueError, match="is not one number"):
        amount(text)


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Make a table of data, from the lines below a header, with a schema of strings."""

    def make(*lines, header="measure,value,source_url", top="# source: a book"):
        folder = tmp_path / "data" / "claims"
        folder.mkdir(parents=True)
        monkeypatch.setattr(dataset, "DATA", tmp_path / "data")
        made = folder / "table.csv"
        made.write_text("\n".join((top, header, *lines)) + "\n", encoding="utf-8")
        fields = [{"name": name, "type": "string"} for name in header.split(",")]
        schema = json.dumps({"fields": fields, "missingValues": [""]})
        (folder / "table.schema.json").write_text(schema, encoding="utf-8")
        return Dataset("claims/table.csv")

    return make


def test_a_source_that_is_the_same_is_that_of_the_row_above(table):
    told = ["http://a", "same", "same (quoting b)", "same", "http://d", "same"]
    made = table(*(f"m,{at},{each}" for at, each in enumerate(told)))
    sources = [each.source for each in rows(made)]
    a, d = "http://a", "http://d"
    assert sources == [a, a, f"{a} (quoting b)", a, d, d]


def test_any_field_can_be_the_same_as_above(table):
    made = table("a,London,1", "b,same,2", "c,same,3", header="measure,area,value")
    assert [each.text("area") for each in rows(made)] == ["London"] * 3


@pytest.mark.parametrize("module", [claim, reading])
def test_the_examples_of_the_modules_run(module):
    tried = doctest.testmod(module)
    assert tried.attempted
    assert not tried.failed


def test_a_source_can_stand_on_top(table):
    assert row(table("a,1", header="measure,value"), measure="a").source == "a book"


def test_a_row_that_is_not_there_is_named(table):
    made = table("a,1,http://a", "b,2,same", "b,3,same")
    with pytest.raises(BadInput, match=r"claims/table\.csv: 0 rows have measure “c”; one must"):
        row(made, measure="c")
    with pytest.raises(BadInput, match=r"claims/table\.csv: 2 rows have measure “b”; one must"):
        row(made, measure="b")
    with pytest.raises(BadInput, match=r"there is no column “who”"):
        row(made, who="a")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("5 or 6", lambda found: found.amount("value")),
        ("almost 5", lambda found: found.whole("value")),
        ("5.5", lambda found: found.whole("value")),
        ("5; x", lambda found: found.wholes("value", "([0-9]+); ([0-9]+)")),
        ("x 5", lambda found: found.numbers("value", "([0-9.]+)")),
        ("", lambda found: found.text("value")),
        ("1.2-3", lambda found: published_interval(found, "value", 4.0)),
        ("about", lambda found: published_percent(found, "value")),
        ("140", lambda found: published_percent(found, "value")),
        ("50", lambda found: percent_of(found, "value", 3)),
    ],
)
def test_a_field_that_cannot_be_read_is_named(table, value, read):
    found = row(table(f"a,{value},http://a"), measure="a")
    with pytest.raises(BadInput, match=r"claims/table\.csv, row 3, column value: "):
        read(found)


@given(st.integers(1, 400), st.data())
def test_a_rounded_percentage_holds_the_share_it_came_from(trials, data):
    events = data.draw(st.integers(0, trials))
    text = f"{100 * events / trials:.{data.draw(st.sampled_from((0, 1)))}f}"
    found = _row_of(text)
    true, told = share(events, trials), percent_of(found, "value", trials)
    assert told.low <= true.low
    assert told.high >= true.high
    assert told.value == pytest.approx(true.value, abs=0.006)


def _row_of(text):
    frame = row(Dataset("claims/swlo_gwent_2025.csv"), measure="charged pct")
    return type(frame)(frame.dataset, frame.line, {"value": text}, frame.source)


def test_a_percentage_of_many_stands_for_several_counts():
    found = percent_of(_row_of("28"), "value", 410)
    assert (found.low, found.high) == (share(113, 410).low, share(116, 410).high)
    assert found.value == 0.28


def test_the_counts_behind_the_percentages_of_gwent_are_found():
    gwent = Dataset("claims/swlo_gwent_2025.csv")
    reports = row(gwent, measure="police reports examined").whole("value")
    for measure, events in (("charged pct", 6), ("convicted pct", 3)):
        found = percent_of(row(gwent, measure=measure), "value", reports)
        assert found == share(events, reports)


def test_a_bound_is_told_beside_what_is_unknown():
    assert published(0.75, "no counts", "at least").unknown == (
        "its source says “at least”, and no counts"
    )


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.75, Unit.SHARE, "75.0%"),
        (10076, Unit.COUNT, "10,076"),
        (0.5, Unit.COUNT, "0.5"),
        (999.6, Unit.RATE, "1,000"),
        (118.4, Unit.RATE, "118"),
        (4.787, Unit.RATIO, "4.79"),
    ],
)
def test_a_number_is_written_as_its_unit_asks(value, unit, text):
    assert written(value, unit) == text


def test_data_that_stands_elsewhere_has_its_own_provenance(tmp_path, monkeypatch):
    shutil.copytree(dataset.DATA / "claims", tmp_path / "claims")
    told = json.loads((tmp_path / "claims" / "provenance.json").read_text(encoding="utf-8"))
    told["files"]["num_reports.csv"]["licence"] = "another"
    (tmp_path / "claims" / "provenance.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(dataset, "DATA", tmp_path)
    assert Dataset("claims/num_reports.csv").licence == "another"
