"""Views of where one's digest goes."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from unsilenced.http.json_object import JsonObject
from unsilenced.people import gate
from unsilenced.people.accounts import digest_address
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission


@gate.call(Permission.ACCOUNT_OWN)
def address(request: HttpRequest, person: User) -> JsonResponse:
    """Tell where the digest goes."""
    return JsonResponse({"email": person.email})


@gate.call(Permission.ACCOUNT_OWN)
def choose(request: HttpRequest, person: User) -> JsonResponse:
    """Change where the digest goes."""
    members = JsonObject.parse(request.body)
    digest_address.choose(person, members.text("email", least=0, most=digest_address.MOST))
    return JsonResponse({"email": person.email})
