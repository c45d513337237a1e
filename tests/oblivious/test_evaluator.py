"""Blinding, evaluating and finalising come to the direct output, and to nothing else."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unsilenced.oblivious.client import blind, finalise
from unsilenced.oblivious.element import LONGEST, input_of
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluation, Evaluator
from unsilenced.oblivious.normalise import Identifier, IdentifierKind

EVALUATOR = Evaluator.from_seed(secrets.token_bytes(32), EVALUATION_INFO)
ANOTHER = Evaluator.from_seed(secrets.token_bytes(32), EVALUATION_INFO)

characters = st.characters(exclude_categories=["Cs"])
values = st.text(characters, min_size=1, max_size=40).filter(lambda text: len(text.encode()) <= 512)
identifiers = st.builds(Identifier, st.sampled_from(IdentifierKind), values)
several = st.lists(identifiers, min_size=1, max_size=40)


def blinded_of(identifiers):
    return [blind(input_of(one)) for one in identifiers]


def evaluated(blinded, evaluator=EVALUATOR):
    return evaluator.evaluate([one.element for one in blinded])


def refused(code):
    return pytest.raises(CheckError, check=lambda error: error.code == code)


@settings(max_examples=30)
@given(several)
def test_finalising_gives_the_direct_output(identifiers):
    blinded = blinded_of(identifiers)
    outputs = finalise(blinded, evaluated(blinded), EVALUATOR.public_key)
    assert outputs == tuple(EVALUATOR.output(input_of(one)) for one in identifiers)


@settings(max_examples=30)
@given(st.lists(identifiers, min_size=2, max_size=2, unique=True))
def test_two_identifiers_share_no_input(identifiers):
    first, second = identifiers
    assert input_of(first) != input_of(second)


def test_an_input_says_its_kind_and_ends_where_its_value_does():
    tel, handle = Identifier(IdentifierKind.TEL, "x:a"), Identifier(IdentifierKind.HANDLE, "x:a")
    assert input_of(tel) == b"\x01\x03tel\x00\x03x:a"
    assert input_of(handle) == b"\x01\x06handle\x00\x03x:a"


@given(st.integers(min_value=LONGEST - 2, max_value=LONGEST + 2))
def test_a_value_has_at_most_512_bytes_however_few_its_letters(size):
    identifier = Identifier(IdentifierKind.EMAIL, "é" * (size // 2) + "a" * (size % 2))
    if size <= LONGEST:
        assert len(input_of(identifier)) == 1 + 1 + 5 + 2 + size
    else:
        with refused("too-long"):
            input_of(identifier)


def test_the_same_identifier_is_blinded_anew_each_time():
    identifier = Identifier(IdentifierKind.TEL, "+447700900123")
    assert len({blinded.element for blinded in blinded_of([identifier] * 20)}) == 20


@settings(max_examples=20)
@given(several)
def test_another_key_does_not_pass_for_the_pinned_one(identifiers):
    blinded = blinded_of(identifiers)
    with refused("wrong-proof"):
        finalise(blinded, evaluated(blinded, ANOTHER), EVALUATOR.public_key)
    with refused("wrong-proof"):
        finalise(blinded, evaluated(blinded), ANOTHER.public_key)


@settings(max_examples=20)
@given(st.lists(identifiers, min_size=2, max_size=6, unique=True), st.data())
def test_exchanged_elements_are_noticed(identifiers, draw):
    blinded = blinded_of(identifiers)
    made = evaluated(blinded)
    first, second = draw.draw(
        st.lists(st.sampled_from(range(len(blinded))), min_size=2, max_size=2, unique=True)
    )
    elements = list(made.evaluated)
    elements[first], elements[second] = elements[second], elements[first]
    with refused("wrong-proof"):
        finalise(blinded, Evaluation(tuple(elements), made.proof), EVALUATOR.public_key)


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=63), st.integers(min_value=1, max_value=255))
def test_a_changed_proof_is_noticed(place, change):
    blinded = [blind(b"one"), blind(b"two")]
    made = evaluated(blinded)
    proof = bytearray(made.proof)
    proof[place] ^= change
    with refused("wrong-proof"):
        finalise(blinded, Evaluation(made.evaluated, bytes(proof)), EVALUATOR.public_key)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: Evaluation(made.evaluated[:-1], made.proof),
        lambda made: Evaluation((*made.evaluated, made.evaluated[0]), made.proof),
        lambda made: Evaluation((), made.proof),
        lambda made: Evaluation(made.evaluated, made.proof[:-1]),
        lambda made: Evaluation(made.evaluated, made.proof + made.evaluated[0]),
        lambda made: Evaluation((made.evaluated[0][:-1], *made.evaluated[1:]), made.proof),
        lambda made: Evaluation((bytes(32), *made.evaluated[1:]), made.proof),
        lambda made: Evaluation((b"\xff" * 32, *made.evaluated[1:]), made.proof),
        lambda made: Evaluation((b"".join(made.evaluated), *made.evaluated[2:]), made.proof),
    ],
    ids=[
        "an element too few",
        "an element too many",
        "no element",
        "a short proof",
        "a long proof",
        "a short element",
        "the identity",
        "no element's bytes",
        "two elements as one",
    ],
)
def test_an_answer_that_cannot_be_one_is_refused(spoil):
    blinded = [blind(b"one"), blind(b"two")]
    with refused("wrong-proof"):
        finalise(blinded, spoil(evaluated(blinded)), EVALUATOR.public_key)


@pytest.mark.parametrize(
    "public_key",
    [b"", bytes(32), b"\xff" * 32, EVALUATOR.public_key[:-1]],
    ids=["nothing", "the identity", "no number", "too short"],
)
def test_what_is_no_key_verifies_nothing(public_key):
    blinded = [blind(b"one")]
    with refused("wrong-proof"):
        finalise(blinded, evaluated(blinded), public_key)


def test_nothing_is_not_evaluated():
    with refused("wrong-element"):
        EVALUATOR.evaluate([])


@given(st.binary(max_size=70).filter(lambda data: len(data) != 32))
def test_an_element_has_32_bytes(data):
    with refused("wrong-element"):
        EVALUATOR.evaluate([data])


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_seed_has_32_bytes(size):
    with refused("wrong-seed"):
        Evaluator.from_seed(bytes(size), EVALUATION_INFO)


def test_keys_of_another_seed_or_purpose_are_others():
    seeds = [bytes(32), b"\x01" * 32]
    keys = {
        Evaluator.from_seed(seed, info).public_key
        for seed in seeds
        for info in (EVALUATION_INFO, b"")
    }
    assert len(keys) == 4
