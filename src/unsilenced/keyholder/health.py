"""Whether the key holder is well: its database answers, its keys are there, its purge is done."""

from __future__ import annotations

import datetime as dt

from unsilenced.evaluator.keyring import keyring
from unsilenced.evaluator.models import SpentToken
from unsilenced.http.health import view_of
from unsilenced.process.utc_day import utc_today

KEPT = dt.timedelta(days=2)
"""The greatest age of spent tokens: each hour the purge removes those of past days."""


def is_well() -> bool:
    """Whether it does its work. Lets every error through that keeps it from answering."""
    keyring()
    return is_purged()


def is_purged() -> bool:
    """Whether no spent token is older than the purge leaves any."""
    return not SpentToken.objects.filter(day__lt=utc_today() - KEPT).exists()


health = view_of(is_well)
