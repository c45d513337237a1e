"""Slowing down guesses: a pause after failed tries, without knowing who tries.

A stranger can make the owner of an account wait by failing on purpose, so the pause before a log-in
stays short. The other tries need a session first, and their pause may be longer.

Before a log-in anybody may invent any number of names. So names share a fixed number of buckets, by
a keyed hash: nobody can fill the table, and no number of invented names makes the site forget tries
at a real one. All names are treated alike: otherwise somebody could invent enough names to see
which ones exist. For the same reason a right try takes back only itself: the wrong ones before it
stay counted, and another name in the bucket gets no tries back.

The other tries are counted for each account, so there are never more of these rows than accounts.

A try is counted in a transaction that ends before the secret is judged. So it stays counted
whatever happens then, and its row, which others share, is not locked while a secret is hashed. Code
that forgets tries in a longer transaction does that first (`separation.separated`).
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import FailedTries

FREE_TRIES = 4
FIRST_PAUSE = 5
LONGEST_PAUSE = 300
LONGEST_BEFORE_LOG_IN = 30
"""Seconds of a pause, at most: it doubles with each try after the free ones."""

BEFORE_LOG_IN = frozenset({"log-in", "member log-in"})
"""What people try without a session, by a name."""

BUCKETS = 65_536
"""Buckets for the names of each of these, some 10 MB. Two names share a bucket only by chance. To
make everybody wait by inventing names, somebody needs more than 2,000 tries a second."""

KEPT = dt.timedelta(hours=1)
"""How long tries count after their pause: waiting for this is slower than waiting for pauses."""

_FORGOTTEN_AT_ONCE = 1_000
"""Rows; later tries remove the rest."""

_SUBJECTS = "unsilenced.people.slowing"
"""Do not change it, even if this module gets another name: otherwise an upgrade forgets every
try."""

_MINUTE = 60


@dataclass(frozen=True)
class Try:
    """A counted try: when the next one may come, and when this one could."""

    subject: bytes
    again_at: dt.datetime
    before: dt.datetime


def pause_after(tries: int, longest: int = LONGEST_PAUSE) -> dt.timedelta:
    """Return how long to wait after so many failed tries, at most `longest` seconds."""
    if tries <= FREE_TRIES:
        return dt.timedelta(0)
    doublings = min(tries - FREE_TRIES - 1, longest.bit_length())
    return dt.timedelta(seconds=min(FIRST_PAUSE << doublings, longest))


def begin_try(what: str, whose: str) -> Try:
    """Count a try at `whose` `what` before it is judged, so that simultaneous tries all count.

    Raises a 429 refusal during a pause. When the try was right, call `take_back`, or `forget`. Call
    this outside any transaction.
    """
    forget_old_ones()
    subject = _subject(what, whose)
    with transaction.atomic(durable=True):
        FailedTries.objects.bulk_create(
            [FailedTries(subject=subject, again_at=timezone.now())], ignore_conflicts=True
        )
        failed = FailedTries.objects.select_for_update().filter(subject=subject).first()
        now = timezone.now()
        if failed is None:  # A right try has just removed the row.
            return Try(subject, now, now)
        before = failed.again_at
        if before > now:
            raise _too_soon(before - now)
        failed.count += 1
        failed.again_at = now + pause_after(failed.count, _longest(what))
        failed.save()
    return Try(subject, failed.again_at, before)


def take_back(right: Try) -> None:
    """Stop counting a right try; no trace of its moment stays. Tries before it stay counted."""
    tried = FailedTries.objects.filter(subject=right.subject)
    with transaction.atomic():
        tried.filter(again_at=right.again_at).update(again_at=right.before)
        tried.filter(count__gt=0).update(count=F("count") - 1)
        tried.filter(count=0).delete()


def forget(what: str, whose: str) -> None:
    """Forget the tries at `whose` `what`: one was right, or the account is gone."""
    FailedTries.objects.filter(subject=_subject(what, whose)).delete()


def _longest(what: str) -> int:
    return LONGEST_BEFORE_LOG_IN if what in BEFORE_LOG_IN else LONGEST_PAUSE


def forget_old_ones() -> int:
    """Forget some of the tries that no longer count; return how many. It waits for no lock."""
    with transaction.atomic(durable=True):
        # Skip rows that other calls have locked: waiting could deadlock, and those calls forget
        # them.
        rows = FailedTries.objects.select_for_update(skip_locked=True)
        old = rows.filter(again_at__lt=timezone.now() - KEPT).values_list("pk", flat=True)
        gone = FailedTries.objects.filter(pk__in=list(old[:_FORGOTTEN_AT_ONCE])).delete()
        return gone[0]


def _subject(what: str, whose: str) -> bytes:
    key = f"{_SUBJECTS}/{what}"
    if what in BEFORE_LOG_IN:
        whose = f"bucket {_number(key, whose) % BUCKETS}"
    return salted_hmac(key, whose, algorithm="sha256").digest()


def _number(key: str, name: str) -> int:
    return int.from_bytes(salted_hmac(f"{key}/bucket", name, algorithm="sha256").digest(), "big")


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
