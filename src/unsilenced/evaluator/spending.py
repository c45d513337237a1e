"""Spending tokens: each once, on one element under one key; all tokens of a request or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from django.db import connection, transaction
from django.utils.translation import gettext as _
from typing_extensions import override

from unsilenced.evaluator.models import SpentToken
from unsilenced.http.fields import DAY_SCHEMA, Bytes, JsonSchema, Read, Text, iso_day
from unsilenced.http.refusal import Refusal
from unsilenced.oblivious.tokens import MAC_SIZE, NONCE_SIZE
from unsilenced.process.utc_day import utc_day

GRACE = dt.timedelta(minutes=10)
"""How long tokens stay valid after their day."""

_DAY_LENGTH = len("2026-11-24")

# The rows that are there already with the same use count too: a lost answer costs nothing.
_SPEND = """
INSERT INTO evaluating_spenttoken AS spent (day, nonce, use)
SELECT * FROM unnest(%s::date[], %s::bytea[], %s::bytea[])
ON CONFLICT (day, nonce) DO UPDATE SET use = spent.use WHERE spent.use = excluded.use
"""


class _TokenDay(Read):
    """The day of a token. One that is none is refused as one that is past."""

    @override
    def words(self, name: str) -> str:
        return Text(most=_DAY_LENGTH).words(name)

    @override
    def read(self, value: str) -> dt.date:
        try:
            return iso_day(value)
        except ValueError:
            raise wrong_day() from None

    @override
    def schema(self) -> JsonSchema:
        return DAY_SCHEMA


@dataclass(frozen=True, order=True)
class Token:
    """A token that somebody wants to spend, not yet found genuine."""

    day: Annotated[dt.date, _TokenDay()]
    nonce: Annotated[bytes, Bytes(size=NONCE_SIZE)]
    mac: Annotated[bytes, Bytes(size=MAC_SIZE)]


def wrong_day() -> Refusal:
    """A refusal for a token of another day."""
    return Refusal(
        422,
        "token-day",
        _("A new day has begun for checks. Reload the page to go on."),
        field="tokens",
    )


def days_that_hold(now: dt.datetime) -> frozenset[dt.date]:
    """Return the days (UTC) whose tokens can be spent at `now`."""
    return frozenset(utc_day(each) for each in (now, now - GRACE))


def spend(tokens: Sequence[Token], key_id: str, elements: Sequence[bytes]) -> None:
    """Spend each token on the element at its place.

    Raises a 409 refusal if one of them was spent on something else; then it spends none.
    """
    # In the same order everywhere, so that two requests with the same tokens never deadlock.
    rows = sorted(
        (token.day, token.nonce, _use(key_id, element))
        for token, element in zip(tokens, elements, strict=True)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SPEND, [list(column) for column in zip(*rows, strict=True)])
        if cursor.rowcount != len(rows):
            raise Refusal(
                409, "token-spent", _("This check was counted already. Reload the page to go on.")
            )


def forget_past_days(now: dt.datetime) -> None:
    """Remove the tokens of past days: those are refused because of their day."""
    SpentToken.objects.filter(day__lt=min(days_that_hold(now))).delete()


def _use(key_id: str, element: bytes) -> bytes:
    return sha256(key_id.encode("ascii") + element).digest()
