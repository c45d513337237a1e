"""Publishing: making the day's release of what may be shared now, and having it logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from unsilenced.process.utc_day import utc_today
from unsilenced.warnings import push
from unsilenced.warnings.approval import sharing
from unsilenced.warnings.approval.ending import end_due
from unsilenced.warnings.check.epochs import Epoch, open_epochs
from unsilenced.warnings.models import Release, State, Warning
from unsilenced.warnings.releases import keeping, key_holder_site, known_keys
from unsilenced.warnings.releases.building import (
    Contents,
    Following,
    build,
    following,
    manifest_of,
)
from unsilenced.warnings.releases.standing import lay_out, undo_from, with_records
from unsilenced.warnings.shared import Entry, ReleasedWarning

_LOCK = 0x52454C45
"""The advisory lock of PostgreSQL that allows only one release to be made at a time."""


class ReleaseError(Exception):
    """A release that cannot be made; the message says why, and what to do."""


def publish() -> Release:
    """Make a release of all that may be shared now, and have the key holder log it.

    Raises ReleaseError, and KeyHolderError: then members keep the release that they have, without
    the warnings that are due. Those end whether or not the key holder answers.
    """
    _end_due()
    known_keys.refresh()
    # Check this before the waiting releases are logged: browsers refuse a release if the log is
    # ahead of it.
    _epoch()
    return log_with_earlier(lambda: _made(following))


def publish_after_restore() -> Release:
    """Publish as the next release of the key holder's log, which has some that are lost here.

    Releases that wait for the log are given up: others have taken their numbers. Raises
    ReleaseError if nothing is lost, and as `publish` does.
    """
    known_keys.refresh()
    last = key_holder_site.last_entry()
    kept = Release.objects.current()
    if last is None or (kept is not None and kept.number >= last.number):
        raise ReleaseError("The key holder has logged nothing that is not known here.")
    Release.objects.filter(entry=None).delete()

    def after() -> Following:
        return replace(following(), number=last.number + 1, previous=last.release)

    return log_with_earlier(lambda: _made(after))


def one_at_a_time() -> None:
    """Wait until no other release is being made, and block others until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def log_with_earlier(make: Callable[[], Release]) -> Release:
    """Make a release and have it logged, after those that the key holder has not yet logged.

    While the key holder refuses one that waits, no other is made: otherwise each hour would leave
    another whole release behind. All of them are shown as logged at once. An earlier one may
    contain what may no longer be shared, so it must never be the present one.
    """
    before = Release.objects.current()
    _logged(_waiting())
    made = make()
    _show(_logged(_waiting()))
    with transaction.atomic():
        one_at_a_time()
        keeping.forget_old(made.number)
    if _has_news(before, made):
        push.send_all()
    return made


def _waiting() -> list[Release]:
    return list(Release.objects.filter(entry=None).order_by("number"))


def _logged(releases: list[Release]) -> list[Release]:
    """Have the key holder log `releases`, each after the one before; they are not stored.

    If one can never be logged, it is given up: otherwise it would stop all later ones for good.
    """
    for release in releases:
        try:
            logged = key_holder_site.log(manifest_of(release), bytes(release.signature))
        except key_holder_site.NeverLogged:
            _give_up(release.number)
            raise
        release.entry, release.entry_signature = logged.entry, logged.signature
    return releases


def _give_up(number: int) -> None:
    """Forget the releases that wait from `number` on, as if they had never been made."""
    with transaction.atomic():
        one_at_a_time()
        Release.objects.filter(entry=None, number__gte=number).delete()
        undo_from(number)


def _show(releases: list[Release]) -> None:
    """Store that `releases` are logged. Members see the last one, and its warnings are published.

    Nobody has seen a new warning whose consent ended before this, so members are not told that it
    was taken down.
    """
    with transaction.atomic():
        Release.objects.bulk_update(releases, ["entry", "entry_signature"])
        present = Release.objects.current()
        if present is not None:
            # This asks about each row itself. If PostgreSQL had to wait for a row, it looks at that
            # row again; with a join it would use the state from before.
            released = ReleasedWarning.objects.filter(release=present).values("warning")
            seen = Warning.objects.filter(state=State.APPROVED, pk__in=released)
            sharing.shareable(seen).update(state=State.LIVE, published_on=present.day)


def _end_due() -> None:
    """End what is due, in a transaction of its own: no later failure can undo it."""
    with transaction.atomic():
        one_at_a_time()
        end_due(utc_today())


def _has_news(before: Release | None, made: Release) -> bool:
    shown = b"[]" if before is None else bytes(before.text_hashes)
    return shown != bytes(made.text_hashes)


def _made(follow: Callable[[], Following]) -> Release:
    with transaction.atomic():
        one_at_a_time()
        sharing.lock_all(Warning.objects.all())
        day = utc_today()
        end_due(day)
        after = follow()
        epoch = _epoch()
        wanted = sharing.entries(epoch.id)
        layout = lay_out(after.number, epoch.id, wanted, "pk", after.layout)
        # Leave out warnings that were approved since: somebody who checks their numbers would not
        # find them in this list.
        warnings = sharing.canonical(with_records(epoch.id), day)
        return build(after, day, Contents(epoch, layout, warnings))


def _epoch() -> Epoch:
    """Choose the epoch: during a rotation the coming one, as soon as all warnings are in it.

    Never choose one that lacks a warning: members would be told that there is nothing.
    """
    opened = open_epochs()
    if not opened:
        raise ReleaseError("The keys of the key holder are not known. Set KEYHOLDER_URL.")
    whole = next((epoch for epoch in reversed(opened) if not behind(epoch)), None)
    if whole is None:
        raise ReleaseError(
            f"The keys have changed. Not under the new ones yet: {behind(opened[0])} of the "
            "warnings. Caseworkers put them there on their page. Members keep the last release."
        )
    return whole


def behind(epoch: Epoch) -> int:
    """Return how many warnings that may be shared are not entered in `epoch`."""
    # Ask about each warning by itself: PostgreSQL would go through a list of all entries once more
    # for each warning.
    entered = Entry.objects.filter(epoch=epoch.id, warning=OuterRef("pk")).values("pk")
    return sharing.shareable(Warning.objects.all()).filter(~Exists(entered)).count()
