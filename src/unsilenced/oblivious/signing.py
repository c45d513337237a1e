"""Signatures: Ed25519 (RFC 8032) over a purpose and a message, so that none serves for another."""

from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from unsilenced.oblivious.errors import CheckError


class Purpose(StrEnum):
    """What a signature is for."""

    RELEASE = "unsilenced/1/release"
    LOG = "unsilenced/1/log"


def public_key_of(seed: bytes) -> bytes:
    """Return the public key that belongs to a private key of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, purpose: Purpose, message: bytes) -> bytes:
    """Return the signature of 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_signed(purpose, message))


def verify(public_key: bytes, purpose: Purpose, message: bytes, signature: bytes) -> None:
    """Raise `CheckError` (`wrong-signature`) unless the key's holder signed `message` for this."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, _signed(purpose, message))
    except (InvalidSignature, ValueError):
        raise CheckError("wrong-signature", "This key did not sign this.") from None


def _signed(purpose: Purpose, message: bytes) -> bytes:
    return f"{purpose}\n".encode("ascii") + message
