"""b64u gives every value one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.http import json_object
from unsilenced.sealing.b64u import decode, encode
from unsilenced.sealing.errors import Malformed


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"\xfb\xff\xbf", "-_-_")],
)
def test_values_are_spelt_as_in_rfc_4648(data, text):
    assert encode(data) == text
    assert decode(text) == data


@given(st.binary())
def test_what_is_spelt_comes_back(data):
    assert decode(encode(data)) == data


@given(st.text() | st.text(alphabet="ABab01-_=+/ \n"))
def test_no_value_has_two_spellings(text):
    try:
        data = decode(text)
    except Malformed:
        return
    assert encode(data) == text


@pytest.mark.parametrize("text", ["Zg==", "Zh", "Z", "Zm9vY", "Zm9v\n", "+/+/", "Zm 8", "Żm8a"])
def test_other_spellings_are_refused(text):
    with pytest.raises(Malformed) as told:
        decode(text)
    assert told.value.code == "base64"


def test_calls_read_and_write_the_same():
    assert (json_object.to_b64u, json_object.from_b64u) == (encode, decode)
    assert encode(memoryview(b"\xff\xef")) == encode(b"\xff\xef")
