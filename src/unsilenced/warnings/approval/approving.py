"""Approving a warning: from here on it may be shared."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.models import User
from unsilenced.reports import consent, places
from unsilenced.reports.models import Scope
from unsilenced.warnings import days
from unsilenced.warnings.approval import four_eyes
from unsilenced.warnings.check.entries import NewEntry, enter_first, read_entries
from unsilenced.warnings.locking import lock_draft
from unsilenced.warnings.models import (
    MOST_TEXT,
    State,
    Warning,
    WarningKind,
)

MOST_AREAS = 40
"""Areas of a warning: browsers read no more (docs/http.md)."""
MOST_TEXTS = 10
LONGEST_LANGUAGE = 10
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?\Z")
"""The code of a language (BCP 47: language, script, region), in lower case, as browsers name it."""

_HASH_SIZE = 32


@dataclass(frozen=True)
class Approval:
    """What the approver's browser opened from the draft, and the entries that it made.

    `draft` is SHA-256 of the sealed body that was read; `texts` are by language.
    """

    draft: bytes
    kind: str
    areas: tuple[str, ...]
    month_from: dt.date
    month_to: dt.date
    original: str
    texts: dict[str, str]
    review_on: dt.date
    entries: tuple[NewEntry, ...]


def read_approval(members: JsonObject) -> Approval:
    """Read the members of a call (docs/http.md). Raises a 422 refusal that names the wrong one."""
    month_from, month_to = days.months(members)
    original, texts = _texts(members)
    return Approval(
        draft=members.bytes("draft", size=_HASH_SIZE),
        kind=members.choice("kind", WarningKind.values),
        areas=_areas(members),
        month_from=month_from,
        month_to=month_to,
        original=original,
        texts=texts,
        review_on=days.review_day(members),
        entries=read_entries(members),
    )


def approve(warning: Warning, person: User, approval: Approval) -> None:
    """Approve a draft: the next release may publish it.

    Raises refusals: 403 `four-eyes`, 404 for a report deleted meanwhile, 409 `no-consent`,
    `not-a-draft`, `draft-changed` and `epochs-changed`, 422 `wrong-entries`.
    """
    with transaction.atomic():
        consent.require(warning.report, Scope.WARN)
        approver = lock_person(person)
        held = lock_draft(warning)
        _refuse_another_draft(held, approval)
        _refuse_two_eyes(held, approver)
        _fill(held, approver, approval)
        enter_first(held, approval.entries)


def _fill(warning: Warning, approver: User, approval: Approval) -> None:
    warning.state = State.APPROVED
    warning.approved_by = approver
    warning.four_eyes = warning.composed_by_id != approver.pk
    warning.kind = approval.kind
    warning.areas = list(approval.areas)
    warning.month_from, warning.month_to = approval.month_from, approval.month_to
    warning.original, warning.texts = approval.original, approval.texts
    warning.review_on = approval.review_on
    warning.save()


def _refuse_another_draft(warning: Warning, approval: Approval) -> None:
    if sha256(bytes(warning.body or b"")).digest() != approval.draft:
        raise Refusal(
            409,
            "draft-changed",
            _("Somebody has changed this draft meanwhile. Reload the page and read it again."),
            field="draft",
        )


def _refuse_two_eyes(warning: Warning, approver: User) -> None:
    if warning.composed_by_id == approver.pk and four_eyes.required(warning.project):
        raise Refusal(
            403,
            "four-eyes",
            _("You wrote this warning, so a colleague must look at it and approve it."),
        )


def _areas(members: JsonObject) -> tuple[str, ...]:
    areas = members.choices("areas", places.areas())
    if not areas:
        raise _wrong("areas", _("Choose at least one area."))
    if len(areas) > MOST_AREAS:
        raise _wrong("areas", _("There can be 40 areas. Choose fewer."))
    return areas


def _texts(members: JsonObject) -> tuple[str, dict[str, str]]:
    inside = members.object("texts")
    languages = list(inside.values)
    if len(languages) > MOST_TEXTS or not all(map(_is_language, languages)):
        raise _wrong("texts", _("A text has a language that we do not know."))
    texts = {language: inside.text(language, most=MOST_TEXT) for language in languages}
    original = members.text("original", most=LONGEST_LANGUAGE)
    if original not in texts:
        raise _wrong("original", _("Write the text in the language that you chose for it."))
    return original, texts


def _is_language(code: str) -> bool:
    return len(code) <= LONGEST_LANGUAGE and LANGUAGE.match(code) is not None


def _wrong(field: str, message: str) -> Refusal:
    return Refusal(422, "wrong-member", message, field=field)
