"""The names people choose."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import names

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amara", "Amara"),
        ("  Amara \t Okafor ", "Amara Okafor"),
        ("\uff21\uff4d\uff41\uff52\uff41", "Amara"),
        ("José", "José"),
        ("ab", "ab"),
        ("x" * 40, "x" * 40),
        ("أمارا", "أمارا"),
    ],
)
def test_a_name_is_kept_in_one_plain_form(typed, kept):
    assert names.tidy(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "a", " a ", "x" * 41, "ﷺﷺﷺ", "ab\u202ecd", "ab\u200bcd", "a\x07b"]
)
def test_a_name_too_short_too_long_or_unseen_is_refused(typed):
    with pytest.raises(Refusal) as refused:
        names.tidy(typed)
    assert (refused.value.status, refused.value.field) == (422, "name")


@given(TEXT)
def test_a_name_that_is_kept_keeps_to_the_rules(typed):
    try:
        kept = names.tidy(typed)
    except Refusal:
        return
    assert names.LEAST <= len(kept) <= names.MOST
    assert kept.isprintable()
    assert kept == names.tidy(kept) == unicodedata.normalize("NFKC", kept)


@pytest.mark.parametrize(
    "typed", ["amara okafor", "AMARA OKAFOR", "Amara\u00a0Okafor", "\uff21mara  okafor"]
)
def test_names_that_differ_in_case_width_or_spaces_are_one(typed):
    assert names.fold(typed) == names.fold("Amara Okafor") != names.fold("Amara O Kafor")


@given(TEXT)
def test_comparing_is_steady(typed):
    assert names.fold(names.fold(typed)) == names.fold(typed)


@given(TEXT)
def test_the_compared_form_of_a_kept_name_fits_its_column(typed):
    try:
        kept = names.tidy(typed)
    except Refusal:
        return
    assert len(names.fold(kept)) <= 200
