"""Adding an organisation: a kind, a name and a short name; its first person sets it up."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from unsilenced.people.models import Organisation, OrganisationKind
from unsilenced.process.database.taken import if_taken


class OrganisationError(ValueError):
    """An organisation that cannot be added; the message says why."""


def add(name: str, slug: str, kind: OrganisationKind) -> Organisation:
    """Store an organisation that is not set up yet. Raises OrganisationError."""
    organisation = Organisation(kind=kind, name=" ".join(name.split()), slug=slug)
    try:
        organisation.clean_fields()
    except ValidationError as error:
        faults = (f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise OrganisationError(" ".join(faults)) from error
    taken = partial(OrganisationError, f"There is an organisation {slug!r} already.")
    with if_taken(taken), transaction.atomic():
        organisation.save()
    return organisation
