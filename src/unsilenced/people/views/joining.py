"""Views of joining an organisation by invitation, and of setting it up."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from unsilenced.http.json_object import JsonObject
from unsilenced.people import gate
from unsilenced.people.accounts import sessions
from unsilenced.people.keys import key_fields
from unsilenced.people.models import User
from unsilenced.people.organisations import enrolment, link, set_up
from unsilenced.people.permissions import Permission


@gate.anonymous
def invitation(request: HttpRequest) -> JsonResponse:
    """Tell which organisation an invitation leads to."""
    invitation = enrolment.invitation_of(_token(JsonObject.parse(request.body)))
    return JsonResponse({"project": invitation.organisation.name})


@gate.anonymous
def enrol(request: HttpRequest) -> JsonResponse:
    """Join by invitation."""
    members = JsonObject.parse(request.body)
    person = enrolment.enrol(_token(members), key_fields.new_person(members))
    return JsonResponse({"csrf": sessions.begin_half(request, person)}, status=201)


@gate.call(Permission.ORGANISATION_SET_UP)
def first_key(request: HttpRequest, person: User) -> JsonResponse:
    """Set the organisation up."""
    members = JsonObject.parse(request.body)
    key, sheet = members.object("key"), members.object("recovery")
    set_up.set_up(
        person,
        key_fields.new_key(key),
        key_fields.envelope(key, "grant"),
        key_fields.sheet(sheet),
    )
    return JsonResponse({}, status=201)


def _token(members: JsonObject) -> bytes:
    return members.bytes("token", size=link.TOKEN_SIZE)
