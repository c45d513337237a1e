"""A brake on sending while far more comes in than people send. It stores nothing about anybody.

Each process counts in its memory what is stored, for everybody together. Past a threshold, for the
rest of that minute and the next, a report and a new photo must bring a proof of work (`puzzle`).
The proof is bound to what is sent: its identifier can be stored only once, so a solution works only
once. Tries in that time count too, so a flood that goes on stays behind the brake. A ten-year-old
phone takes some seconds for the work; a machine that sends thousands must do it for each of them.

A browser without JavaScript cannot do this work. If the server did it instead, the sender would be
spared it. So a few of those reports are let through each minute without it. The other writers are
told to wait a minute, and their page keeps what they wrote. Somebody who uses up that reserve on
purpose keeps them waiting; with JavaScript nobody waits.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter

from django.conf import settings
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.reports.puzzle import Proof, refuse_unless_solved

RESERVE = 12
"""Reports a minute that are let through without JavaScript during a flood."""


class Minutes:
    """Counts of the present minute and of the one before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[int] = Counter()

    def add(self) -> None:
        """Count one more."""
        minute = int(time.time() // 60)
        with self._lock:
            for past in [each for each in self._counts if each < minute - 1]:
                del self._counts[past]
            self._counts[minute] += 1

    def most(self) -> int:
        """Return the count of this minute or of the one before, whichever is higher."""
        minute = int(time.time() // 60)
        with self._lock:
            return max(self._counts[minute], self._counts[minute - 1])

    def forget(self) -> None:
        """Forget all counts."""
        with self._lock:
            self._counts.clear()


sent = Minutes()
let_through = Minutes()


def brake(bound_to: bytes, proof: Proof | None) -> None:
    """Raise a 429 refusal `puzzle` for what comes in during a flood without its `proof`."""
    if _is_flood():
        sent.add()
        refuse_unless_solved(bound_to, proof, _told())


def brake_without_script() -> None:
    """Raise a 429 refusal `flood` if there is a flood and this minute's reserve is used up."""
    if _is_flood():
        sent.add()
        if let_through.most() >= _share(RESERVE):
            raise Refusal(429, "flood", _told())


def count(*, without_script: bool = False) -> None:
    """Count something that was stored."""
    if without_script and _is_flood():
        let_through.add()
    sent.add()


def _is_flood() -> bool:
    return sent.most() >= _share(settings.CONFIGURATION.sends_a_minute)


def _share(most: int) -> int:
    """Return the limit of one process: all processes have about the same amount to answer."""
    return math.ceil(most / settings.CONFIGURATION.workers)


def _told() -> str:
    return _("Very much is being sent to us just now. Wait a minute, then send it again.")
