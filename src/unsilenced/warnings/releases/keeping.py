"""How long releases are kept: long enough to roll back, not longer."""

from __future__ import annotations

from unsilenced.warnings.models import Release, ReleasedRecord

KEPT = 14
"""Releases that are kept, the present one among them."""


def forget_old(number: int) -> None:
    """Forget the releases that are too old once release `number` is the present one."""
    oldest = number - KEPT + 1
    Release.objects.filter(number__lt=oldest).delete()
    ReleasedRecord.objects.before(oldest).delete()
