"""Figures and files are released if their source has published them, and can be traced to it."""

from dataclasses import replace
from hashlib import sha256

import pytest
from evidence.claims_report.invented_claims import (
    CLAIM,
    ONE,
    OTHER,
    REPORTS,
    UNKNOWN,
    released_claim,
    with_figures,
)

from unsilenced.evidence.claims.dataset import DATA, Dataset
from unsilenced.evidence.claims.registry import CLAIMS
from unsilenced.evidence.disclosure.public import release_claim, release_file
from unsilenced.evidence.errors import BadInput


def test_a_claim_is_released_with_what_examining_it_finds_and_the_files_behind_it():
    found = released_claim(CLAIM)
    assert found.finding.verdict == "unclear"
    assert [each.dataset.name for each in found.files] == [
        "claims/num_reports.csv",
        "claims/scd9_brothel_visits.csv",
    ]


def test_a_file_is_released_as_the_bytes_that_its_provenance_tells():
    given = release_file(REPORTS)
    assert given.content == REPORTS.path.read_bytes()
    assert sha256(given.content).hexdigest() == given.dataset.sha256


@pytest.mark.parametrize(
    "source", ["", "we", "https://example.org/of-ours", "as somebody said in 2012"]
)
def test_a_figure_that_names_no_publication_of_its_file_is_refused(source):
    claim = with_figures(OTHER, replace(ONE, source=source))
    with pytest.raises(BadInput, match="reports: “Told the police, London” names no publication"):
        released_claim(claim)


def test_a_publication_that_a_field_of_the_rows_names_will_do():
    enforced = Dataset("claims/london_enforcement_2010_2012.csv")
    figure = replace(ONE, dataset=enforced, source="executive-summary.txt", rows=(17,), said="7")
    assert released_claim(with_figures(figure)).finding.figures == (figure,)
    with pytest.raises(BadInput, match="names no publication"):
        released_claim(with_figures(replace(figure, rows=(16,))))


def test_a_figure_of_which_nothing_is_known_needs_no_publication():
    assert released_claim(with_figures(replace(UNKNOWN, source="no row of the data", rows=())))


def test_the_publication_that_the_provenance_names_will_do():
    referrals = Dataset("nrm/reasonable_grounds.csv")
    figure = replace(ONE, dataset=referrals, source=referrals.source, rows=(), said="")
    assert released_claim(with_figures(figure)).finding.figures == (figure,)


@pytest.mark.parametrize("rows", [(5,), (5, 6), (4000,)])
def test_a_figure_that_does_not_stand_in_the_rows_that_it_names_is_refused(rows):
    with pytest.raises(BadInput, match=rf"num_reports.csv, row {rows[0]}: .* is not there"):
        released_claim(with_figures(replace(ONE, rows=rows)))


def test_a_figure_of_two_rows_says_what_stands_in_each():
    both = f"{ONE.said}; {OTHER.said}"
    assert released_claim(with_figures(replace(ONE, rows=(4, 5), said=both)))
    with pytest.raises(BadInput, match=r"row 4: .* is not there: “29”"):
        released_claim(with_figures(replace(ONE, rows=(4, 5), said=f"{ONE.said}; 29")))


@pytest.mark.parametrize("said", ["31", "18 of 58", "31 (18 of 58), say", "31 (18 of 58); 31", ""])
def test_what_a_figure_says_is_a_whole_field_of_its_rows(said):
    assert ONE.said == "31 (18 of 58)"
    with pytest.raises(BadInput, match=r"row 4: .* is not there"):
        released_claim(with_figures(replace(ONE, said=said)))


def test_a_figure_that_names_no_row_says_nothing():
    assert released_claim(with_figures(replace(ONE, rows=(), said="")))
    with pytest.raises(BadInput, match=r"num_reports.csv: .* is not there: “31"):
        released_claim(with_figures(replace(ONE, rows=())))


@pytest.mark.parametrize("claim", [CLAIM, replace(CLAIMS[0]), replace(CLAIMS[0], id="other")])
def test_a_claim_that_is_none_of_the_registrys_is_refused_whatever_its_figures_say(claim):
    with pytest.raises(BadInput, match="is none of the claims that are examined"):
        release_claim(claim)


@pytest.mark.parametrize(
    "name",
    [
        "claims/none.csv",
        "none/num_reports.csv",
        "claims/num_reports.schema.json",
        "../errors.py",
        "claims/../../claims/claim.py",
        "claims",
    ],
)
def test_a_file_that_is_not_shipped_as_data_is_refused(name):
    with pytest.raises(BadInput, match="is none of the published files"):
        release_file(Dataset(name))


def test_a_file_that_was_changed_is_refused(tmp_path, monkeypatch):
    (tmp_path / "claims").mkdir()
    for name in (REPORTS.name, "claims/provenance.json"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    for module in ("claims.dataset", "disclosure.public"):
        monkeypatch.setattr(f"unsilenced.evidence.{module}.DATA", tmp_path)
    assert release_file(REPORTS)
    with (tmp_path / REPORTS.name).open("a") as file:
        file.write("\n")
    with pytest.raises(BadInput, match="is not the file that its provenance tells of"):
        release_file(REPORTS)
