"""Stretching receipts on the server, for pages without JavaScript: a few at a time."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.utils.translation import gettext as _

from unsilenced.refusal import Refusal
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
