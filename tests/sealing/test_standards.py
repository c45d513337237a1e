"""The published vectors of the standards that the formats stand on."""

import hmac
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from unsilenced.sealing.envelope import open_key, seal_key
from unsilenced.sealing.header import HEADER
from unsilenced.sealing.keys import load_private_key, load_public_key, public_key_of
from unsilenced.sealing.recovery import RecoverySheet, parse_sheet
from unsilenced.sealing.stretch import Cost, derive_key, stretch

# RFC 9180's vectors for DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM in base mode. Every
# one has an AAD ("Count-0", ...) and the formats use none, so they cannot be opened as they are.
# They prove the small key schedule below, and the key schedule then judges the library.
RECIPIENT = bytes.fromhex("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d")
RECIPIENT_PUBLIC = bytes.fromhex("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c")
EPHEMERAL = bytes.fromhex("179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11")
ENCAPSULATED = bytes.fromhex("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256")
INFO = b"Ode on a Grecian Urn"
PLAINTEXT = b"Beauty is truth, truth beauty"
FIRST = (
    b"Count-0",
    bytes.fromhex(
        "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a"
    ),
)
SECOND = (
    b"Count-1",
    bytes.fromhex(
        "2c43aff25343fdbff864506f0818b9d87df84ea01b1a2144d23b4d40c26bf655fdf197fe40297a8aebeed5cc2d"
    ),
)

HAMSTER = (
    "hamster diagram private dutch cause delay private meat slide toddler razor book "
    "happy fancy gospel tennis maple dilemma loan word shrug inflict delay length"
)

KEM_SUITE = b"KEM\x00\x20"
HPKE_SUITE = b"HPKE\x00\x20\x00\x01\x00\x02"


def extract(suite, salt, label, material):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")


def expand(suite, key, label, info, length):
    text = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01"
    return hmac.digest(key, text, "sha256")[:length]


def key_and_nonce(private_key, encapsulated, info):
    """RFC 9180, sections 4.1 and 5.1, for the recipient in base mode."""
    shared = X25519PrivateKey.from_private_bytes(private_key).exchange(
        X25519PublicKey.from_public_bytes(encapsulated)
    )
    seed = extract(KEM_SUITE, b"", b"eae_prk", shared)
    both = encapsulated + public_key_of(private_key)
    secret = extract(
        HPKE_SUITE, expand(KEM_SUITE, seed, b"shared_secret", both, 32), b"secret", b""
    )
    schedule = (
        b"\x00"
        + extract(HPKE_SUITE, b"", b"psk_id_hash", b"")
        + extract(HPKE_SUITE, b"", b"info_hash", info)
    )
    key = expand(HPKE_SUITE, secret, b"key", schedule, 32)
    return key, expand(HPKE_SUITE, secret, b"base_nonce", schedule, 12)


def test_the_key_schedule_opens_the_vectors_of_rfc_9180():
    key, nonce = key_and_nonce(RECIPIENT, ENCAPSULATED, INFO)
    for count, (aad, ciphertext) in enumerate((FIRST, SECOND)):
        nonce_of_message = nonce[:-1] + bytes([nonce[-1] ^ count])
        assert AESGCM(key).decrypt(nonce_of_message, ciphertext, aad) == PLAINTEXT


def test_an_envelope_made_by_the_key_schedule_opens():
    key, nonce = key_and_nonce(RECIPIENT, ENCAPSULATED, INFO)
    inside = sha256(b"inside").digest()
    envelope = HEADER + ENCAPSULATED + AESGCM(key).encrypt(nonce, inside, b"")
    assert open_key(envelope, private_key=RECIPIENT, context=INFO) == inside


def test_an_envelope_is_opened_by_the_key_schedule():
    inside = sha256(b"inside").digest()
    envelope = seal_key(inside, public_key=RECIPIENT_PUBLIC, context=b"here")
    key, nonce = key_and_nonce(RECIPIENT, envelope[3:35], b"here")
    assert AESGCM(key).decrypt(nonce, envelope[35:], None) == inside


def test_public_keys_are_those_of_rfc_9180():
    assert public_key_of(RECIPIENT) == RECIPIENT_PUBLIC
    assert public_key_of(EPHEMERAL) == ENCAPSULATED


def test_keys_agree_as_in_rfc_7748_section_6_1():
    alice = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    bob = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    alice_public = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    bob_public = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    assert public_key_of(alice).hex() == alice_public
    assert public_key_of(bob).hex() == bob_public
    assert load_private_key(alice).exchange(load_public_key(public_key_of(bob))).hex() == shared


def test_keys_are_derived_as_in_rfc_5869_test_case_3():
    derived = derive_key(b"\x0b" * 22, "")
    assert derived.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


# RFC 9106's own vectors have four lanes, a secret and associated data, which nothing here has:
# these are the vectors of the authors' reference implementation, version 0x13.
@pytest.mark.parametrize(
    ("memory", "passes", "password", "salt", "stretched"),
    [
        (
            256,
            2,
            b"password",
            b"somesalt",
            "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        ),
        (
            65_536,
            2,
            b"password",
            b"diffsalt",
            "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c",
        ),
        (
            65_536,
            1,
            b"password",
            b"somesalt",
            "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98",
        ),
        (
            65_536,
            2,
            b"differentpassword",
            b"somesalt",
            "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
        ),
    ],
)
def test_stretching_is_argon2id(memory, passes, password, salt, stretched):
    assert stretch(password, salt=salt, cost=Cost(memory, passes)).hex() == stretched


@pytest.mark.parametrize(
    ("entropy", "words"),
    [
        ("00" * 32, "abandon " * 23 + "art"),
        (
            "7f" * 32,
            "legal winner thank year wave sausage worth useful " * 2
            + "legal winner thank year wave sausage worth title",
        ),
        (
            "80" * 32,
            "letter advice cage absurd amount doctor acoustic avoid " * 2
            + "letter advice cage absurd amount doctor acoustic bless",
        ),
        ("ff" * 32, "zoo " * 23 + "vote"),
        (
            "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c",
            HAMSTER,
        ),
    ],
)
def test_a_sheet_has_the_words_of_bip_39(entropy, words):
    sheet = RecoverySheet(bytes.fromhex(entropy))
    assert " ".join(sheet.words) == words
    assert parse_sheet(words) == sheet
