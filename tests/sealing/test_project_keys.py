"""Keys of caseworkers and projects: wrapped, granted, recovered, compared."""

import unicodedata
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealing.place import CASEWORKER, KEY, PROJECT, REPORTER, USER, flip

from unsilenced.sealing.envelope import check_envelope, seal_key
from unsilenced.sealing.errors import Malformed, SealingError, WillNotOpen
from unsilenced.sealing.grants import grant, open_from_recovery, open_grant, seal_for_recovery
from unsilenced.sealing.keys import (
    check_public_key,
    fingerprint,
    generate_private_key,
    load_private_key,
    public_key_of,
)
from unsilenced.sealing.passphrase import (
    check_wrapped_private_key,
    derive,
    draw_salt,
    unwrap_private_key,
    wrap_private_key,
)

WRAPPING_KEY = bytes(range(100, 132))
GRANT = grant(PROJECT, key=KEY, user=USER, user_public_key=public_key_of(CASEWORKER))
RECOVERY = seal_for_recovery(PROJECT, key=KEY, recovery_public_key=public_key_of(CASEWORKER))
WRAPPED = wrap_private_key(CASEWORKER, wrapping_key=WRAPPING_KEY, user=USER)
OTHER = UUID(int=USER.int ^ 1)

secrets_of_32 = st.binary(min_size=32, max_size=32)


def test_private_keys_are_drawn_afresh():
    first, second = generate_private_key(), generate_private_key()
    assert first != second
    assert len(first) == len(public_key_of(first)) == 32


@given(secrets_of_32)
def test_a_fingerprint_is_ten_groups_of_four_digits(public_key):
    groups = fingerprint(public_key).split(" ")
    assert len(groups) == 10
    assert bytes.fromhex("".join(groups)) == sha256(public_key).digest()[:20]


@given(st.binary(max_size=80).filter(lambda key: len(key) != 32))
def test_keys_of_another_size_are_refused(key):
    for use in (
        check_public_key,
        load_private_key,
        lambda key: seal_key(key, public_key=public_key_of(PROJECT), context=b""),
        lambda key: seal_key(PROJECT, public_key=key, context=b""),
        lambda key: open_grant(GRANT, key=KEY, user=USER, user_private_key=key),
        lambda key: wrap_private_key(key, wrapping_key=WRAPPING_KEY, user=USER),
        lambda key: wrap_private_key(CASEWORKER, wrapping_key=key, user=USER),
        lambda key: unwrap_private_key(WRAPPED, wrapping_key=key, user=USER),
    ):
        with pytest.raises(Malformed) as told:
            use(key)
        assert told.value.code == "key-size"


@given(secrets_of_32)
def test_any_public_key_of_a_private_key_is_good(private_key):
    check_public_key(public_key_of(private_key))


@pytest.mark.parametrize(
    "public_key",
    [
        bytes(32),
        b"\x01" + bytes(31),
        bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ],
)
def test_nothing_is_sealed_to_a_point_of_small_order(public_key):
    with pytest.raises(Malformed) as told:
        seal_key(PROJECT, public_key=public_key, context=b"")
    assert told.value.code == "public-key"


def test_an_envelope_with_a_point_of_small_order_does_not_open():
    with pytest.raises(WillNotOpen):
        open_grant(
            GRANT[:3] + bytes(32) + GRANT[35:], key=KEY, user=USER, user_private_key=CASEWORKER
        )


@given(secrets_of_32, st.uuids(), st.uuids())
def test_a_grant_opens_for_its_caseworker(project, key, user):
    envelope = grant(project, key=key, user=user, user_public_key=public_key_of(CASEWORKER))
    check_envelope(envelope)
    assert open_grant(envelope, key=key, user=user, user_private_key=CASEWORKER) == project


@given(secrets_of_32, st.uuids())
def test_a_recovery_envelope_opens_with_its_sheet(project, key):
    envelope = seal_for_recovery(project, key=key, recovery_public_key=public_key_of(REPORTER))
    check_envelope(envelope)
    assert open_from_recovery(envelope, key=key, recovery_private_key=REPORTER) == project


