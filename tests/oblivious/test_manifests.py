"""What is signed is read back as it was, and any other byte is noticed."""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.release import Entry, Manifest
from unsilenced.oblivious.signing import Purpose, public_key_of, sign, verify

SEED = secrets.token_bytes(32)
PUBLIC_KEY = public_key_of(SEED)

numbers = st.integers(1, (1 << 53) - 1)
hashes = st.binary(min_size=32, max_size=32)
before = st.just(b"") | hashes
manifests = st.builds(
    Manifest,
    number=st.integers(2, (1 << 53) - 1),
    day=st.dates(),
    previous=before,
    platform_key=hashes,
    keyholder_key=hashes,
    bucket_count=numbers,
    bucket_records=numbers,
    root=hashes,
    texts=hashes,
    rolled_back_to=st.none() | st.just(1),
)
entries = st.builds(
    Entry, number=numbers, day=st.dates(), release=hashes, previous=before, public_key=hashes
)

MANIFEST = Manifest(2, date(2026, 11, 24), b"", *[bytes(32)] * 2, 1, 256, *[bytes(32)] * 2)
ENTRY = Entry(2, date(2026, 11, 24), bytes(32), b"", bytes(32))


@given(manifests | entries)
def test_what_is_written_is_read_back(written):
    read = type(written).from_bytes(written.to_bytes())
    assert read == written
    assert read.hash() == written.hash()


@given(manifests | entries, st.data())
def test_any_changed_byte_breaks_the_signature(written, draw):
    data = bytearray(written.to_bytes())
    purpose = Purpose.RELEASE if isinstance(written, Manifest) else Purpose.LOG
    signature = sign(SEED, purpose, bytes(data))
    verify(PUBLIC_KEY, purpose, bytes(data), signature)
    data[draw.draw(st.integers(0, len(data) - 1))] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(CheckError) as told:
        verify(PUBLIC_KEY, purpose, bytes(data), signature)
    assert told.value.code == "wrong-signature"


@given(manifests | entries, st.data())
def test_a_changed_byte_is_refused_or_says_something_else(written, draw):
    data = bytearray(written.to_bytes())
    data[draw.draw(st.integers(0, len(data) - 1))] ^= draw.draw(st.integers(1, 255))
    with suppress(CheckError):
        read = type(written).from_bytes(bytes(data))
        assert read != written
        assert read.to_bytes() == bytes(data)


@given(st.binary(max_size=200) | st.text().map(str.encode))
@example(b"[" * 100_000)
@example(b"1" * 5_000)
@example(b'{"v":1}')
@example(b'"text"')
@example(b"NaN")
def test_anything_else_is_refused_calmly(data):
    for read, code in [(Manifest, "wrong-manifest"), (Entry, "wrong-entry")]:
        with pytest.raises(CheckError) as told:
            read.from_bytes(data)
        assert told.value.code == code


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 0},
        {"number": 1 << 53},
        {"number": True},
        {"number": 2.0},
        {"bucket_count": 0},
        {"bucket_records": -1},
        {"rolled_back_to": 2},
        {"rolled_back_to": 0},
        {"previous": bytes(31)},
        {"platform_key": bytes(31)},
        {"keyholder_key": b""},
        {"root": bytes(33)},
        {"texts": b""},
    ],
    ids=repr,
)
def test_no_manifest_is_made_that_could_not_be_read(changed):
    with pytest.raises(CheckError) as told:
        replace(MANIFEST, **changed)
    assert told.value.code == "wrong-manifest"


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 0},
        {"number": True},
        {"release": b""},
        {"previous": bytes(33)},
        {"public_key": bytes(31)},
    ],
    ids=repr,
)
def test_no_entry_is_made_that_could_not_be_read(changed):
    with pytest.raises(CheckError) as told:
        replace(ENTRY, **changed)
    assert told.value.code == "wrong-entry"


@pytest.mark.parametrize(
    ("public_key", "signature"),
    [(b"", bytes(64)), (bytes(31), bytes(64)), (PUBLIC_KEY, b""), (PUBLIC_KEY, bytes(65))],
    ids=["no key", "a short key", "no signature", "a long signature"],
)
def test_what_is_no_key_or_no_signature_verifies_nothing(public_key, signature):
    with pytest.raises(CheckError) as told:
        verify(public_key, Purpose.LOG, b"message", signature)
    assert told.value.code == "wrong-signature"


def test_a_message_cannot_move_into_its_purpose():
    signature = sign(SEED, Purpose.LOG, b"entry")
    for key, purpose, message in [
        (PUBLIC_KEY, Purpose.RELEASE, b"entry"),
        (PUBLIC_KEY, Purpose.LOG, b"entry\n"),
        (public_key_of(bytes(32)), Purpose.LOG, b"entry"),
    ]:
        with pytest.raises(CheckError):
            verify(key, purpose, message, signature)
    verify(PUBLIC_KEY, Purpose.LOG, b"entry", signature)
