"""Publishing: the day's release, from what may be shared now to the key holder's log."""

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
"""Of PostgreSQL's advisory locks, the one that lets one release at a time be made."""


class ReleaseError(Exception):
    """A release that cannot be made; the message says why, and what to do."""


def publish() -> Release:
    """Make a release of all that may be shared now, and have the key holder log it.

    Raises ReleaseError, and KeyHolderError: then members keep the release that they have, but for
    what is due, which ends whether or not the key holder answers.
    """
    _end_due()
    known_keys.refresh()
    # Asked before what waits is logged: browsers refuse a release that the log is ahead of.
    _epoch()
    return log_with_earlier(lambda: _made(following))


def publish_after_restore() -> Release:
    """Publish as the next release of the key holder's log, which knows some that are lost here.

    Releases that wait for the log are given up: others have taken their numbers. Raises
    ReleaseError where nothing is lost, and as `publish` does.
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
    """Wait until no other release is being made, then hold them up until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def log_with_earlier(make: Callable[[], Release]) -> Release:
    """Make a release and have it logged, after those that the key holder has not yet logged.

    Nothing is made while it refuses one that waits: each hour would leave another whole release
    behind. All of them are shown as logged at once. An earlier one holds what may no longer be
    shared by now, so it must never be the present one.
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

    One that can never be logged is given up: it would stop all that follow for good.
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
    """Store that `releases` are logged: the last is what members see, and its warnings with it.

    One that is no longer agreed to nobody has seen: so nobody is told that it was taken back.
    """
    with transaction.atomic():
        Release.objects.bulk_update(releases, ["entry", "entry_signature"])
        present = Release.objects.current()
        if present is not None:
            # Asked of each row itself, which PostgreSQL looks at again if it had to wait for it:
            # with a join it would go by what was so before.
            released = ReleasedWarning.objects.filter(release=present).values("warning")
            seen = Warning.objects.filter(state=State.APPROVED, pk__in=released)
            sharing.shareable(seen).update(state=State.LIVE, published_on=present.day)


def _end_due() -> None:
    """End what is due, in a transaction of its own: nothing that fails afterwards undoes it."""
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
        # Not what was approved since: nobody who checks its numbers would find it in this list.
        warnings = sharing.canonical(with_records(epoch.id), day)
        return build(after, day, Contents(epoch, layout, warnings))


def _epoch() -> Epoch:
    """Choose the epoch: during a rotation the coming one, as soon as all warnings are in it.

    One that lacks a warning is never chosen: members would be told that there is nothing.
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
    # Asked of each warning by itself: a list of all entries is gone through once more for each one.
    entered = Entry.objects.filter(epoch=epoch.id, warning=OuterRef("pk")).values("pk")
    return sharing.shareable(Warning.objects.all()).filter(~Exists(entered)).count()
