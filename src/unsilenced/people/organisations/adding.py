"""Adding an organisation: a kind, a name and a short name; its first person sets it up."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from unsilenced.people.models import Organisation, OrganisationKind


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
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise OrganisationError(f"There is an organisation {slug!r} already.") from error
    return organisation
