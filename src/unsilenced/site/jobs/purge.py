"""The daily purge: it removes what is no longer needed."""

from __future__ import annotations

from django.utils import timezone

from unsilenced.cases.removal import delete_what_is_due
from unsilenced.evaluator.spending import forget_past_days
from unsilenced.people.keys.recovery import forget_lapsed
from unsilenced.people.models import Invitation, MemberInvitation
from unsilenced.reports.conversation import forget_told
from unsilenced.reports.intake import quotas
from unsilenced.reports.intake.attachments import forget_removed, purge_unfinished
from unsilenced.warnings.check.tokens import forget_issued
from unsilenced.warnings.reviews.intake import forget_closed


def purge() -> None:
    """Remove what has expired or was never finished."""
    today = timezone.localdate()
    Invitation.objects.filter(expires_on__lt=today).delete()
    MemberInvitation.objects.filter(expires_on__lt=today).delete()
    forget_lapsed(today)
    purge_unfinished(today)
    forget_removed()
    quotas.forget_before(today)
    forget_past_days(timezone.now())
    forget_issued()
    forget_closed(today)
    delete_what_is_due(today)
    forget_told(today)
