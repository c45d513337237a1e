"""What a project does with a warning that stands: renew it, or take it down."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from unsilenced.reports import consent
from unsilenced.reports.models import Scope
from unsilenced.warnings.approval.ending import end
from unsilenced.warnings.locking import lock_standing, lock_warning, not_standing
from unsilenced.warnings.models import (
    EndedBecause,
    State,
    Warning,
)


def renew(warning: Warning, review_on: dt.date) -> None:
    """Let a warning stand until `review_on`.

    Raises refusals: 404 for a report that was deleted in the meantime, 409 `no-consent` and
    `not-standing`.
    """
    with transaction.atomic():
        consent.require(warning.report, Scope.WARN)
        held = lock_standing(warning)
        held.review_on = review_on
        held.save(update_fields=["review_on"])


def take_down(warning: Warning) -> None:
    """End a warning; if it was taken down before, nothing changes.

    Raises a 409 refusal `not-standing` for a draft and for a warning that ended in another way.
    """
    with transaction.atomic():
        held = lock_warning(warning)
        if held.state == State.DRAFT:
            raise not_standing()
        if held.state != State.ENDED:
            end(Warning.objects.filter(pk=held.pk), EndedBecause.TAKEN_DOWN)
        elif held.ended_because != EndedBecause.TAKEN_DOWN:
            raise not_standing()
