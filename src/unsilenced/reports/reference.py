"""What people call a report: a few letters and digits that tell nothing about other reports."""

from __future__ import annotations

from uuid import UUID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: none of its letters looks like a digit."""

_UID_BITS = 128
_BITS = 5
_MASK = (1 << _BITS) - 1
_LETTERS = 8
_HALF = 4


def reference_of(uid: UUID) -> str:
    """Return the first 40 bits of `uid`, such as "K7QP-3M2D".

    The writer's browser draws the uid at random, so two reports of a project almost never share a
    reference; calls name a report by its uid.
    """
    first = uid.int >> (_UID_BITS - _BITS * _LETTERS)
    letters = [_ALPHABET[first >> _BITS * place & _MASK] for place in reversed(range(_LETTERS))]
    return "".join(letters[:_HALF]) + "-" + "".join(letters[_HALF:])
