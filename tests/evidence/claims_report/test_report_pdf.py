"""The PDF is tagged, the same each time, and takes no claim's words for markup."""

import re
import zlib
from dataclasses import replace

import pytest
from evidence.claims_report.invented_claims import (
    BOTH,
    CLAIM,
    DAY,
    MARKUP,
    ONE,
    released_claim,
    with_figures,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.evidence.claims.claim import Verdict
from unsilenced.evidence.claims.report.pdf import pdf_of
from unsilenced.evidence.errors import BadInput


def streams(pdf):
    """The contents of the PDF, decompressed."""
    opened = [pdf]
    for each in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            opened.append(zlib.decompress(each))
        except zlib.error:
            opened.append(each)
    return b"\n".join(opened)


@pytest.fixture(scope="module")
def pdf(findings):
    return pdf_of(findings, DAY, "Made by a test.")


def test_it_says_that_it_is_tagged_for_screen_readers_and_in_which_language(pdf):
    inside = streams(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    assert re.search(rb"/Marked\s+true", inside)
    assert b"/Lang" in inside
    assert b"The claims, tested" in inside


@pytest.mark.parametrize("tag", ["H1", "H2", "H3", "Table", "TH", "TD", "Figure", "L", "Link"])
def test_headings_tables_pictures_and_lists_are_tagged_as_what_they_are(pdf, tag):
    assert re.search(rf"/S\s*/{tag}\b".encode(), streams(pdf))


def test_every_picture_has_its_words(pdf):
    inside = streams(pdf)
    pictures = re.findall(rb"/S\s*/Figure\b", inside)
    assert len(pictures) == 2
    assert len(re.findall(rb"/Alt\s*[(<]", inside)) >= len(pictures)


def test_two_runs_give_the_same_bytes(findings, pdf):
    assert pdf_of(findings, DAY, "Made by a test.") == pdf


def test_it_bears_the_date_that_was_given_and_no_other(findings, pdf):
    assert b"2026-11-28" in streams(pdf)
    undated = streams(pdf_of(findings, None, ""))
    assert not re.search(rb"\b(?:20[0-9]{2})-[01][0-9]-[0-3][0-9]", undated)


WORDS = st.text(st.characters(codec="latin-1", exclude_categories=["C"]), max_size=40)


@settings(max_examples=8)
@given(st.one_of(WORDS, st.text("#*_`$\\@<>[](){}/=-+~\"'&;%", max_size=40)))
def test_no_words_are_taken_for_markup(words):
    claim = replace(
        with_figures(replace(ONE, label=words, counted=words)),
        title=f"{words}.",
        wording=words,
        caveats=(words,),
        would_settle=words,
    )
    assert pdf_of([released_claim(claim)], None, words).startswith(b"%PDF")


def test_letters_that_its_type_has_not_are_told_instead_of_left_out():
    with pytest.raises(BadInput, match=r"report.pdf: cannot be set: .* could not be displayed"):
        pdf_of([released_claim(replace(CLAIM, title="警察"))], None, "")


def test_markup_stands_as_it_was_written(pdf):
    # As markup, Typst would stop at #panic(), and make the words between stars bold.
    assert "#panic()" in MARKUP
    assert b"#panic() *x* $y$ `z` [w] @a" in streams(pdf)


def test_why_is_a_list_of_sentences():
    def items(*why):
        claim = replace(BOTH[1], rule=replace(CLAIM.rule, decide=lambda _: (Verdict.UNCLEAR, why)))
        return len(re.findall(rb"/S\s*/LI\b", streams(pdf_of([released_claim(claim)], None, ""))))

    assert items("One.", "Two.", "Three.") - items("One.") == 2


def test_claims_without_figures_can_be_printed():
    assert pdf_of([released_claim(BOTH[1])], None, "")
    assert CLAIM.figures
