"""The present and former people of an organisation by name, so that only their names are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from unsilenced.people.as_json import PersonNamed
from unsilenced.people.models import Organisation, User
from unsilenced.sealing.b64u import to_b64u

_CONTEXT = "unsilenced/1/by/"


@dataclass(frozen=True)
class Person:
    """Somebody of an organisation."""

    id: UUID
    name: str

    @property
    def by(self) -> str:
        """The value of `by` in what they write."""
        return f"{self.id} {self.name}"


def people_of(organisation: Organisation) -> tuple[Person, ...]:
    """Return everybody who is or was of an organisation, in an order that tells nothing."""
    people = User.objects.filter(organisation=organisation).order_by("id").values_list("id", "name")
    return tuple(Person(pk, name) for pk, name in people)


def name_of(people: Iterable[Person], by: str) -> str | None:
    """Return the name of a record's author.

    Older records contain only an identifier or only a name: it counts if it is somebody's. Returns
    None for anybody else.
    """
    known = tuple(people)
    found = [person.name for person in known if by in {str(person.id), person.by}]
    found += [person.name for person in known if person.name == by]
    return found[0] if found else None


def as_json(people: Iterable[Person]) -> list[PersonNamed]:
    """Return people as JSON for a browser."""
    return [{"id": person.id, "name": person.name} for person in people]


def commitments(people: Iterable[Person]) -> list[str]:
    """Return values that a writer can compare with an answer's `by`; they tell no other names.

    Each is the SHA-256 of a `by`: nobody can try names without the identifier's 122 random bits.
    """
    hashes = (sha256(f"{_CONTEXT}{person.by}".encode()).digest() for person in people)
    return sorted(map(to_b64u, hashes))
