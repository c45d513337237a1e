"""Slowing down whoever guesses: a pause after failed tries, without knowing who tries."""

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
"""Seconds of a pause: it doubles with each try after the free ones."""

_KEPT = dt.timedelta(days=1)
_MINUTE = 60


def pause_after(tries: int) -> dt.timedelta:
    """Return how long to wait after so many failed tries."""
    if tries <= FREE_TRIES:
        return dt.timedelta(0)
    doublings = min(tries - FREE_TRIES - 1, LONGEST_PAUSE.bit_length())
    return dt.timedelta(seconds=min(FIRST_PAUSE << doublings, LONGEST_PAUSE))


def begin_try(what: str, whose: str) -> None:
    """Count a try at `whose` `what` before it is judged, so that tries at once all count.

    Raises a 429 refusal during a pause. Call `forget` when the try was right.
    """
    FailedTries.objects.filter(again_at__lt=timezone.now() - _KEPT).delete()
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
        failed.again_at = now + pause_after(failed.count)
        failed.save()


def forget(what: str, whose: str) -> None:
    """Forget the failed tries: one was right."""
    FailedTries.objects.filter(subject=_subject(what, whose)).delete()


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
