"""A link that lets one person in, once: its token, and how long it lasts."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.fields import Bytes
from unsilenced.http.refusal import Refusal

TOKEN_SIZE = 32
"""Bytes of a token."""

LIFE = dt.timedelta(days=14)

Token = Annotated[bytes, Bytes(size=TOKEN_SIZE)]


@dataclass(frozen=True)
class Invited:
    """What somebody shows who has a link: its token."""

    token: Token


def draw_token() -> bytes:
    """Draw the token of one link; only its hash is stored."""
    return secrets.token_bytes(TOKEN_SIZE)


def hash_of(token: bytes) -> bytes:
    """Return what is stored of a token."""
    return sha256(token).digest()


def expires_on() -> dt.date:
    """Return the last day of a link that is made today."""
    return timezone.localdate() + LIFE


def no_such_invitation() -> Refusal:
    """A refusal for a link that is unknown, used or expired."""
    message = _("This link was used or has expired. Ask who invited you for a new one.")
    return Refusal(404, "no-such-invitation", message)
