"""Approving a warning: after this it may be shared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema
from typing_extensions import override

from unsilenced.http.fields import Bytes, JsonSchema, Member, OneOf, Read, Text, Unfit
from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.models import User
from unsilenced.records.models import Record
from unsilenced.reports import consent, places
from unsilenced.reports.models import Scope
from unsilenced.warnings import days
from unsilenced.warnings.approval import four_eyes
from unsilenced.warnings.check.entries import NewEntries, enter_first
from unsilenced.warnings.locking import lock_draft
from unsilenced.warnings.models import (
    MOST_TEXT,
    State,
    Warning,
    WarningKind,
)

MOST_AREAS = 40
"""Areas of a warning, at most: browsers read no more (docs/http.md)."""
MOST_TEXTS = 10
LONGEST_LANGUAGE = 10
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?\Z")
"""The code of a language (BCP 47: language, script, region), in lower case, as browsers name it."""

_HASH_SIZE = 32


class _Areas(Read):
    """Some areas of the site's place list, each once."""

    taken = list

    @override
    def words(self, name: str) -> str:
        return _("“%(name)s” must be a list of some of: %(choices)s.") % {
            "name": name,
            "choices": ", ".join(places.areas()),
        }

    @override
    def read(self, value: list[Any]) -> tuple[str, ...]:
        if not all(isinstance(each, str) for each in value):
            raise ValueError
        if not set(value) <= set(places.areas()) or len(set(value)) != len(value):
            raise ValueError
        if not value:
            raise Unfit(lambda _name: _("Choose at least one area."))
        if len(value) > MOST_AREAS:
            raise Unfit(lambda _name: _("There can be 40 areas. Choose fewer."))
        return tuple(value)

    @override
    def schema(self) -> JsonSchema:
        each = {"type": "string"}
        return {"type": "array", "items": each, "minItems": 1, "maxItems": MOST_AREAS}


class _Language(Read):
    """The code of a language."""

    @override
    def words(self, name: str) -> str:
        return _unknown_language()

    @override
    def read(self, value: str) -> str:
        if not _is_language(value):
            raise ValueError
        return value

    @override
    def schema(self) -> JsonSchema:
        pattern = LANGUAGE.pattern.removesuffix(r"\Z")
        return {"type": "string", "pattern": f"^{pattern}$", "maxLength": LONGEST_LANGUAGE}


class _Texts(Member):
    """A warning's text by language."""

    @override
    def words(self, name: str) -> str:
        return _unknown_language()

    @override
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return {**handler(source), "max_length": MOST_TEXTS}


@dataclass(frozen=True)
class Approval:
    """What the approver's browser opened from the draft, and the entries that it made.

    `draft` is SHA-256 of the sealed body that was read; `texts` are by language.
    """

    draft: Annotated[bytes, Bytes(size=_HASH_SIZE)]
    kind: Annotated[WarningKind, OneOf(WarningKind)]
    areas: Annotated[tuple[str, ...], _Areas()]
    months: days.Months
    original: Annotated[str, Text(most=LONGEST_LANGUAGE)]
    texts: Annotated[
        dict[Annotated[str, _Language()], Annotated[str, Text(most=MOST_TEXT)]], _Texts()
    ]
    review_on: days.ReviewDay
    entries: NewEntries

    def __post_init__(self) -> None:
        """Raise a 422 refusal if the original is not one of the texts."""
        _refuse_other_original(self)


def _refuse_other_original(approval: Approval) -> None:
    if approval.original not in approval.texts:
        message = _("Write the text in the language that you chose for it.")
        raise Refusal(422, "wrong-member", message, field="original")


def approve(warning: Warning, person: User, approval: Approval) -> None:
    """Approve a draft: the next release may publish it.

    Raises refusals: 403 `four-eyes`, 404 for a report that was deleted in the meantime, 409
    `no-consent`, `not-a-draft`, `draft-changed` and `epochs-changed`, 422 `wrong-entries`.
    """
    with transaction.atomic():
        consent.require(warning.report, Scope.WARN)
        approver = lock_person(person)
        held, draft = lock_draft(warning)
        _refuse_another_draft(draft, approval)
        _refuse_two_eyes(held, approver)
        _fill(held, approver, approval)
        enter_first(held, approval.entries)


def _fill(warning: Warning, approver: User, approval: Approval) -> None:
    warning.state = State.APPROVED
    warning.approved_by = approver
    warning.four_eyes = warning.composed_by_id != approver.pk
    warning.kind = approval.kind.value
    warning.areas = list(approval.areas)
    warning.month_from, warning.month_to = approval.months
    warning.original, warning.texts = approval.original, approval.texts
    warning.review_on = approval.review_on
    warning.save()


def _refuse_another_draft(draft: Record, approval: Approval) -> None:
    if sha256(bytes(draft.body)).digest() != approval.draft:
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


def _unknown_language() -> str:
    return _("A text has a language that we do not know.")


def _is_language(code: str) -> bool:
    return len(code) <= LONGEST_LANGUAGE and LANGUAGE.match(code) is not None
