"""Views of the recovery sheet: asking with it, what colleagues say to that, and coming in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, JsonResponse

from unsilenced.http.json_object import JsonObject
from unsilenced.people import gate
from unsilenced.people.accounts import sessions
from unsilenced.people.keys import key_fields, recovery
from unsilenced.people.models import RecoveryRequest, User
from unsilenced.people.permissions import Permission
from unsilenced.sealing.b64u import to_b64u

_LONGEST_SLUG = 50


@dataclass(frozen=True)
class _Proof:
    """The organisation and the secret of a sheet."""

    slug: str
    secret: bytes

    @classmethod
    def of(cls, members: JsonObject) -> Self:
        slug = members.text("project", most=_LONGEST_SLUG)
        return cls(slug, key_fields.secret(members, "secret"))


@gate.anonymous
def open_sheet(request: HttpRequest) -> JsonResponse:
    """Tell where the recovery sheet stands. It opens no key."""
    proof = _Proof.of(JsonObject.parse(request.body))
    organisation = recovery.open_sheet(proof.slug, proof.secret)
    return JsonResponse(
        {"project": organisation.name, **_standing(recovery.request_of(organisation))}
    )


@gate.anonymous
def ask(request: HttpRequest) -> JsonResponse:
    """Ask to come in with the recovery sheet."""
    members = JsonObject.parse(request.body)
    proof = _Proof.of(members)
    person = key_fields.new_person(members, log_in_member="log_in_secret")
    return JsonResponse(_standing(recovery.ask(proof.slug, proof.secret, person)), status=201)


@gate.anonymous
def keys(request: HttpRequest) -> JsonResponse:
    """Hand out what the recovery sheet opens, to who may go on."""
    members = JsonObject.parse(request.body)
    proof = _Proof.of(members)
    log_in_secret = key_fields.secret(members, "log_in_secret")
    opened = recovery.open_keys(proof.slug, proof.secret, log_in_secret)
    return JsonResponse(
        {
            "user": {
                "id": str(opened.request.user),
                "public_key": to_b64u(opened.request.public_key),
                "wrapped_private_key": to_b64u(opened.request.wrapped_private_key),
            },
            "keys": [
                {
                    "id": str(key.pk),
                    "public_key": to_b64u(key.public_key),
                    "recovery_envelope": to_b64u(key.recovery_envelope),
                }
                for key in opened.keys
            ],
        }
    )


@gate.anonymous
def recover(request: HttpRequest) -> JsonResponse:
    """Come in by the recovery sheet, with the keys that it opened."""
    members = JsonObject.parse(request.body)
    proof = _Proof.of(members)
    grants = members.objects("grants", most=key_fields.MOST_KEYS)
    envelopes = {one.uuid("key"): key_fields.envelope(one, "envelope") for one in grants}
    key_fields.refuse_twice("grants", grants, envelopes)
    log_in_secret = key_fields.secret(members, "log_in_secret")
    person = recovery.restore(proof.slug, proof.secret, log_in_secret, envelopes)
    return JsonResponse({"csrf": sessions.begin_half(request, person)}, status=201)


@gate.call(Permission.PEOPLE_READ)
def news(request: HttpRequest, person: User) -> JsonResponse:
    """Tell who waits with the sheet, and who came in with it: what every page of the desk says."""
    return JsonResponse(
        {
            "recovery": as_colleagues_see(recovery.request_of(person.organisation)),
            "came_in": [one.name for one in recovery.newly_in(person)],
        }
    )


@gate.call(Permission.KEYS_GRANT)
def answer(request: HttpRequest, person: User) -> JsonResponse:
    """Say yes or no to who waits."""
    members = JsonObject.parse(request.body)
    waiting = recovery.answer(person, members.uuid("user"), yes=members.flag("yes"))
    return JsonResponse({"recovery": as_colleagues_see(waiting)})


@gate.call(Permission.KEYS_GRANT)
def acknowledge(request: HttpRequest, person: User) -> JsonResponse:
    """Say that one knows somebody who came in with the sheet."""
    recovery.acknowledge(person, JsonObject.parse(request.body).uuid("user"))
    return JsonResponse({})


def as_colleagues_see(waiting: RecoveryRequest | None) -> dict[str, object] | None:
    """Tell the team of who waits."""
    if waiting is None:
        return None
    return {
        "user": str(waiting.user),
        "name": waiting.name,
        "public_key": to_b64u(waiting.public_key),
        "state": recovery.state_of(waiting),
        "goes_on": waiting.goes_on.isoformat(),
        "lapses_on": (waiting.goes_on + recovery.LAPSES_AFTER).isoformat(),
        "answered_by": waiting.answered_by.name if waiting.answered_by else None,
    }


def _standing(waiting: RecoveryRequest | None) -> dict[str, object]:
    state = recovery.state_of(waiting)
    if waiting is None:
        return {"state": state}
    return {
        "state": state,
        "user": str(waiting.user),
        "name": waiting.name,
        "salt": to_b64u(waiting.salt),
        "public_key": to_b64u(waiting.public_key),
        "goes_on": waiting.goes_on.isoformat(),
    }
