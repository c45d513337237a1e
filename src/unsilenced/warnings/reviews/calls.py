"""The calls of somebody who asks for a review: no cookie, no session (docs/http.md)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from unsilenced.http.body import body
from unsilenced.http.by_method import by_method
from unsilenced.reports.intake.project_key import key_as_json
from unsilenced.warnings.reviews import intake

_MADE = 201
_DONE = 200


@body(intake.SealedRequests)
def send(request: HttpRequest, asked: intake.SealedRequests) -> HttpResponse:
    """Take in a request for review; the answer never depends on any warning."""
    made = intake.send(asked.uid, asked.sealed)
    return JsonResponse({}, status=_MADE if made else _DONE)


def keys(request: HttpRequest) -> HttpResponse:
    """The keys that a request is sealed to."""
    return JsonResponse(
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
