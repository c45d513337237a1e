"""A brake on guessing receipts that stores nothing about the person and locks nobody out.

Failed look-ups, and reports that are sent with words in use, are counted for everybody together,
for the present minute only. Past a threshold, each look-up and each report sent in the rest of that
minute must bring a proof of work first, whether its words are right or wrong: a nonce such that
SHA-256(challenge || " " || nonce) starts with so many zero bits.

A challenge is signed for one look-up hash and for ten minutes. So a solution works for one receipt
only: nobody can make it in advance or spend it on another guess. It may be sent again with each
call of the same visit.

It stops one machine from trying receipts as fast as the network carries them, and it makes a right
answer and a wrong one cost the same. It does not stop somebody with many machines: the 77 bits of a
receipt and its Argon2id do that. Somebody who fails often on purpose can make everybody solve
puzzles, which takes some seconds on an old phone, but cannot keep anybody out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.reports.models import FailedLookups

THRESHOLD = 60
"""Failed look-ups a minute, of everybody together, after which calls need a proof."""

BITS = 16
"""Zero bits of a proof: 65,536 tries on average."""

LIFE = 600
"""Seconds for which a challenge is valid."""

_LONGEST = 200


@dataclass(frozen=True)
class Proof:
    """A solved challenge."""

    challenge: str
    nonce: str

    @classmethod
    def parse(cls, header: str) -> Self | None:
        """Read `CHALLENGE NONCE`; anything else is no proof."""
        challenge, space, nonce = header.partition(" ")
        if not space or not header.isascii() or len(header) > _LONGEST:
            return None
        return cls(challenge, nonce)

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """Read the proof that a call carries."""
        return cls.parse(request.headers.get("Puzzle", ""))

    @property
    def works(self) -> bool:
        """Whether the work was done."""
        digest = sha256(f"{self.challenge} {self.nonce}".encode("ascii")).digest()
        return int.from_bytes(digest, "big") >> (len(digest) * 8 - BITS) == 0


def brake(bound_to: bytes, proof: Proof | None) -> None:
    """Raise a 429 refusal with a puzzle if many look-ups have failed and `proof` is not valid.

    A solution is valid only for `bound_to`: the look-up hash, and the identifier of a report that
    is sent with it.
    """
    if FailedLookups.objects.of(_minute()) >= THRESHOLD:
        told = _("Many wrong words were tried just now. Please wait a minute and try again.")
        refuse_unless_solved(bound_to, proof, told)


def refuse_unless_solved(bound_to: bytes, proof: Proof | None, told: str) -> None:
    """Raise a 429 refusal that says `told`, with a puzzle, unless `proof` fits `bound_to`."""
    if not _holds(proof, bound_to):
        puzzle = {"challenge": _signer(bound_to).sign("1"), "bits": BITS}
        raise Refusal(429, "puzzle", told, more={"puzzle": puzzle})


def count_failure() -> None:
    """Count a failed look-up, without storing whose it was."""
    FailedLookups.objects.add_one(_minute())


def forget_past_minutes() -> None:
    """Remove counts of past minutes, which otherwise stay until the next failure."""
    FailedLookups.objects.before(_minute()).delete()


def _minute() -> int:
    return int(time.time() // 60)


def _signer(bound_to: bytes) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"unsilenced.guessing.{bound_to.hex()}")


def _holds(proof: Proof | None, bound_to: bytes) -> bool:
    if proof is None or not proof.works:
        return False
    try:
        _signer(bound_to).unsign(proof.challenge, max_age=LIFE)
    except signing.BadSignature:
        return False
    return True
