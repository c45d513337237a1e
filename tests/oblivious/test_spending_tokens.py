"""A token pays for one element, at one evaluator, under one key, on one day."""

import secrets
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.oblivious.client import blind, finalise
from unsilenced.oblivious.tokens import day_evaluator, is_genuine, spend_mac

SEED = secrets.token_bytes(32)
DAY = date(2026, 11, 24)
NONCE = secrets.token_bytes(32)
ELEMENT = blind(b"what is checked").element
KEY_ID, OTHER_KEY_ID = "0123456789abcdef", "fedcba9876543210"


def issued(nonces, day=DAY):
    key = day_evaluator(SEED, day)
    blinded = [blind(nonce) for nonce in nonces]
    evaluation = key.evaluate([one.element for one in blinded])
    return finalise(blinded, evaluation, key.public_key)


def mac(**changed):
    spent = {"evaluator": "platform", "key_id": KEY_ID, "element": ELEMENT}
    return spend_mac(issued([NONCE])[0], **(spent | changed))


def is_taken(presented, *, day=DAY, nonce=NONCE, seed=SEED):
    key = day_evaluator(seed, day)
    return is_genuine(key, nonce, presented, "platform", KEY_ID, ELEMENT)


def test_a_token_issued_blindly_is_taken():
    nonces = [secrets.token_bytes(32) for _ in range(30)]
    for nonce, output in zip(nonces, issued(nonces), strict=True):
        assert is_taken(spend_mac(output, "platform", KEY_ID, ELEMENT), nonce=nonce)


@pytest.mark.parametrize(
    "changed",
    [
        {"evaluator": "keyholder"},
        {"key_id": OTHER_KEY_ID},
        {"element": blind(b"another").element},
        {"element": ELEMENT[:-1]},
    ],
    ids=["another evaluator", "another key", "another element", "a part of the element"],
)
def test_a_token_spent_on_something_else_is_not_taken(changed):
    assert not is_taken(mac(**changed))


@given(st.integers(-800, 800).filter(bool))
def test_a_token_of_another_day_is_not_taken(days):
    assert not is_taken(mac(), day=DAY + timedelta(days=days))


def test_a_token_of_another_seed_is_not_taken():
    assert not is_taken(mac(), seed=secrets.token_bytes(32))


def test_a_mac_is_of_its_own_nonce():
    assert is_taken(mac())
    assert not is_taken(mac(), nonce=secrets.token_bytes(32))


@given(st.binary(max_size=70))
def test_a_forged_token_is_not_taken(forged):
    assert not is_taken(forged)


@given(st.integers(0, 31), st.integers(1, 255))
def test_a_changed_mac_is_not_taken(place, change):
    presented = bytearray(mac())
    presented[place] ^= change
    assert not is_taken(bytes(presented))


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_nonce_has_32_bytes(size):
    nonce = bytes(size)
    output = day_evaluator(SEED, DAY).output(nonce)
    assert not is_taken(spend_mac(output, "platform", KEY_ID, ELEMENT), nonce=nonce)
