"""Who is and was of a project, by name: so that nobody is shown who is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unsilenced.people.models import Project, User


@dataclass(frozen=True)
class Person:
    """Somebody of a project; `id` is what stands in what they write."""

    id: str
    name: str


def people_of(project: Project) -> tuple[Person, ...]:
    """Return everybody who is or was of a project, in an order that tells nothing."""
    people = User.objects.filter(project=project).order_by("id").values_list("id", "name")
    return tuple(Person(str(pk), name) for pk, name in people)


def name_of(people: Iterable[Person], by: str) -> str | None:
    """Return the name of whom a record says that it is by.

    Older records hold a name: it counts where somebody has it. None for anybody else.
    """
    known = tuple(people)
    found = [person.name for person in known if person.id == by]
    found += [person.name for person in known if person.name == by]
    return found[0] if found else None


def as_json(people: Iterable[Person]) -> list[dict[str, str]]:
    """Return people as a browser is told of them."""
    return [{"id": person.id, "name": person.name} for person in people]
