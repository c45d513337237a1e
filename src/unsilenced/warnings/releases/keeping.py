"""How long releases are kept: long enough for a roll back, and no longer."""

from __future__ import annotations

from unsilenced.warnings.check.epochs import open_epochs
from unsilenced.warnings.models import Release, ReleasedRecord
from unsilenced.warnings.shared import Entry

KEPT = 14
"""How many releases are kept, including the present one."""

_AT_ONCE = 5_000


def forget_old(number: int) -> None:
    """Forget the releases that are too old now that release `number` is the present one."""
    oldest = number - KEPT + 1
    Release.objects.filter(number__lt=oldest).delete()
    ReleasedRecord.objects.before(oldest).delete()
    _forget_old_entries()


def _forget_old_entries() -> None:
    """Forget the entries under keys that no kept release uses and no future one will use.

    Otherwise somebody who stole both of those keys could find out whom the warnings name, long
    after a rotation.
    """
    epochs = {epoch.id for epoch in open_epochs()} | set(
        Release.objects.values_list("epoch", flat=True)
    )
    old = Entry.objects.exclude(epoch__in=epochs).values_list("pk", flat=True)
    while some := list(old[:_AT_ONCE]):
        Entry.objects.filter(pk__in=some).delete()
