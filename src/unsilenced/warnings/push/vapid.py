"""The sender: the site's own key at push services (RFC 8292).

It is derived from the seed of the release key, so it is kept, copied and lost with the check's
keys.
"""

from __future__ import annotations

import time

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

from unsilenced.evaluator.keyring import keyring
from unsilenced.warnings.push.services import Endpoint

LIFE = 12 * 60 * 60
"""How many seconds a service may accept one signature; RFC 8292 allows 24 hours."""

_INFO = b"unsilenced/1/push"
_WIDE = 48
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of P-256 (SP 800-186, section 3.2.1.3)."""


def private_key() -> ec.EllipticCurvePrivateKey:
    """Return the site's key, derived as in FIPS 186-5, appendix A.2.1, from HKDF's output.

    Raises KeysError as `keyring` does.
    """
    seed = keyring().secrets.signing
    wide = HKDF(SHA256(), _WIDE, salt=None, info=_INFO).derive(seed)
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> bytes:
    """Return the key that browsers subscribe with: an uncompressed point of 65 bytes."""
    key = private_key().public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def authorization(key: ec.EllipticCurvePrivateKey, endpoint: Endpoint) -> str:
    """Sign that the site sends to this service: a header that says nothing about the receiver."""
    claims = {
        "aud": endpoint.origin,
        "exp": int(time.time()) + LIFE,
        "sub": f"https://{settings.CONFIGURATION.site_hosts[0]}",
    }
    header: str = Vapid02(key).sign(claims)["Authorization"]
    return header