@pytest.mark.parametrize(
    "change", [{"key": OTHER}, {"user": OTHER}, {"user_private_key": REPORTER}]
)
def test_a_grant_opens_nowhere_else(change):
    with pytest.raises(WillNotOpen):
        open_grant(GRANT, **({"key": KEY, "user": USER, "user_private_key": CASEWORKER} | change))


@pytest.mark.parametrize("change", [{"key": OTHER}, {"recovery_private_key": REPORTER}])
def test_a_recovery_envelope_opens_nowhere_else(change):
    with pytest.raises(WillNotOpen):
        open_from_recovery(RECOVERY, **({"key": KEY, "recovery_private_key": CASEWORKER} | change))


def test_a_grant_is_no_recovery_envelope():
    with pytest.raises(WillNotOpen):
        open_from_recovery(GRANT, key=KEY, recovery_private_key=CASEWORKER)
    with pytest.raises(WillNotOpen):
        open_grant(RECOVERY, key=KEY, user=USER, user_private_key=CASEWORKER)


def test_the_bits_of_a_grant_all_count():
    for bit in range(8 * len(GRANT)):
        with pytest.raises(SealingError):
            open_grant(flip(GRANT, bit), key=KEY, user=USER, user_private_key=CASEWORKER)


@given(secrets_of_32, secrets_of_32, st.uuids())
def test_a_wrapped_private_key_comes_back(private_key, wrapping_key, user):
    wrapped = wrap_private_key(private_key, wrapping_key=wrapping_key, user=user)
    check_wrapped_private_key(wrapped)
    assert unwrap_private_key(wrapped, wrapping_key=wrapping_key, user=user) == private_key


@pytest.mark.parametrize("change", [{"wrapping_key": bytes(32)}, {"user": OTHER}])
def test_a_wrapped_private_key_comes_back_nowhere_else(change):
    with pytest.raises(WillNotOpen):
        unwrap_private_key(WRAPPED, **({"wrapping_key": WRAPPING_KEY, "user": USER} | change))


def test_the_bits_of_a_wrapped_private_key_all_count():
    for bit in range(8 * len(WRAPPED)):
        with pytest.raises(SealingError):
            unwrap_private_key(flip(WRAPPED, bit), wrapping_key=WRAPPING_KEY, user=USER)


def test_the_server_accepts_wrapped_private_keys_of_63_bytes_alone():
    for size in range(200):
        wrapped = WRAPPED.ljust(size, b"\0")[:size]
        if size == 63:
            check_wrapped_private_key(wrapped)
        else:
            with pytest.raises(Malformed) as told:
                check_wrapped_private_key(wrapped)
            assert told.value.code == "size"


@given(st.text(max_size=12))
@settings(max_examples=3)
def test_a_passphrase_is_the_same_however_its_accents_are_typed(text):
    salt = bytes(16)
    apart = unicodedata.normalize("NFD", text)
    assert derive(apart, salt) == derive(unicodedata.normalize("NFC", text), salt)


def test_the_salt_changes_the_keys_and_neither_key_shows_the_other():
    first, second = derive("four small rivers", bytes(16)), derive("four small rivers", b"1" * 16)
    assert first != second
    assert first.log_in_secret != first.wrapping_key
    assert repr(first.wrapping_key) not in repr(first)
    assert repr(first.log_in_secret) not in repr(first)


def test_salts_are_drawn_afresh():
    assert draw_salt() != draw_salt()
    assert len(draw_salt()) == 16


@pytest.mark.parametrize("size", [0, 8, 15, 17, 32])
def test_a_salt_of_another_size_is_refused(size):
    with pytest.raises(Malformed) as told:
        derive("four small rivers", bytes(size))
    assert told.value.code == "salt"


def test_half_a_character_is_refused():
    with pytest.raises(Malformed) as told:
        derive("four \ud800 rivers", bytes(16))
    assert told.value.code == "text"
