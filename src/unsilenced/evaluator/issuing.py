"""Issuing a day's tokens: takes blinded nonces, returns evaluated ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious.evaluator import Evaluation


def issue(day: dt.date, blinded: Sequence[bytes]) -> Evaluation:
    """Evaluate `blinded` nonces under the token key of `day` (UTC), with one proof for all.

    The caller decides how many somebody may have. Raises CheckError (`wrong-element`).
    """
    return keyring().token_key(day).evaluate(blinded)


def token_public_key(day: dt.date) -> bytes:
    """Return the public key that the tokens of `day` are verified with."""
    return keyring().token_key(day).public_key
