"""The searcher finds whatever is there, in every encoding: or its silence would mean nothing."""

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traces.searching import Searcher, files_of

SECRET = b"kqvwzxbcdfgh"

ENCODINGS = {
    "as it is": bytes,
    "UTF-16": lambda data: data.decode("latin-1").encode("utf-16-le"),
    "hex": lambda data: data.hex().encode(),
    "hex, as PostgreSQL dumps it": lambda data: b"\\\\x" + data.hex().encode(),
    "base64": base64.b64encode,
    "base64url": base64.urlsafe_b64encode,
    "in an address": lambda data: quote(data).encode(),
    "upper case": bytes.upper,
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
@given(before=st.binary(max_size=20), after=st.binary(max_size=20))
def test_a_secret_is_found_wherever_it_stands_and_however_it_is_encoded(encode, before, after):
    searcher = Searcher({"secret": SECRET})
    assert searcher.found_in(encode(before + SECRET + after)) == {"secret"}


@given(st.binary(max_size=200))
def test_what_is_not_there_is_not_found(data):
    assert Searcher({"secret": SECRET}).found_in(data) == set()


def test_bytes_that_are_no_text_are_found_in_base64(tmp_path):
    secret = bytes(range(128, 160))
    (tmp_path / "deep" / "down").mkdir(parents=True)
    file = tmp_path / "deep" / "down" / "file"
    file.write_bytes(b"a" + base64.b64encode(b"x" + secret))
    found = Searcher({"key": secret}).found_in_files(files_of(tmp_path))
    assert found == {str(file): {"key"}}
