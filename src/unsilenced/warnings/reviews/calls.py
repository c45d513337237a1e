"""The calls of whoever asks for a review: no cookie, no session (docs/http.md)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from unsilenced.http.by_method import by_method
from unsilenced.http.json_object import JsonObject
from unsilenced.reports.intake.project_key import key_as_json
from unsilenced.warnings.reviews import intake

_MADE = 201
_DONE = 200


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take in a request for review; the answer never depends on any warning."""
    members = JsonObject.parse(request.body)
    made = intake.send(members.uuid("uid"), intake.read_sealed(members))
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
    path("review/send", send),
    path("review/keys", by_method(GET=keys)),
]
