"""How much sealed data one answer carries: so many bytes, however much is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Func
from django.http import HttpRequest
from django.utils.translation import gettext as _

from unsilenced.http.body import from_members
from unsilenced.http.fields import Uuid
from unsilenced.http.refusal import Refusal
from unsilenced.records.models import Record, RecordQuerySet

ROOM = 256 * 1024
"""Bytes of sealed bodies in one answer. The longest body alone is 32 bytes longer, and is sent all
the same."""


@dataclass(frozen=True)
class Page:
    """Some records in the requested order, and whether others follow."""

    records: tuple[Record, ...]
    more: bool


def page(records: RecordQuerySet, most: int, *, room: int = ROOM, least: int = 1) -> Page:
    """Return the first of `records`: at most `most`, and only while their bodies fit `room`.

    It returns at least `least` of them, whatever their size. It reads only the bodies that it
    returns.
    """
    sizes = records.values_list("pk", Func("body", function="octet_length"))
    taken, more = fitting(sizes[: most + 1], most, room=room, least=least)
    return Page(tuple(records.filter(pk__in=taken).prefetch_related("wraps")), more)


def fitting(
    sizes: Iterable[tuple[UUID, int]], most: int, *, room: int = ROOM, least: int = 1
) -> tuple[list[UUID], bool]:
    """Return the first identifiers whose bodies fit, as in `page`, and whether others follow."""
    found = list(sizes)
    taken: list[UUID] = []
    for pk, size in found[:most]:
        room -= size
        if room < 0 and len(taken) >= least:
            break
        taken.append(pk)
    return taken, len(taken) < len(found)


@dataclass(frozen=True)
class Before:
    """The record before which a page ends."""

    before: Uuid


def before_of(request: HttpRequest) -> UUID | None:
    """Return the record before which a page ends. Raises a 422 refusal for what names none."""
    before = request.GET.get("before")
    return None if before is None else from_members(Before, {"before": before}).before


def before_uid(records: RecordQuerySet, uid: UUID) -> RecordQuerySet:
    """Return those of a report's `records` that are older than the one of `uid`.

    Raises a 422 refusal if `uid` is not one of them.
    """
    place = records.filter(uid=uid).values_list("position", flat=True).first()
    if place is None:
        raise Refusal(
            422,
            "wrong-member",
            _("“%(name)s” must be a place from an earlier answer.") % {"name": "before"},
            field="before",
        )
    return records.filter(position__lt=place)
