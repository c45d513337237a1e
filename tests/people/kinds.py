"""Organisations of each kind, for tests: set up, and with people who are logged in."""

from people.desk import at_desk

from unsilenced.demo.invented_people import invent_project
from unsilenced.people.models import OrganisationKind

OTHER_KINDS = (OrganisationKind.UNIT, OrganisationKind.OVERSIGHT)


def invented(kind, slug="other"):
    """An organisation of that kind that is set up, with a key."""
    made = invent_project(f"{slug.title()} (invented)", slug)
    made.project.kind = kind
    made.project.save()
    return made


def at_desk_of(kind, name, slug="other"):
    """The browser of somebody of such an organisation, who is logged in and holds its key."""
    return at_desk(invented(kind, slug), name)[0]
