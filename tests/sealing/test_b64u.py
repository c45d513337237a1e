"""b64u gives every value one spelling."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unsilenced
from unsilenced.sealing import b64u
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.errors import Malformed


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"\xfb\xff\xbf", "-_-_")],
)
def test_values_are_spelt_as_in_rfc_4648(data, text):
    assert to_b64u(data) == text
    assert from_b64u(text) == data


@given(st.binary())
def test_what_is_spelt_comes_back(data):
    assert from_b64u(to_b64u(data)) == data


@given(st.text() | st.text(alphabet="ABab01-_=+/ \n"))
def test_no_value_has_two_spellings(text):
    try:
        data = from_b64u(text)
    except Malformed:
        return
    assert to_b64u(data) == text


@pytest.mark.parametrize("text", ["Zg==", "Zh", "Z", "Zm9vY", "Zm9v\n", "+/+/", "Zm 8", "Żm8a"])
def test_other_spellings_are_refused(text):
    with pytest.raises(Malformed) as told:
        from_b64u(text)
    assert told.value.code == "base64"


def test_memory_is_spelt_as_bytes_are():
    assert to_b64u(memoryview(b"\xff\xef")) == to_b64u(b"\xff\xef")


def test_nothing_else_spells_or_reads_it():
    program = Path(unsilenced.__file__).parent
    modules = {path for path in program.rglob("*.py") if "urlsafe_b64" in path.read_text()}
    assert modules == {Path(b64u.__file__)}
