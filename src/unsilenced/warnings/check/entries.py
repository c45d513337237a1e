"""Entering a warning's identifiers: one record for each, in every open epoch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.fields import Bytes, Objects, Text
from unsilenced.http.refusal import Refusal
from unsilenced.oblivious.combined import PLACE_SIZE
from unsilenced.oblivious.record import RECORD_SIZE
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.models import User
from unsilenced.reports import consent
from unsilenced.reports.models import Scope
from unsilenced.warnings.check.epochs import open_epochs
from unsilenced.warnings.locking import lock_standing
from unsilenced.warnings.models import ReleasedRecord, Warning
from unsilenced.warnings.shared import Entry

MOST_IDENTIFIERS = 20
"""Identifiers of one warning, at most; it has at least one."""

MOST_EPOCHS = 2
_EPOCH_LENGTH = 16


@dataclass(frozen=True)
class NewEntry:
    """A record as a caseworker's browser sealed it."""

    epoch: Annotated[str, Text(least=_EPOCH_LENGTH, most=_EPOCH_LENGTH)]
    place: Annotated[bytes, Bytes(size=PLACE_SIZE)]
    record: Annotated[bytes, Bytes(size=RECORD_SIZE)]


NewEntries = Annotated[tuple[NewEntry, ...], Objects(MOST_IDENTIFIERS * MOST_EPOCHS)]


@dataclass(frozen=True)
class MissingEntries:
    """The entries of the epochs in which a warning has none yet."""

    entries: NewEntries


def enter_first(warning: Warning, entries: Sequence[NewEntry]) -> None:
    """Store the entries of a warning that somebody approves: all of each open epoch.

    Raises refusals: 409 `epochs-changed`, 422 `wrong-entries`.
    """
    _store(warning, entries, {epoch.id for epoch in open_epochs()})


def enter_missing(warning: Warning, person: User, entries: Sequence[NewEntry]) -> None:
    """Store the entries of a standing warning for the open epochs in which it has none yet.

    The server cannot tell whether they match the draft, so it stores that `person` made them.

    Raises refusals: 401 for somebody who was removed in the meantime, 409 `no-consent`,
    `not-standing` and `epochs-changed`, 422 `wrong-entries`.
    """
    with transaction.atomic():
        consent.require(warning.report, Scope.WARN)
        enterer = lock_person(person)
        held = lock_standing(warning)
        known = Counter(Entry.objects.filter(warning=held).values_list("epoch", flat=True))
        wanted = {epoch.id for epoch in open_epochs()} - set(known)
        _store(held, entries, wanted, count=max(known.values()))
        held.entered_by, held.entered_on = enterer, timezone.localdate()
        held.save(update_fields=["entered_by", "entered_on"])


def missing(warnings: Iterable[Warning]) -> dict[UUID, list[str]]:
    """Return, for each warning, the open epochs in which it has no entries."""
    entered = defaultdict(set)
    pairs = Entry.objects.filter(warning__in=warnings).values_list("warning", "epoch").distinct()
    for warning, epoch in pairs:
        entered[warning].add(epoch)
    opened = [epoch.id for epoch in open_epochs()]
    return {
        warning.pk: [epoch for epoch in opened if epoch not in entered[warning.pk]]
        for warning in warnings
    }


def _store(
    warning: Warning, entries: Sequence[NewEntry], wanted: set[str], count: int | None = None
) -> None:
    counts = Counter(entry.epoch for entry in entries)
    if not wanted or set(counts) != wanted:
        raise _epochs_changed()
    if len(set(counts.values())) != 1 or not _fits(next(iter(counts.values())), count):
        raise _wrong_entries()
    if len({(entry.epoch, entry.place) for entry in entries}) != len(entries):
        raise _wrong_entries()
    if _is_known([entry.record for entry in entries]):
        raise _wrong_entries()
    Entry.objects.bulk_create(
        Entry(warning=warning, epoch=each.epoch, place=each.place, record=each.record)
        for each in entries
    )


def _is_known(records: Sequence[bytes]) -> bool:
    """Whether `records` holds one twice, or one that was entered or published before.

    Anybody can copy a record out of a release. Entered for another warning too, it would stay when
    consent to its own warning is withdrawn.
    """
    return (
        len(set(records)) != len(records)
        or Entry.objects.filter(record__in=records).exists()
        or ReleasedRecord.objects.filter(record__in=records).exists()
    )


def _fits(found: int, count: int | None) -> bool:
    return 1 <= found <= MOST_IDENTIFIERS if count is None else found == count


def _epochs_changed() -> Refusal:
    return Refusal(
        409,
        "epochs-changed",
        _("The keys of the check have changed or are not known here. Reload the page, try again."),
        field="entries",
    )


def _wrong_entries() -> Refusal:
    return Refusal(
        422,
        "wrong-entries",
        _("Each of 1 to 20 numbers or names goes in once. Reload the page and try again."),
        field="entries",
    )
