"""What the server does for a receipt when a browser runs no JavaScript: stretching, puzzles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from threading import BoundedSemaphore, Lock
from typing import cast

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.reports.puzzle import Proof
from unsilenced.sealing.receipt import Receipt, ReceiptKeys, derive

AT_MOST = 2
"""How many requests of one process do this work or wait for it: no more than half its threads. One
works, in 19 MiB, and the others wait; any further request is told at once to try again. So somebody
who tries words through such a page leaves threads free for everybody else."""

_places = BoundedSemaphore(AT_MOST)
_work = Lock()


def keys_of(receipt: Receipt) -> ReceiptKeys:
    """Return the keys of `receipt`. Raises a 503 refusal if too many requests want that at once."""
    with _turn():
        return derive(receipt)


def solved(refusal: Refusal) -> Proof:
    """Do the work that a browser without JavaScript cannot do, so that an attack shuts nobody out.

    Guesses through such a page stay slow, because each waits for its turn. Raises `refusal` itself
    if it asks for no work, and the refusal of `keys_of`.
    """
    if refusal.code != "puzzle":
        raise refusal
    challenge = cast(Mapping[str, str], refusal.more["puzzle"])["challenge"]
    with _turn():
        return next(
            proof for proof in (Proof(challenge, str(nonce)) for nonce in count()) if proof.works
        )


@contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise Refusal(
            503, "busy", _("Many people are using this page now. Wait a minute and try again.")
        )
    try:
        with _work:
            yield
    finally:
        _places.release()
