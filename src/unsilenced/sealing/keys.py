"""X25519 keys (RFC 7748) as their 32 raw bytes, and fingerprints for people to compare."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from unsilenced.sealing.errors import Malformed

KEY_SIZE = 32
"""Bytes of every key in the suite: private, public, content and wrapping keys."""

_FINGERPRINT_SIZE = 20
_GROUP = 4

_PROBE = X25519PrivateKey.from_private_bytes(bytes(KEY_SIZE))


def generate_private_key() -> bytes:
    """Draw a private key."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private_key: bytes) -> bytes:
    """Return the public key that belongs to `private_key`."""
    return load_private_key(private_key).public_key().public_bytes_raw()


def fingerprint(public_key: bytes) -> str:
    """Return the first 20 bytes of the key's SHA-256 as ten groups of four hex digits."""
    digits = sha256(public_key).digest()[:_FINGERPRINT_SIZE].hex()
    return " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def check_public_key(public_key: bytes) -> None:
    """Raise `Malformed` (`key-size` or `public-key`) unless it is safe to seal to this key.

    Points of small order are refused (RFC 7748, section 6.1): anybody can open what is sealed to
    them.
    """
    loaded = load_public_key(public_key)
    try:
        _PROBE.exchange(loaded)
    except ValueError:
        raise Malformed("public-key", "Nothing can be sealed to this public key.") from None


def load_private_key(private_key: bytes) -> X25519PrivateKey:
    """Return the key for `cryptography`; raises `Malformed` (`key-size`)."""
    check_key_size(private_key)
    return X25519PrivateKey.from_private_bytes(private_key)


def load_public_key(public_key: bytes) -> X25519PublicKey:
    """Return the key for `cryptography`; raises `Malformed` (`key-size`)."""
    check_key_size(public_key)
    return X25519PublicKey.from_public_bytes(public_key)


def check_key_size(key: bytes) -> None:
    """Raise `Malformed` (`key-size`) unless `key` has 32 bytes."""
    if len(key) != KEY_SIZE:
        raise Malformed("key-size", f"A key has {KEY_SIZE} bytes, not {len(key)}.")
