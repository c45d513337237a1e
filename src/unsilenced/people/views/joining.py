"""Views of joining a project: by invitation, by the recovery sheet, and setting it up."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from unsilenced.json_object import JsonObject, to_b64u
from unsilenced.people import (
    enrolment,
    gate,
    key_members,
    link,
    recovery,
    sessions,
    set_up,
)
from unsilenced.people.models import Project, User

_LONGEST_SLUG = 50


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


@gate.outside
def open_sheet(request: HttpRequest) -> JsonResponse:
    """Hand out what the recovery sheet opens."""
    project = _project_of_sheet(JsonObject.parse(request.body))
    keys = [
        {
            "id": str(key.pk),
            "public_key": to_b64u(key.public_key),
            "recovery_envelope": to_b64u(key.recovery_envelope),
        }
        for key in project.keys.order_by("-made_on", "pk")
    ]
    return JsonResponse({"project": project.name, "keys": keys})


@gate.outside
def recover(request: HttpRequest) -> JsonResponse:
    """Join by the recovery sheet, with every key of the project."""
    members = JsonObject.parse(request.body)
    envelopes = {
        one.uuid("key"): key_members.envelope(one, "envelope")
        for one in members.objects("grants", most=key_members.MOST_KEYS)
    }
    person = recovery.restore(
        members.text("project", most=_LONGEST_SLUG),
        key_members.secret(members, "secret"),
        key_members.new_person(members, log_in_member="log_in_secret"),
        envelopes,
    )
    return JsonResponse({"csrf": sessions.begin_half(request, person)}, status=201)


def _project_of_sheet(members: JsonObject) -> Project:
    slug = members.text("project", most=_LONGEST_SLUG)
    return recovery.open_sheet(slug, key_members.secret(members, "secret"))


def _token(members: JsonObject) -> bytes:
    return members.bytes("token", size=link.TOKEN_SIZE)
