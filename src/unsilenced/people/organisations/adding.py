"""Adding a project: a name and a short name; its first caseworker sets it up."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from unsilenced.people.models import Project


class ProjectError(ValueError):
    """A project that cannot be added; the message says why."""


def add(name: str, slug: str) -> Project:
    """Store a project that cannot receive reports yet. Raises ProjectError."""
    project = Project(name=" ".join(name.split()), slug=slug)
    try:
        project.clean_fields()
    except ValidationError as error:
        faults = (f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise ProjectError(" ".join(faults)) from error
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as error:
        raise ProjectError(f"There is a project {slug!r} already.") from error
    return project
