"""Views of where one's digest goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest, JsonResponse

from unsilenced.http.body import body
from unsilenced.http.fields import Text
from unsilenced.people import gate
from unsilenced.people.accounts import digest_address
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission


@gate.call(Permission.ACCOUNT_OWN)
def address(request: HttpRequest, person: User) -> JsonResponse:
    """Tell where the digest goes."""
    return JsonResponse({"email": person.email})


@dataclass(frozen=True)
class DigestAddress:
    """Where the digest goes; empty for nowhere."""

    email: Annotated[str, Text(least=0, most=digest_address.MOST)]


@gate.call(Permission.ACCOUNT_OWN)
@body(DigestAddress)
def choose(request: HttpRequest, person: User, chosen: DigestAddress) -> JsonResponse:
    """Change where the digest goes."""
    digest_address.choose(person, chosen.email)
    return JsonResponse({"email": person.email})
