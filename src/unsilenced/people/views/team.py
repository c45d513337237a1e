"""Views of an organisation's keys and people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u, Done, Made, Nothing
from unsilenced.http.body import Empty, body
from unsilenced.http.fields import Objects, Uuid
from unsilenced.people import gate
from unsilenced.people.as_json import (
    Begun,
    NewInvitation,
    OpenInvitation,
    PersonNamed,
    new_invitation,
    open_invitation,
)
from unsilenced.people.keys import new_sheet, rotation
from unsilenced.people.keys.grants import NewGrant, current_key, give, held_by
from unsilenced.people.keys.key_fields import Envelope, NewKey, SheetInPlace
from unsilenced.people.keys.recovery import request_of
from unsilenced.people.models import CameIn, KeyGrant, User
from unsilenced.people.organisations import enrolment
from unsilenced.people.permissions import Permission
from unsilenced.people.views import recovery
from unsilenced.people.views.recovery import AboutWaiting
from unsilenced.sealing.b64u import to_b64u

MOST_GRANTS = 5_000
MOST_PEOPLE = 500


@dataclass(frozen=True)
class NewGrants:
    """Keys that somebody passes on."""

    grants: Annotated[tuple[NewGrant, ...], Objects(MOST_GRANTS)]


@dataclass(frozen=True)
class GrantOfNewKey:
    """A new key, sealed to somebody who stays."""

    user: Uuid
    envelope: Envelope


@dataclass(frozen=True)
class KeyOfThoseWhoStay(NewKey):
    """A new key, sealed to everybody who stays."""

    grants: Annotated[tuple[GrantOfNewKey, ...], Objects(MOST_PEOPLE, once="user")]


@dataclass(frozen=True)
class Replacement:
    """A new recovery sheet."""

    sheet: SheetInPlace


@dataclass(frozen=True)
class Removal(Replacement):
    """Who is removed, with the new key of those who stay and a new recovery sheet."""

    user: Uuid
    key: KeyOfThoseWhoStay


class OwnAccount(PersonNamed):
    """The account of who asks, with their private key under the passphrase."""

    salt: B64u
    public_key: B64u
    wrapped_private_key: B64u


class OwnOrganisation(TypedDict):
    """The organisation of who asks; `current` is its key, null before it is set up."""

    slug: str
    name: str
    current: UUID | None


class Grant(TypedDict):
    """A key of the organisation, sealed to who asks."""

    key: UUID
    public_key: B64u
    envelope: B64u


class OwnKeys(Begun):
    """What a person's browser unlocks with the passphrase. A page still open takes the token."""

    user: OwnAccount
    project: OwnOrganisation
    grants: list[Grant]


class Colleague(PersonNamed):
    """Somebody of the organisation, and which of its keys they hold."""

    public_key: B64u
    joined_on: dt.date
    keys: list[UUID]
    you: bool
    came_in: CameIn


class Team(AboutWaiting):
    """The people of an organisation, who waits with its sheet, and its open invitations."""

    members: list[Colleague]
    invitations: list[OpenInvitation]


@gate.call(Permission.ACCOUNT_OWN)
def keys(request: HttpRequest, person: User) -> Done[OwnKeys]:
    """Hand out what the person's browser unlocks with the passphrase."""
    current = current_key(person.organisation)
    return Done(
        {
            "user": {
                "id": person.pk,
                "name": person.name,
                "salt": to_b64u(person.salt),
                "public_key": to_b64u(person.public_key),
                "wrapped_private_key": to_b64u(person.wrapped_private_key),
            },
            "project": {
                "slug": person.organisation.slug,
                "name": person.organisation.name,
                "current": current.pk if current else None,
            },
            "grants": [_grant(grant) for grant in held_by(person)],
            "csrf": get_token(request),
        }
    )


@gate.call(Permission.PEOPLE_READ)
def team(request: HttpRequest, person: User) -> Done[Team]:
    """List the people of the organisation, the keys each holds, and the open invitations."""
    people = (
        person.organisation.people.active().prefetch_related("grants").order_by("joined_on", "name")
    )
    invitations = person.organisation.invitations.open().order_by("expires_on", "pk")
    return Done(
        {
            "members": [_member(one, person) for one in people],
            "recovery": recovery.as_colleagues_see(request_of(person.organisation)),
            "invitations": [open_invitation(one) for one in invitations],
        }
    )


@gate.call(Permission.PEOPLE_INVITE)
@body(Empty)
def invite(request: HttpRequest, person: User, _empty: Empty) -> Made[NewInvitation]:
    """Make an invitation."""
    token, invitation = enrolment.invite_colleague(person)
    return Made(new_invitation(token, invitation))


@gate.call(Permission.PEOPLE_INVITE)
def withdraw_invitation(request: HttpRequest, person: User, invitation: UUID) -> Done[Nothing]:
    """Withdraw an invitation."""
    withdrawn, _kinds = person.organisation.invitations.filter(pk=invitation).delete()
    if not withdrawn:
        raise Http404
    return Done({})


@gate.call(Permission.KEYS_GRANT)
@body(NewGrants)
def grant(request: HttpRequest, person: User, new: NewGrants) -> Done[Nothing]:
    """Pass keys on to people of the organisation."""
    give(person, new.grants)
    return Done({})


@gate.call(Permission.PEOPLE_REMOVE)
@body(Removal)
def remove(request: HttpRequest, person: User, removal: Removal) -> Done[Nothing]:
    """Remove a person, with a new key for those who stay and a new recovery sheet."""
    envelopes = {each.user: each.envelope for each in removal.key.grants}
    rotation.remove(person, removal.user, removal.key, envelopes, removal.sheet.new_sheet())
    return Done({})


@gate.call(Permission.SHEET_REPLACE)
@body(Replacement)
def replace_sheet(request: HttpRequest, person: User, new: Replacement) -> Done[Nothing]:
    """Put a new recovery sheet in the place of the present one."""
    new_sheet.replace(person, new.sheet.new_sheet())
    return Done({})


def _grant(grant: KeyGrant) -> Grant:
    return {
        "key": grant.key_id,
        "public_key": to_b64u(grant.key.public_key),
        "envelope": to_b64u(grant.envelope),
    }


def _member(one: User, person: User) -> Colleague:
    return {
        "id": one.pk,
        "name": one.name,
        "public_key": to_b64u(one.public_key),
        "joined_on": one.joined_on,
        "keys": [grant.key_id for grant in one.grants.all()],
        "you": one.pk == person.pk,
        "came_in": CameIn(one.came_in),
    }
