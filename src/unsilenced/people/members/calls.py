"""The calls of members about their own account."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import path
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u, Done, Made, Nothing
from unsilenced.http.body import Empty, body
from unsilenced.people import gate
from unsilenced.people.as_json import Begun, Inviting, Salted
from unsilenced.people.keys.key_fields import Name, NewMember, NewPassphrase, Secret, Settings
from unsilenced.people.members import accounts, invitations, joining, log_in, removal, sessions
from unsilenced.people.models import Member
from unsilenced.people.organisations.link import Invited
from unsilenced.people.separation import in_steps
from unsilenced.sealing.b64u import to_b64u


@dataclass(frozen=True)
class Joining(NewMember, Invited):
    """Somebody who becomes a member by invitation."""


@dataclass(frozen=True)
class Pseudonym:
    """Whose salt is asked for."""

    pseudonym: Name


@dataclass(frozen=True)
class MemberLogIn(Pseudonym):
    """A pseudonym and the log-in secret of its passphrase."""

    secret: Secret


@dataclass(frozen=True)
class NewSettings:
    """A member's settings."""

    settings: Settings


class OwnMember(TypedDict):
    """The account of the member who asks, with their private key under the passphrase."""

    id: UUID
    pseudonym: str
    salt: B64u
    public_key: B64u
    wrapped_private_key: B64u


class MembersAccount(Begun):
    """What a member's browser unlocks with the passphrase, and their sealed settings."""

    member: OwnMember
    project: str
    settings: B64u


@gate.anonymous
@body(Invited)
def invitation(request: HttpRequest, invited: Invited) -> Done[Inviting]:
    """Tell which project an invitation leads to."""
    found = invitations.invitation_of(invited.token)
    return Done({"project": found.organisation.name})


@gate.anonymous
@body(Joining)
def join(request: HttpRequest, new: Joining) -> Made[Begun]:
    """Become a member."""
    with transaction.atomic():
        csrf = sessions.begin(request, joining.join(new.token, new))
    return Made({"csrf": csrf})


@gate.anonymous
@body(Pseudonym)
def salt(request: HttpRequest, asked: Pseudonym) -> Done[Salted]:
    """Tell the salt of a passphrase."""
    return Done({"salt": to_b64u(log_in.salt_of(asked.pseudonym))})


@gate.anonymous
@in_steps
@body(MemberLogIn)
def begin(request: HttpRequest, told: MemberLogIn) -> Done[Begun]:
    """Log in."""
    member = log_in.check(told.pseudonym, told.secret)
    return Done({"csrf": sessions.begin(request, member)})


@gate.member
def account(request: HttpRequest, member: Member) -> Done[MembersAccount]:
    """Hand out what the member's browser unlocks with the passphrase."""
    return Done(
        {
            "member": {
                "id": member.pk,
                "pseudonym": member.pseudonym,
                "salt": to_b64u(member.salt),
                "public_key": to_b64u(member.public_key),
                "wrapped_private_key": to_b64u(member.wrapped_private_key),
            },
            "project": member.organisation.name,
            "settings": to_b64u(member.settings),
            "csrf": get_token(request),
        }
    )


@gate.member
@body(NewSettings)
def settings(request: HttpRequest, member: Member, new: NewSettings) -> Done[Nothing]:
    """Keep the member's settings."""
    accounts.change_settings(member, new.settings)
    return Done({})


@gate.member
@in_steps
@body(NewPassphrase)
def passphrase(request: HttpRequest, member: Member, new: NewPassphrase) -> Done[Nothing]:
    """Change the passphrase; other sessions end, this one goes on."""
    sessions.go_on(request, accounts.change_passphrase(member, new.old_secret, new))
    return Done({})


@gate.member
def log_out(request: HttpRequest, member: Member) -> Done[Nothing]:
    """End the session."""
    sessions.end(request)
    return Done({})


@gate.member
@body(Empty)
def leave(request: HttpRequest, member: Member, _empty: Empty) -> Done[Nothing]:
    """Delete the account and all that hangs on it."""
    removal.leave(member)
    sessions.end(request)
    return Done({})


urlpatterns = [
    path("members/api/invitation", gate.by_method(POST=invitation)),
    path("members/api/join", gate.by_method(POST=join)),
    path("members/api/log-in/salt", gate.by_method(POST=salt)),
    path("members/api/log-in", gate.by_method(POST=begin)),
    path("members/api/account", gate.by_method(GET=account)),
    path("members/api/settings", gate.by_method(POST=settings)),
    path("members/api/passphrase", gate.by_method(POST=passphrase)),
    path("members/api/log-out", gate.by_method(POST=log_out)),
    path("members/api/leave", gate.by_method(POST=leave)),
]
