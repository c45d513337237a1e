"""Python and TypeScript normalise alike, asked the same live."""

import json
import random
import re
import subprocess
import sys
import unicodedata
from functools import cache
from itertools import chain
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneNumberFormat, PhoneNumberType
from site_running import PROGRAM
from vectors import make_normalise

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise import IdentifierKind, normalise
from unsilenced.oblivious.normalise.text import is_refused, upper

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
NODE, LIVE = ROOT / ".venv/bin/node", WEB / "tests/normalise_live.ts"
NUMBERING = WEB / "oblivious/normalise/numbering.json"
VECTORS = json.loads(make_normalise.PATH.read_text(encoding="ascii"))["vectors"]
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
ZEROS = {"arabic": "\u0660", "full width": "\uff10", "devanagari": "\u0966"}


@cache
def known():
    """All characters that are taken as they are. Only a few of a run's processes need them."""
    return [chr(code) for code in range(sys.maxunicode + 1) if not is_refused(chr(code))]


def characters():
    """All that are not half of another one."""
    return map(chr, chain(range(0xD800), range(0xE000, sys.maxunicode + 1)))


class Browser:
    """TypeScript's side, in one process."""

    def __init__(self):
        self.process = subprocess.Popen(
            [NODE, LIVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, kind, typed, region="GB"):
        self.process.stdin.write(json.dumps([kind, typed, region]) + "\n")
        self.process.stdin.flush()
        return tuple(json.loads(self.process.stdout.readline()))

    def ask_all(self, asked):
        """Ask in batches that fit into a pipe."""
        answers = []
        for start in range(0, len(asked), 100):
            batch = asked[start : start + 100]
            self.process.stdin.write("".join(json.dumps(each) + "\n" for each in batch))
            self.process.stdin.flush()
            answers += [tuple(json.loads(self.process.stdout.readline())) for _ in batch]
        return answers


@pytest.fixture(scope="module")
def browser():
    one = Browser()
    yield one
    one.process.stdin.close()
    one.process.stdout.close()
    one.process.wait()


def outcome(kind, typed, region):
    try:
        return normalise(kind, typed, region=region).canonical, ""
    except CheckError as error:
        return None, error.code


def assert_alike(browser, asked):
    differing = [
        (each, here, there)
        for each, there in zip(asked, browser.ask_all(asked), strict=True)
        if (here := outcome(*each)) != there
    ]
    assert differing == []


def in_digits(text, zero):
    return "".join(chr(ord(zero) + int(each)) if each in "0123456789" else each for each in text)


def forms(number):
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    abroad = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    own = phonenumbers.national_significant_number(number)
    yield from (national, abroad, e164, own, f"00{abroad[1:]}", f"011 {abroad[1:]}", e164[1:])
    yield from (f"({national[:3]}) {national[3:]}", f"+{number.country_code} (0){own}")
    yield from (national[1:], e164[:-1], f"{e164}1", f"+{number.country_code}{national}")
    for zero in ZEROS.values():
        yield from (in_digits(national, zero), in_digits(abroad, zero))


@pytest.mark.parametrize("of_type", [0, 1, 3, 4, 6, 7], ids=PhoneNumberType.to_string)
def test_examples_of_every_region_in_every_form(browser, of_type):
    asked = []
    for region in REGIONS:
        number = phonenumbers.example_number_for_type(region, of_type)
        if number:
            asked += [
                (IdentifierKind.TEL, form, near)
                for form in forms(number)
                for near in (region, "GB")
            ]
    assert len(asked) > 1000
    assert_alike(browser, asked)


def test_examples_of_calling_codes_that_belong_to_no_country(browser):
    codes = phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS
    numbers = [phonenumbers.example_number_for_non_geo_entity(code) for code in codes]
    asked = [(IdentifierKind.TEL, form, "GB") for number in numbers for form in forms(number)]
    assert_alike(browser, asked)


def test_digits_at_random_in_every_region(browser):
    draw = random.Random(20261124)
    asked = []
    for region in REGIONS:
        code = str(phonenumbers.country_code_for_region(region))
        for _ in range(60):
            abroad = [f"+{code} (0)", f"00{code}[0] ", f"{code} (0)", f"+{code}0", f"sms:+{code}"]
            plain = ["", "0", "00", "+", "+0", "+00", "8", "(0)", "0(0)", code, f"+{code}"]
            before = draw.choice([*plain, *abroad, f"{code}0"])
            digits = "".join(draw.choices("0123456789", k=draw.randint(2, 15)))
            asked.append((IdentifierKind.TEL, before + digits, region))
    assert_alike(browser, asked)


def test_digits_at_random_where_telephones_have_several_numbers(browser):
    draw = random.Random(20261201)
    asked = []
    for _ in range(3000):
        code = draw.choice(["52", "54", "55", "39", "378", "229", "241", "225"])
        digits = "".join(draw.choices("0123456789", k=draw.randint(5, 12)))
        asked.append((IdentifierKind.TEL, f"+{code}{digits}", "GB"))
    assert_alike(browser, asked)


def test_the_shared_vectors_changed_at_random(browser):
    draw = random.Random(20261124)
    odd = ["\u0130", "\u03a3", "\u00df", "\u3002", "\u200d", "\u0301", "\ue000", "\u1e9e", "%41"]
    asked = []
    for vector in VECTORS * 3:
        typed = list(vector["typed"][:1001])
        for _ in range(draw.randint(1, 3)):
            at = draw.randint(0, len(typed))
            typed[at : at + draw.randint(0, 1)] = [draw.choice([*odd, *"+0.@:/?#%- xX", ""])]
        asked.append((vector["kind"], "".join(typed), vector["region"]))
    assert_alike(browser, asked)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ADDRESS = st.from_regex(
    r"[a-z\xe0-\uffdc.]{1,9}@(xn--)?[a-z0-9\u0130-\ufefc-]{1,12}\.[a-z]{2}", fullmatch=True
)
AROUND = st.text(st.sampled_from(list("<>()[]{}\"'`*_~|.,;:!?/ -%@\u00bb\u201e\u03a3")), max_size=5)
WRAPPED = st.tuples(
    st.sampled_from(["", "E-mail: ", "MailTo:", "mailto:mailto: ", "Anna <", "A@x.org <mailto:"]),
    AROUND,
    ADDRESS,
    AROUND,
    st.sampled_from(["", "?subject=Hi", ">", "%41.org", ", b@x.org"]),
).map("".join)
HOST = r"(x|instagram|facebook|t|linkedin|vk|wa|m|signal|discord)\.(com|me|ru|gg)"
PROFILE = st.from_regex(
    r"[<(\"' ]?(https?://)?(www\.|m\.|de\.|web\.|api\.)?"
    + HOST
    + r"/(in/|s/|join/|send\?phone=)?[@+]?[a-zA-Z0-9%\xdf?#/;,.]{1,9}(/reels/|/12|/photos)?"
    + r"[>)\"';.!]{0,3}",
    fullmatch=True,
)


@settings(max_examples=600)
@given(kind=st.sampled_from(list(IdentifierKind)), typed=st.one_of(TEXT, ADDRESS, WRAPPED, PROFILE))
def test_whatever_is_typed(browser, kind, typed):
    assert browser.ask(kind, typed) == outcome(kind, typed, "GB")


ROWS = [
    f"1{(marks * 999)[:990]}z" for marks in (",", ", ", ",-", ",:", "x,", ";", "-", "- ", "ext,")
]
LONG_ENOUGH = 60
"""Seconds for what takes some milliseconds; read in every way there is, a row took minutes."""


def test_no_row_of_marks_keeps_whoever_reads_it_busy():
    asked = "".join(json.dumps([IdentifierKind.TEL, row, "GB"]) + "\n" for row in ROWS)
    lines = "".join(row + "\n" for row in ROWS)
    command = [*PROGRAM, "check", "normalise", "tel", "--json"]
    for program, typed in ([NODE, LIVE], asked), (command, lines):
        done = subprocess.run(
            program, input=typed, capture_output=True, text=True, check=False, timeout=LONG_ENOUGH
        )
        assert done.stdout.count("not-a-number") == len(ROWS)


def test_plates_at_random_with_the_letter_o_and_zeros(browser):
    draw = random.Random(20261201)
    plates = ["".join(draw.choices("O0A1", k=draw.randint(2, 12))) for _ in range(1500)]
    assert_alike(browser, [(IdentifierKind.PLATE, plate, "GB") for plate in plates])


@pytest.mark.parametrize("kind", IdentifierKind)
def test_a_lone_surrogate_anywhere(browser, kind):
    asked = [(kind, typed, "GB") for typed in ("\ud800", "a\udfff", "\udc00b", "1\ud8001")]
    assert_alike(browser, asked)
    assert all(outcome(*each)[1].startswith("not-a") for each in asked)


def chunks(characters):
    """The characters in texts of 500, each alone between two spaces."""
    for start in range(0, len(characters), 500):
        yield " ".join(characters[start : start + 500])


@pytest.mark.parametrize(
    ("change", "here"), [("fold", str.casefold), ("lower", str.lower), ("upper", upper)]
)
def test_every_character_of_unicode_14_changes_case_alike(browser, change, here):
    texts = list(chunks(known()))
    answers = browser.ask_all([(change, text, "") for text in texts])
    differing = [
        (ascii(one), ascii(ours), ascii(theirs))
        for text, (answer, _) in zip(texts, answers, strict=True)
        if here(text) != answer
        for one, ours, theirs in zip(
            text.split(" "), here(text).split(" "), answer.split(" "), strict=False
        )
        if ours != theirs
    ]
    assert differing == []


@pytest.mark.parametrize(
    "kind", [IdentifierKind.EMAIL, IdentifierKind.PLATE, IdentifierKind.HANDLE]
)
def test_every_character_alone_is_taken_or_refused_alike(browser, kind):
    shape = {
        IdentifierKind.EMAIL: "{}@example.org",
        IdentifierKind.PLATE: "A{}1",
        IdentifierKind.HANDLE: "x:{}",
    }[kind]
    asked = [(kind, shape.format(each), "GB") for each in characters() if worth_asking(each)]
    assert_alike(browser, asked)


def worth_asking(character):
    """All but the tens of thousands that nothing changes and that differ in nothing."""
    return not (
        unicodedata.category(character) in {"Lo", "Cn", "Co"}
        and unicodedata.normalize("NFKC", character) == character
        and ord(character) % 97
    )


def test_the_browser_reads_numbers_by_the_plans_of_the_package_in_use(monkeypatch):
    monkeypatch.syspath_prepend(NUMBERING.parent)
    import make_numbering  # noqa: PLC0415 - a script beside what it writes

    assert json.loads(NUMBERING.read_text(encoding="utf-8")) == make_numbering.numbering()
    kinds = json.loads((NUMBERING.parent / "kinds.json").read_text(encoding="utf-8"))
    assert kinds == make_numbering.kinds()
    codes = {phonenumbers.country_code_for_region(region) for region in kinds}
    sharing = {region for code in codes for region in COUNTRY_CODE_TO_REGION_CODE[code]}
    assert set(kinds) == sharing


NO_HINT_BEFORE = "BE BG BR CN DE EG HR HU ID IT JP LB NA PY TL UY VA"
"""Where a mobile that lacked its last digit had no hint by the wide pattern of its country."""
# Their mobiles have one digit more or less: to the library, a shorter one is whole.
MOBILES_OF_SEVERAL_LENGTHS = {"AT", "AX", "EE", "FI", "RS"}


def test_a_mobile_without_its_last_digit_does_not_look_whole(browser):
    kinds = json.loads((NUMBERING.parent / "kinds.json").read_text(encoding="utf-8"))
    mobiles = {
        region: make_normalise.e164_of(
            phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
        )
        for region in kinds
    }
    answers = browser.ask_all([("whole", each[:-1], "") for each in mobiles.values()])
    whole = {
        region for region, (is_whole, _) in zip(mobiles, answers, strict=True) if is_whole == "true"
    }
    assert whole == MOBILES_OF_SEVERAL_LENGTHS
    assert set(NO_HINT_BEFORE.split(" ")) <= set(kinds)
    answers = browser.ask_all([("whole", each, "") for each in mobiles.values()])
    assert {is_whole for is_whole, _ in answers} == {"true"}


def test_the_hint_is_what_the_package_in_use_knows_of_each_kind(browser):
    """Whole numbers of every kind, and each with a digit dropped, wherever that is."""
    kinds = json.loads((NUMBERING.parent / "kinds.json").read_text(encoding="utf-8"))
    asked = set()
    for region in kinds:
        for of_type in PhoneNumberType.values():
            if number := phonenumbers.example_number_for_type(region, of_type):
                code = f"+{number.country_code}"
                own = phonenumbers.national_significant_number(number)
                asked |= {code + own[:at] + own[at + 1 :] for at in range(len(own))}
                asked.add(code + own)
    asked = [each for each in sorted(asked) if outcome("tel", each, "GB") == (each, "")]
    answers = browser.ask_all([("whole", each, "") for each in asked])
    differing = [
        (each, here, there)
        for each, (there, _) in zip(asked, answers, strict=True)
        if (here := str(is_of_a_kind(each)).lower()) != there
    ]
    assert differing == []
    assert len(asked) > 1500


def is_of_a_kind(e164):
    number = phonenumbers.parse(e164)
    regions = COUNTRY_CODE_TO_REGION_CODE[number.country_code]
    # One of Nextel's radios, or a mobile without its ninth digit.
    unsure = re.fullmatch(r"\+55..7.{7}", e164)
    return not unsure and any(
        phonenumbers.is_valid_number_for_region(number, region) for region in regions
    )


def test_the_tables_of_characters_are_what_their_script_writes(monkeypatch):
    monkeypatch.syspath_prepend(NUMBERING.parent)
    import make_characters  # noqa: PLC0415 - a script beside what it writes

    # A Python with a later Unicode takes some of what the table refuses, and nothing less.
    assert not any(map(make_characters.is_refused, known()))
    if unicodedata.unidata_version == make_characters.UNICODE:
        assert make_characters.PYTHON.read_text(encoding="utf-8") == make_characters.python()
        there = (NUMBERING.parent / "characters.ts").read_text(encoding="utf-8")
        assert there == make_characters.typescript()


def test_both_languages_have_the_same_table():
    here = (ROOT / "src/unsilenced/oblivious/normalise/characters.py").read_text(encoding="utf-8")
    there = (NUMBERING.parent / "characters.ts").read_text(encoding="utf-8")
    assert re.findall('"([0-9a-z ]+)"', here) == re.findall('"([0-9a-z ]+)"', there)
