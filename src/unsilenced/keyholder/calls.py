"""The calls of the log (docs/check.md, Release)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from unsilenced.evaluator.calls import body_of
from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.keyholder.log import append
from unsilenced.keyholder.models import LogEntry
from unsilenced.sealing.b64u import to_b64u

LONGEST_BODY = 8 * 1024
LONGEST_MANIFEST = 4 * 1024
SIGNATURE_SIZE = 64
LARGEST_NUMBER = (1 << 63) - 1


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Answer the latest entry, or log a release."""
    if request.method != "POST":
        return JsonResponse(_as_json(LogEntry.objects.last_logged()))
    members = JsonObject.parse(body_of(request, LONGEST_BODY))
    logged = append(
        members.bytes("manifest", most=LONGEST_MANIFEST),
        members.bytes("signature", size=SIGNATURE_SIZE),
    )
    return JsonResponse(_as_json(logged.line), status=201 if logged.created else 200)


@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Answer the entry of one release."""
    # A larger one is no number that PostgreSQL can be asked for.
    found = LogEntry.objects.filter(number=min(number, LARGEST_NUMBER)).first()
    return JsonResponse(_as_json(found))


urlpatterns = [
    path("check/log", log),
    path("check/log/<int:number>", entry),
]


def _as_json(line: LogEntry | None) -> dict[str, str]:
    if line is None:
        raise Refusal(404, "no-release", _("There is no such list here."))
    return {"entry": to_b64u(line.entry), "signature": to_b64u(line.signature)}
