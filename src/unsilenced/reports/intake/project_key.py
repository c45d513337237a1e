"""The project key that new records are sealed to."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation, OrganisationKey
from unsilenced.sealing.b64u import to_b64u


class ProjectKey(TypedDict):
    """The key of a project that is sealed to."""

    id: UUID
    public_key: B64u


def key_as_json(key: UUID, public_key: bytes | memoryview) -> ProjectKey:
    """Return what a writer needs in order to seal to a key."""
    return {"id": key, "public_key": to_b64u(public_key)}


def key_retired(key: UUID, public_key: bytes | memoryview) -> Refusal:
    """A refusal that tells the current key, so that the record can be sealed again."""
    return Refusal(
        409,
        "key-retired",
        _("The project has changed its key meanwhile. Send it again: nothing you wrote is lost."),
        field="key",
        more={"key": key_as_json(key, public_key)},
    )


def refuse_retired_key(project: Organisation, key: UUID) -> None:
    """Raise a 409 refusal unless `key` is the current key of `project`."""
    current = OrganisationKey.objects.current().get(organisation=project)
    if current.id != key:
        raise key_retired(current.id, current.public_key)
