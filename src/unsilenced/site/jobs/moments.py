"""The moments that only the present needs: each hour those go that have served."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

from unsilenced.people.accounts import throttle
from unsilenced.people.factors import totp
from unsilenced.reports.puzzle import forget_past_minutes


def forget_moments() -> None:
    """Remove sessions that have ended, and when somebody guessed or used a code."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    while throttle.forget_old_ones():
        pass
    totp.forget_used()
    forget_past_minutes()
