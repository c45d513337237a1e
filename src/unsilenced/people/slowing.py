"""Slowing down whoever guesses: a pause after failed tries, without knowing who tries.

Who does not know a passphrase can make its owner wait by failing on purpose, so the pause before a
log-in stays short. The other tries need a session first, and may wait longer.
"""

from __future__ import annotations

import datetime as dt
import math

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from unsilenced.people.models import FailedTries
from unsilenced.refusal import Refusal

FREE_TRIES = 4
FIRST_PAUSE = 5
LONGEST_PAUSE = 300
LONGEST_BEFORE_LOG_IN = 30
"""Seconds of a pause: it doubles with each try after the free ones."""

BEFORE_LOG_IN = frozenset({"log-in", "member log-in"})
"""What is tried without any session."""

KEPT = dt.timedelta(hours=1)
"""How long tries count after their pause: to wait for that is slower than to wait for pauses."""

MOST = 10_000
"""How many subjects are counted at once: whoever invents names fills no disk."""

_MINUTE = 60


def pause_after(tries: int, longest: int = LONGEST_PAUSE) -> dt.timedelta:
    """Return how long to wait after so many failed tries, at most `longest` seconds."""
    if tries <= FREE_TRIES:
        return dt.timedelta(0)
    doublings = min(tries - FREE_TRIES - 1, longest.bit_length())
    return dt.timedelta(seconds=min(FIRST_PAUSE << doublings, longest))


def begin_try(what: str, whose: str) -> None:
    """Count a try at `whose` `what` before it is judged, so that tries at once all count.

    Raises a 429 refusal during a pause. Call `forget` when the try was right.
    """
    _forget_old_ones()
    subject = _subject(what, whose)
    with transaction.atomic():
        FailedTries.objects.bulk_create(
            [FailedTries(subject=subject, again_at=timezone.now())], ignore_conflicts=True
        )
        failed = FailedTries.objects.select_for_update().filter(subject=subject).first()
        if failed is None:  # Somebody has just got it right.
            return
        now = timezone.now()
        if failed.again_at > now:
            raise _too_soon(failed.again_at - now)
        failed.count += 1
        failed.again_at = now + pause_after(failed.count, _longest(what))
        failed.save()


def forget(what: str, whose: str) -> None:
    """Forget the failed tries: one was right."""
    FailedTries.objects.filter(subject=_subject(what, whose)).delete()


def _longest(what: str) -> int:
    return LONGEST_BEFORE_LOG_IN if what in BEFORE_LOG_IN else LONGEST_PAUSE


def _forget_old_ones() -> None:
    with transaction.atomic():
        # Others may be at these rows, and wait for one another: they forget them themselves.
        rows = FailedTries.objects.select_for_update(skip_locked=True)
        old = rows.filter(again_at__lt=timezone.now() - KEPT)
        over = rows.order_by("-again_at")[MOST - 1 :]
        gone = {failed.pk for found in (old, over) for failed in found}
        FailedTries.objects.filter(pk__in=gone).delete()


def _subject(what: str, whose: str) -> bytes:
    return salted_hmac(f"unsilenced.people.slowing/{what}", whose, algorithm="sha256").digest()


def _too_soon(wait: dt.timedelta) -> Refusal:
    seconds = math.ceil(wait.total_seconds())
    if seconds <= _MINUTE:
        text = ngettext(
            "Too many tries. Wait %(count)d second, then try again.",
            "Too many tries. Wait %(count)d seconds, then try again.",
            seconds,
        ) % {"count": seconds}
    else:
        minutes = math.ceil(seconds / _MINUTE)
        text = ngettext(
            "Too many tries. Wait %(count)d minute, then try again.",
            "Too many tries. Wait %(count)d minutes, then try again.",
            minutes,
        ) % {"count": minutes}
    return Refusal(429, "slow-down", text, more={"retry_after": seconds})
