"""Views of where one's digest goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from typing_extensions import TypedDict

from unsilenced.http.answer import Done
from unsilenced.http.body import body
from unsilenced.http.fields import Text
from unsilenced.people import gate
from unsilenced.people.accounts import digest_address
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission


class DigestGoesTo(TypedDict):
    """Where the digest goes; empty for nowhere."""

    email: str


@gate.call(Permission.ACCOUNT_OWN)
def address(request: HttpRequest, person: User) -> Done[DigestGoesTo]:
    """Tell where the digest goes."""
    return Done({"email": person.email})


@dataclass(frozen=True)
class DigestAddress:
    """Where the digest goes; empty for nowhere."""

    email: Annotated[str, Text(least=0, most=digest_address.MOST)]


@gate.call(Permission.ACCOUNT_OWN)
@body(DigestAddress)
def choose(request: HttpRequest, person: User, chosen: DigestAddress) -> Done[DigestGoesTo]:
    """Change where the digest goes."""
    digest_address.choose(person, chosen.email)
    return Done({"email": person.email})
