"""The calls of somebody who asks for a review: no cookie, no session (docs/http.md)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import path
from typing_extensions import TypedDict

from unsilenced.http.answer import Done, Nothing, Stored
from unsilenced.http.body import body
from unsilenced.http.by_method import by_method
from unsilenced.reports.intake.project_key import ProjectKey, key_as_json
from unsilenced.warnings.reviews import intake


class ProjectToAsk(TypedDict):
    """A project, and the key that a request is sealed to."""

    slug: str
    name: str
    key: ProjectKey


class KeysToAsk(TypedDict):
    """The projects that a request is sealed to."""

    projects: list[ProjectToAsk]


@body(intake.SealedRequests)
def send(request: HttpRequest, asked: intake.SealedRequests) -> Stored[Nothing]:
    """Take in a request for review; the answer never depends on any warning."""
    made = intake.send(asked.uid, asked.sealed)
    return Stored({}, created=made)


def keys(request: HttpRequest) -> Done[KeysToAsk]:
    """The keys that a request is sealed to."""
    return Done(
        {
            "projects": [
                {
                    "slug": each.organisation.slug,
                    "name": each.organisation.name,
                    "key": key_as_json(each.pk, each.public_key),
                }
                for each in intake.current_keys()
            ]
        }
    )


urlpatterns = [
    path("review/send", by_method(POST=send)),
    path("review/keys", by_method(GET=keys)),
]
