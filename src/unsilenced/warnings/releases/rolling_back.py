"""Rolling back: an earlier release again, without what may no longer be shared."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from unsilenced.process.utc_day import utc_today
from unsilenced.warnings.approval import sharing
from unsilenced.warnings.approval.ending import end_due
from unsilenced.warnings.check.epochs import Epoch
from unsilenced.warnings.models import Release, ReleasedRecord, Warning
from unsilenced.warnings.releases.building import Contents, build, following, manifest_of
from unsilenced.warnings.releases.publishing import (
    ReleaseError,
    log_with_earlier,
    one_at_a_time,
)
from unsilenced.warnings.releases.standing import lay_out


def roll_back(number: int | None = None) -> Release:
    """Publish the content of release `number`, by default of the one before the present one.

    Warnings that have ended or lost their consent since are not in it. The log only ever grows, so
    this makes a new release that names the one it goes back to. Raises ReleaseError, and
    KeyHolderError.
    """
    chosen = _earlier(number).number

    def made() -> Release:
        with transaction.atomic():
            one_at_a_time()
            # Look for it again: another release may have been made since, and this one forgotten.
            earlier = _earlier(chosen)
            sharing.lock_all(Warning.objects.all())
            end_due(utc_today())
            manifest = manifest_of(earlier)
            epoch = Epoch(manifest.platform_key, manifest.keyholder_key)
            after = following()
            wanted = _wanted(earlier)
            layout = lay_out(after.number, epoch.id, wanted, "entry", after.layout)
            held = Contents(epoch, layout, sharing.released(earlier), earlier.number)
            return build(after, utc_today(), held)

    return log_with_earlier(made)


def _earlier(number: int | None) -> Release:
    present = Release.objects.current()
    if present is None:
        raise ReleaseError("There is no release to roll back.")
    if present.number == 1:
        raise ReleaseError("There is no earlier release to go back to: this is the first.")
    wanted = present.number - 1 if number is None else number
    earlier = Release.objects.filter(number=wanted, number__lt=present.number).first()
    if earlier is None:
        raise ReleaseError(
            f"Release {wanted} is no earlier one that is kept. See: unsilenced check releases"
        )
    if earlier.epoch != present.epoch:
        raise ReleaseError(
            f"Release {wanted} was made with other keys than the present one. "
            "A key that was changed does not come back."
        )
    return earlier


def _wanted(earlier: Release) -> QuerySet[ReleasedRecord]:
    shared = sharing.shareable(Warning.objects.all())
    return ReleasedRecord.objects.of(earlier.number).filter(epoch=earlier.epoch, warning__in=shared)
