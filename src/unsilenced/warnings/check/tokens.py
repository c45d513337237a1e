"""Issuing a day's tokens to members and caseworkers: a fixed number to each, and only once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.evaluator import issuing
from unsilenced.http.refusal import Refusal
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.evaluator import Evaluation
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.members import sessions
from unsilenced.people.models import Member, User
from unsilenced.process.utc_day import utc_today
from unsilenced.warnings.check import token_quota
from unsilenced.warnings.models import CaseworkerTokens, MemberTokens


@dataclass(frozen=True)
class Issued:
    """Tokens of a day (UTC), still blinded, and the key that verifies the proof.

    `again` tells that they were issued before: some may be spent.
    """

    day: dt.date
    evaluation: Evaluation
    public_key: bytes
    again: bool


def issue_to_member(member: Member, blinded: Sequence[bytes]) -> Issued:
    """Issue the tokens of the day; for the same `blinded` again, issue the same tokens again.

    Raises refusals: 401 for a member who left in the meantime, 409 `tokens-issued` and
    `project-tokens-issued`, 422 `wrong-element`.
    """
    day = utc_today()
    with transaction.atomic():
        project = token_quota.lock_project(member.organisation_id)
        held = sessions.lock_member(member)
        kept, made = MemberTokens.objects.get_or_create(
            member=held, day=day, defaults={"asked_hash": _hash(blinded)}
        )
        if made:
            token_quota.count_one(project, day)
        return _issue(day, blinded, None if made else bytes(kept.asked_hash))


def issue_to_caseworker(person: User, batch: int, blinded: Sequence[bytes]) -> Issued:
    """Issue one batch of the day, as `issue_to_member` does."""
    day = utc_today()
    with transaction.atomic():
        token_quota.lock_project(person.organisation_id)
        held = lock_person(person)
        token_quota.require_one_for(held, day)
        kept, made = CaseworkerTokens.objects.get_or_create(
            user=held, day=day, batch=batch, defaults={"asked_hash": _hash(blinded)}
        )
        return _issue(day, blinded, None if made else bytes(kept.asked_hash))


def forget_issued() -> None:
    """Forget who got tokens on days before the present one (UTC)."""
    today = utc_today()
    MemberTokens.objects.filter(day__lt=today).delete()
    CaseworkerTokens.objects.filter(day__lt=today).delete()
    token_quota.forget_before(today)


def _hash(blinded: Sequence[bytes]) -> bytes:
    return sha256(b"".join(blinded)).digest()


def _issue(day: dt.date, blinded: Sequence[bytes], asked_before: bytes | None) -> Issued:
    if asked_before not in {None, _hash(blinded)}:
        raise Refusal(
            409,
            "tokens-issued",
            _("You have been given your checks for today. There will be more tomorrow."),
            field="blinded",
        )
    try:
        evaluation = issuing.issue(day, blinded)
    except CheckError as error:
        message = _("The browser sent something we could not read. Go back and try again.")
        raise Refusal(422, error.code, message, field="blinded") from None
    again = asked_before is not None
    return Issued(day, evaluation, issuing.token_public_key(day), again)
