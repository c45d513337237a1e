"""Tokens: a day's quota. When one is spent, nobody can tell who got it."""

import hmac
from datetime import date

from unsilenced.oblivious.evaluator import Evaluator

NONCE_SIZE = 32
MAC_SIZE = 32

MEMBER_BATCH = 30
"""Tokens that a member gets for a day, all at once."""

CASEWORKER_BATCH = 100
CASEWORKER_BATCHES = 10
"""How many batches, of `CASEWORKER_BATCH` each, a caseworker can get for a day."""


def day_evaluator(seed: bytes, day: date) -> Evaluator:
    """Return the evaluator with the token key of `day` (UTC), from the token seed of 32 bytes."""
    return Evaluator.from_seed(seed, f"unsilenced/1/token/{day.isoformat()}".encode("ascii"))


def spend_mac(output: bytes, evaluator: str, key_id: str, element: bytes) -> bytes:
    """Return the 32 bytes that spend a token on one element at one evaluator.

    `output` is the token's; `evaluator` is `platform` or `keyholder`; `key_id` names the
    evaluation key that the blinded `element` is for.
    """
    message = f"unsilenced/1/spend/{evaluator}/{key_id}/".encode("ascii") + element
    return hmac.digest(output, message, "sha256")


def is_genuine(  # noqa: PLR0913, PLR0917 - a token is spent on this many parts
    day_key: Evaluator, nonce: bytes, mac: bytes, evaluator: str, key_id: str, element: bytes
) -> bool:
    """Tell whether `mac` spends the token `nonce` of `day_key` on this element here."""
    if len(nonce) != NONCE_SIZE:
        return False
    expected = spend_mac(day_key.output(nonce), evaluator, key_id, element)
    return hmac.compare_digest(expected, mac)
