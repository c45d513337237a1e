"""A release as members' feed needs one: what is approved is live, and vouched for."""

from django.utils import timezone

from unsilenced.oblivious.texts import texts_of
from unsilenced.warnings.approval import sharing
from unsilenced.warnings.approval.ending import end_due
from unsilenced.warnings.models import Release, State, Warning
from unsilenced.warnings.shared import ReleasedWarning


def release():
    """Publish all that may be shared now; return the release."""
    today = timezone.localdate()
    end_due(today)
    ready = sharing.shareable(Warning.objects.all())
    for warning in ready:
        warning.published_on = warning.published_on or today
        warning.state = State.LIVE
        warning.save()
    shared = list(sharing.canonical(Warning.objects.all(), today))
    made = Release.objects.create(
        number=Release.objects.count() + 1,
        day=today,
        epoch="00" * 8,
        manifest=b"{}",
        signature=bytes(64),
        text_hashes=texts_of({one.warning.reference: one.canonical for one in shared}),
        entry=b"{}",
        entry_signature=bytes(64),
    )
    ReleasedWarning.objects.bulk_create(
        ReleasedWarning(release=made, warning=one.warning, canonical=one.canonical)
        for one in shared
    )
    return made
