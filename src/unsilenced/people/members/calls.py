"""The calls of members about their own account."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path

from unsilenced.http.body import Empty, body
from unsilenced.people import gate
from unsilenced.people.keys.key_fields import Name, NewMember, NewPassphrase, Secret, Settings
from unsilenced.people.members import accounts, invitations, joining, log_in, removal, sessions
from unsilenced.people.models import Member
from unsilenced.people.organisations.link import Invited
from unsilenced.people.separation import in_steps
from unsilenced.sealing.b64u import to_b64u

_MADE = 201


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


@gate.anonymous
@body(Invited)
def invitation(request: HttpRequest, invited: Invited) -> JsonResponse:
    """Tell which project an invitation leads to."""
    found = invitations.invitation_of(invited.token)
    return JsonResponse({"project": found.organisation.name})


@gate.anonymous
@body(Joining)
def join(request: HttpRequest, new: Joining) -> JsonResponse:
    """Become a member."""
    with transaction.atomic():
        csrf = sessions.begin(request, joining.join(new.token, new))
    return JsonResponse({"csrf": csrf}, status=_MADE)


@gate.anonymous
@body(Pseudonym)
def salt(request: HttpRequest, asked: Pseudonym) -> JsonResponse:
    """Tell the salt of a passphrase."""
    return JsonResponse({"salt": to_b64u(log_in.salt_of(asked.pseudonym))})


@gate.anonymous
@in_steps
@body(MemberLogIn)
def begin(request: HttpRequest, told: MemberLogIn) -> JsonResponse:
    """Log in."""
    member = log_in.check(told.pseudonym, told.secret)
    return JsonResponse({"csrf": sessions.begin(request, member)})


@gate.member
def account(request: HttpRequest, member: Member) -> JsonResponse:
    """Hand out what the member's browser unlocks with the passphrase."""
    return JsonResponse(
        {
            "member": {
                "id": str(member.pk),
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
def settings(request: HttpRequest, member: Member, new: NewSettings) -> JsonResponse:
    """Keep the member's settings."""
    accounts.change_settings(member, new.settings)
    return JsonResponse({})


@gate.member
@in_steps
@body(NewPassphrase)
def passphrase(request: HttpRequest, member: Member, new: NewPassphrase) -> JsonResponse:
    """Change the passphrase; other sessions end, this one goes on."""
    sessions.go_on(request, accounts.change_passphrase(member, new.old_secret, new))
    return JsonResponse({})


@gate.member
def log_out(request: HttpRequest, member: Member) -> JsonResponse:
    """End the session."""
    sessions.end(request)
    return JsonResponse({})


@gate.member
@body(Empty)
def leave(request: HttpRequest, member: Member, _empty: Empty) -> JsonResponse:
    """Delete the account and all that hangs on it."""
    removal.leave(member)
    sessions.end(request)
    return JsonResponse({})


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
