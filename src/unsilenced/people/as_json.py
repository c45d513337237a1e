"""What several calls of the desk and of members answer, each described once (docs/http.md)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from typing_extensions import TypedDict

from unsilenced.http.answer import B64u
from unsilenced.people.models import Invitation, MemberInvitation
from unsilenced.sealing.b64u import to_b64u


class PersonNamed(TypedDict):
    """Somebody of an organisation."""

    id: UUID
    name: str


class Salted(TypedDict):
    """The salt of a passphrase; an invented one for a name that nobody has."""

    salt: B64u


class Begun(TypedDict):
    """A session has begun: its token."""

    csrf: str


class Inviting(TypedDict):
    """The organisation that an invitation leads to."""

    project: str


class OpenInvitation(TypedDict):
    """An invitation that nobody has used yet, and its last day."""

    id: UUID
    expires_on: dt.date


class NewInvitation(OpenInvitation):
    """An invitation that was made, with the token of its link: it is told this once."""

    token: B64u


def open_invitation(invitation: Invitation | MemberInvitation) -> OpenInvitation:
    """Return an invitation as the desk lists it."""
    return {"id": invitation.pk, "expires_on": invitation.expires_on}


def new_invitation(token: bytes, invitation: Invitation | MemberInvitation) -> NewInvitation:
    """Return an invitation that has just been made."""
    return {**open_invitation(invitation), "token": to_b64u(token)}
