"""A brake on sending while far more comes in than people send. It stores nothing of anybody.

What is stored is counted for everybody together, by each process in its memory. Past a threshold,
for the rest of that minute and the next, a report and a new photo must bring a proof of work
(`puzzle`), bound to what is sent: its identifier can be stored once, so a solution is good once.
What is tried meanwhile counts too, so that a flood which goes on stays behind the brake.
A telephone of ten years ago takes some seconds for it; a machine that sends thousands pays for
each of them.

A browser without JavaScript cannot solve it, and to solve it on the server would spare the sender
the work. So a few a minute of those are let through as they are, and the others are told to wait
a minute: their page keeps what they wrote. Whoever fills that reserve on purpose keeps them
waiting; with JavaScript nobody waits.
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
"""Reports a minute that are let through without JavaScript while a flood lasts."""


class Minutes:
    """Counts of the present minute and the one before."""

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
        """Return how many there are in this minute, or were in the one before if that is more."""
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
    """Raise a 429 refusal `puzzle` for what comes in a flood without its `proof`."""
    if _is_flood():
        sent.add()
        refuse_unless_solved(bound_to, proof, _told())


def brake_without_script() -> None:
    """Raise a 429 refusal `flood` in a flood where the reserve of this minute is used up."""
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
    """Return what one process counts to, as each has about as much to answer as another."""
    return math.ceil(most / settings.CONFIGURATION.workers)


def _told() -> str:
    return _("Very much is being sent to us just now. Wait a minute, then send it again.")
