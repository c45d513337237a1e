"""Normalising gives each identifier one spelling: the shared vectors, and what always holds."""

import json
import re
import unicodedata
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult
from vectors import make_normalise

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise import LONGEST, IdentifierKind, normalise
from unsilenced.oblivious.normalise.platforms import PLATFORMS

ROOT = Path(__file__).parents[2]
VECTORS = json.loads(make_normalise.PATH.read_text(encoding="ascii"))["vectors"]
TAKEN = [each for each in VECTORS if "canonical" in each]
KINDS = st.sampled_from(list(IdentifierKind))
ODDITIES = st.sampled_from("+0@.:/?#% -\0\ud800\u200b\u0130\u03a3\u00df\uff20\u3002")
PARTS = st.sampled_from(["00", "44", "xn--", "https://", "instagram.com"])
ANYTHING = st.characters(categories=None)
ODD = st.lists(st.one_of(ODDITIES, PARTS, st.text(ANYTHING, max_size=8)), max_size=12).map("".join)
TYPED = st.one_of(ODD, st.sampled_from([each["typed"] for each in VECTORS]))


def outcome(kind, typed, region="GB"):
    """The canonical form, or the code of the refusal; any other error is a fault."""
    try:
        return normalise(kind, typed, region=region).canonical, ""
    except CheckError as error:
        return None, error.code


@pytest.mark.parametrize(
    "vector", VECTORS, ids=lambda each: f"{each['kind']} {ascii(each['typed'])[:40]}"
)
def test_every_shared_vector(vector):
    expected = vector.get("canonical"), vector.get("error", "")
    assert outcome(vector["kind"], vector["typed"], vector["region"]) == expected


def test_the_vectors_are_what_their_script_writes():
    assert make_normalise.PATH.read_text(encoding="ascii") == make_normalise.written()


def test_the_vectors_are_enough():
    assert len({each["typed"] for each in VECTORS}) >= 300
    assert len({each["region"] for each in VECTORS if each["kind"] == "tel"}) >= 60
    codes = {each["error"] for each in VECTORS if "error" in each}
    section = (ROOT / "docs/check.md").read_text(encoding="utf-8").partition("## Normalising")[2]
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+|empty)`", section.partition("\n\n- ")[0]))
    assert codes == named
    handles = {each["canonical"].partition(":")[0] for each in TAKEN if each["kind"] == "handle"}
    assert handles == set(PLATFORMS)


@pytest.mark.parametrize("region", ["GB", "US", "IT", "AR"])
def test_a_canonical_form_is_its_own_canonical_form_wherever_it_is_typed(region):
    for each in TAKEN:
        assert outcome(each["kind"], each["canonical"], region) == (each["canonical"], "")


@given(kind=KINDS, typed=TYPED, region=st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
@example(kind=IdentifierKind.TEL, typed="+44 0000 20 7946 0018", region="GB")
@example(kind=IdentifierKind.EMAIL, typed="a@xn--xn--a-.org", region="GB")
def test_whatever_is_typed_is_refused_or_has_a_canonical_form_that_stays(kind, typed, region):
    canonical, code = outcome(kind, typed, region)
    if code:
        return
    assert 1 <= len(canonical.encode()) <= LONGEST
    assert canonical == unicodedata.normalize("NFKC", canonical).strip()
    assert outcome(kind, canonical, region) == (canonical, "")


@given(
    each=st.sampled_from(TAKEN),
    around=st.text(" \n\t\u00a0\u3000\u200b\ufeff\u2066\u2069", max_size=5),
)
def test_space_around_it_and_what_cannot_be_seen_make_no_difference(each, around):
    typed = around + each["typed"] + around[::-1]
    assert outcome(each["kind"], typed, each["region"]) == (each["canonical"], "")


def test_capitals_make_no_difference_to_what_is_written_in_english_letters():
    for each in TAKEN:
        if each["typed"].isascii():
            for typed in (each["typed"].upper(), each["typed"].lower()):
                assert outcome(each["kind"], typed, each["region"]) == (each["canonical"], "")


@given(
    plate=st.from_regex("[A-Z]{2}[0-9]{2}[A-Z]{3}", fullmatch=True),
    mark=st.sampled_from(" -.\u2010\u00b7\u2022"),
)
def test_marks_in_a_plate_make_no_difference(plate, mark):
    assert outcome("plate", mark.join(plate)) == (plate, "")


@given(mark=st.sampled_from(" -./()\u2011\u00a0"))
def test_marks_in_a_number_make_no_difference(mark):
    assert outcome("tel", mark.join("02079460018")) == ("+442079460018", "")


@pytest.mark.parametrize("kind", IdentifierKind)
@pytest.mark.parametrize("each", ["0", "a", " ", "\0", "\ud800", "\U0001f697"])
def test_ten_thousand_characters_are_too_long_whatever_they_are(kind, each):
    assert outcome(kind, each * 10_000) == (None, "too-long")


def test_a_refusal_and_an_identifier_never_show_what_was_typed():
    for each in VECTORS:
        if len(each["typed"]) > 3:
            try:
                shown = repr(normalise(each["kind"], each["typed"], region=each["region"]))
            except CheckError as error:
                shown = repr(error)
            assert each["typed"] not in shown


def test_a_number_of_any_region_is_known_by_it():
    for region in phonenumbers.SUPPORTED_REGIONS:
        example_number = phonenumbers.example_number(region)
        national = phonenumbers.format_number(example_number, PhoneNumberFormat.NATIONAL)
        assert outcome("tel", national, region) == (make_normalise.e164_of(example_number), ""), (
            region
        )


def is_local(number):
    """Whether a number is dialled at its place alone."""
    possible = phonenumbers.is_possible_number_with_reason(number)
    return possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY


def test_a_zero_in_brackets_after_the_calling_code_makes_no_other_number_in_any_region():
    unsure = set()
    for region in phonenumbers.SUPPORTED_REGIONS:
        for of_type in PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, of_type)
            if not number or is_local(number):
                continue
            own = phonenumbers.national_significant_number(number)
            typed = f"+{number.country_code} (0){own}"
            if outcome("tel", typed) == (None, "zero-in-brackets"):
                unsure.add((region, of_type))
            else:
                assert outcome("tel", typed) == (make_normalise.e164_of(number), ""), region
    # Italy's numbers of services begin as landlines do that lost their zero.
    assert {region for region, _ in unsure} == {"IT", "VA"}
    telephones = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE}
    assert telephones.isdisjoint(of_type for _, of_type in unsure)


def test_an_italian_landline_keeps_its_zero_in_brackets():
    for region in ("IT", "VA"):
        number = phonenumbers.example_number_for_type(region, PhoneNumberType.FIXED_LINE)
        own = phonenumbers.national_significant_number(number)
        assert outcome("tel", f"+39 (0){own.removeprefix('0')}") == (
            make_normalise.e164_of(number),
            "",
        )
