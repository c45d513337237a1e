"""Whether the key holder is well: its database answers, its keys are there, its purge is done."""

from __future__ import annotations

import datetime as dt

from unsilenced.answering.health import view_of
from unsilenced.evaluating.held import held
from unsilenced.evaluating.models import SpentToken
from unsilenced.utc_day import utc_today

KEPT = dt.timedelta(days=2)
"""How old spent tokens are at most: the purge removes those of past days each hour."""


def is_well() -> bool:
    """Whether it does what it is for. Raises whatever keeps it from being asked."""
    held()
    return is_purged()


def is_purged() -> bool:
    """Whether no spent token is older than the purge leaves any."""
    return not SpentToken.objects.filter(day__lt=utc_today() - KEPT).exists()


health = view_of(is_well)
