"""The calls of members about their own account."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path

from unsilenced.http.json_object import JsonObject
from unsilenced.people import gate
from unsilenced.people.keys import key_fields
from unsilenced.people.members import accounts, invitations, joining, log_in, removal, sessions
from unsilenced.people.models import Member
from unsilenced.people.organisations import link
from unsilenced.sealing.b64u import to_b64u

_MADE = 201
_LONGEST_PSEUDONYM = 200


@gate.anonymous
def invitation(request: HttpRequest) -> JsonResponse:
    """Tell which project an invitation leads to."""
    found = invitations.invitation_of(_token(JsonObject.parse(request.body)))
    return JsonResponse({"project": found.organisation.name})


@gate.anonymous
def join(request: HttpRequest) -> JsonResponse:
    """Become a member."""
    members = JsonObject.parse(request.body)
    token, new = _token(members), key_fields.new_member(members)
    with transaction.atomic():
        csrf = sessions.begin(request, joining.join(token, new))
    return JsonResponse({"csrf": csrf}, status=_MADE)


@gate.anonymous
def salt(request: HttpRequest) -> JsonResponse:
    """Tell the salt of a passphrase."""
    members = JsonObject.parse(request.body)
    return JsonResponse({"salt": to_b64u(log_in.salt_of(_pseudonym(members)))})


@gate.anonymous
def begin(request: HttpRequest) -> JsonResponse:
    """Log in."""
    members = JsonObject.parse(request.body)
    member = log_in.check(_pseudonym(members), key_fields.secret(members, "secret"))
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
def settings(request: HttpRequest, member: Member) -> JsonResponse:
    """Keep the member's settings."""
    accounts.change_settings(member, key_fields.settings(JsonObject.parse(request.body)))
    return JsonResponse({})


@gate.member
def passphrase(request: HttpRequest, member: Member) -> JsonResponse:
    """Change the passphrase; other sessions end, this one goes on."""
    members = JsonObject.parse(request.body)
    old_secret = key_fields.secret(members, "old_secret")
    new = key_fields.passphrase(members)
    sessions.go_on(request, accounts.change_passphrase(member, old_secret, new))
    return JsonResponse({})


@gate.member
def log_out(request: HttpRequest, member: Member) -> JsonResponse:
    """End the session."""
    sessions.end(request)
    return JsonResponse({})


@gate.member
def leave(request: HttpRequest, member: Member) -> JsonResponse:
    """Delete the account and all that hangs on it."""
    JsonObject.parse(request.body)
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


def _pseudonym(members: JsonObject) -> str:
    return members.text("pseudonym", most=_LONGEST_PSEUDONYM)


def _token(members: JsonObject) -> bytes:
    return members.bytes("token", size=link.TOKEN_SIZE)
