"""Moments that only the present needs: an hourly job removes those that are no longer needed."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

from unsilenced.people.accounts import throttle
from unsilenced.people.factors import totp
from unsilenced.reports.puzzle import forget_past_minutes


def forget_moments() -> None:
    """Remove ended sessions, and the moments of guessed and used codes."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    while throttle.forget_old_ones():
        pass
    totp.forget_used()
    forget_past_minutes()
