"""The daily purge: what nobody needs any more goes, moments before all."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from unsilenced.evaluating.spending import forget_past_days
from unsilenced.people.models import Invitation, MemberInvitation
from unsilenced.reports.attachments import purge_unfinished
from unsilenced.reports.guessing import forget_past_minutes


def purge() -> None:
    """Remove what has expired or was never finished, and the database's log of commits."""
    today = timezone.localdate()
    Invitation.objects.filter(expires_on__lt=today).delete()
    MemberInvitation.objects.filter(expires_on__lt=today).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    purge_unfinished(today)
    forget_past_minutes()
    forget_past_days(timezone.now())
    forget_commit_times()


def forget_commit_times() -> bool:
    """Have PostgreSQL start a new write-ahead log and remove the old one; say whether it could.

    The log knows the moment of every commit. Another's PostgreSQL may not allow this, and keeps
    the log as long as it is set to (docs/deployment.md).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,) or transaction.get_connection().in_atomic_block:
            return False
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    return True
