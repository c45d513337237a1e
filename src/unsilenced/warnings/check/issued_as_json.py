"""Reading and answering the calls that issue tokens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from unsilenced.evaluator.calls import Evaluated, evaluation_as_json
from unsilenced.http.answer import B64u
from unsilenced.http.fields import ByteStrings, Number
from unsilenced.oblivious.tokens import CASEWORKER_BATCH, CASEWORKER_BATCHES, MEMBER_BATCH
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.check.tokens import Issued


@dataclass(frozen=True)
class MembersNonces:
    """The blinded nonces of a member's day."""

    blinded: Annotated[tuple[bytes, ...], ByteStrings(MEMBER_BATCH, MEMBER_BATCH)]


@dataclass(frozen=True)
class CaseworkersNonces:
    """The blinded nonces of one batch of a caseworker's day."""

    batch: Annotated[int, Number(0, CASEWORKER_BATCHES - 1)]
    blinded: Annotated[tuple[bytes, ...], ByteStrings(CASEWORKER_BATCH, CASEWORKER_BATCH)]


class IssuedTokens(Evaluated):
    """A day's tokens, still blinded.

    `again` says that they were issued before, so that some may be spent.
    """

    day: dt.date
    public_key: B64u
    again: bool


def issued_as_json(issued: Issued) -> IssuedTokens:
    """Return the members of the answer that hand out a day's tokens."""
    return {
        "day": issued.day,
        **evaluation_as_json(issued.evaluation),
        "public_key": to_b64u(issued.public_key),
        "again": issued.again,
    }
