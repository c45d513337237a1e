"""Views of where one's digest goes."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from unsilenced.json_object import JsonObject
from unsilenced.people import digest_address, gate
from unsilenced.people.models import User


@gate.before_set_up
def address(request: HttpRequest, person: User) -> JsonResponse:
    """Tell where the digest goes."""
    return JsonResponse({"email": person.email})


@gate.before_set_up
def choose(request: HttpRequest, person: User) -> JsonResponse:
    """Change where the digest goes."""
    members = JsonObject.parse(request.body)
    digest_address.choose(person, members.text("email", least=0, most=digest_address.MOST))
    return JsonResponse({"email": person.email})
