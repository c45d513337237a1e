"""What the server does for a receipt where a browser runs no JavaScript: stretching, puzzles."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from threading import BoundedSemaphore
from typing import cast

from django.utils.translation import gettext as _

from unsilenced.refusal import Refusal
from unsilenced.reports.guessing import Proof
from unsilenced.sealing.receipt import Receipt, ReceiptKeys, derive

AT_ONCE = 2
"""Receipts stretched at the same moment in one process: 19 MiB each."""

PATIENCE = 1.0
"""Seconds that a request waits for its turn."""

_turns = BoundedSemaphore(AT_ONCE)


def keys_of(receipt: Receipt) -> ReceiptKeys:
    """Return what `receipt` is worth. Raises a 503 refusal where too many want that at once."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refusal(
            503, "busy", _("Many people are using this page now. Wait a minute and try again.")
        )
    try:
        return derive(receipt)
    finally:
        _turns.release()


def solved(refusal: Refusal) -> Proof:
    """Do the work that a browser without JavaScript cannot, so that an attack shuts nobody out.

    Guesses through such a page stay slow all the same: each waits for its turn to be stretched.
    Raises a `refusal` that asks for no work.
    """
    if refusal.code != "puzzle":
        raise refusal
    challenge = cast(Mapping[str, str], refusal.more["puzzle"])["challenge"]
    return next(
        proof for proof in (Proof(challenge, str(nonce)) for nonce in count()) if proof.works
    )
