"""Views of joining a project by invitation, and of setting it up."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from unsilenced.json_object import JsonObject
from unsilenced.people import enrolment, gate, key_members, link, sessions, set_up
from unsilenced.people.models import User


@gate.outside
def invitation(request: HttpRequest) -> JsonResponse:
    """Tell which project an invitation leads to."""
    invitation = enrolment.invitation_of(_token(JsonObject.parse(request.body)))
    return JsonResponse({"project": invitation.project.name})


@gate.outside
def enrol(request: HttpRequest) -> JsonResponse:
    """Join by invitation."""
    members = JsonObject.parse(request.body)
    person = enrolment.enrol(_token(members), key_members.new_person(members))
    return JsonResponse({"csrf": sessions.begin_half(request, person)}, status=201)


@gate.before_set_up
def first_key(request: HttpRequest, person: User) -> JsonResponse:
    """Set the project up."""
    members = JsonObject.parse(request.body)
    key, sheet = members.object("key"), members.object("recovery")
    set_up.set_up(
        person,
        key_members.new_key(key),
        key_members.envelope(key, "grant"),
        key_members.sheet(sheet),
    )
    return JsonResponse({}, status=201)


def _token(members: JsonObject) -> bytes:
    return members.bytes("token", size=link.TOKEN_SIZE)
