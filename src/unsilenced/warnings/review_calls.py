"""The calls of whoever asks for a review: no cookie, no session (docs/http.md)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from unsilenced.json_object import JsonObject
from unsilenced.reports.keys import key_as_json
from unsilenced.warnings import reviews

_MADE = 201
_DONE = 200


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take in a request for review; the answer never depends on any warning."""
    members = JsonObject.parse(request.body)
    made = reviews.send(members.uuid("uid"), reviews.read_sealed(members))
    return JsonResponse({}, status=_MADE if made else _DONE)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys that a request is sealed to."""
    return JsonResponse(
        {
            "projects": [
                {
                    "slug": each.project.slug,
                    "name": each.project.name,
                    "key": key_as_json(each.pk, each.public_key),
                }
                for each in reviews.current_keys()
            ]
        }
    )


urlpatterns = [
    path("review/send", send),
    path("review/keys", keys),
]
