"""The calls of the log (docs/check.md, Release)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u, Done, Stored
from unsilenced.http.body import body
from unsilenced.http.by_method import by_method
from unsilenced.http.fields import Bytes
from unsilenced.http.refusal import Refusal
from unsilenced.keyholder.log import append
from unsilenced.keyholder.models import LogEntry
from unsilenced.sealing.b64u import to_b64u

LONGEST_BODY = 8 * 1024
LONGEST_MANIFEST = 4 * 1024
SIGNATURE_SIZE = 64
LARGEST_NUMBER = (1 << 63) - 1


@dataclass(frozen=True)
class SignedManifest:
    """The manifest of a release, and the site's signature."""

    manifest: Annotated[bytes, Bytes(most=LONGEST_MANIFEST)]
    signature: Annotated[bytes, Bytes(size=SIGNATURE_SIZE)]


class Logged(TypedDict):
    """The entry of a release, and the log's signature."""

    entry: B64u
    signature: B64u


def latest(request: HttpRequest) -> Done[Logged]:
    """Answer the latest entry."""
    return Done(_as_json(LogEntry.objects.last_logged()))


@body(SignedManifest, most=LONGEST_BODY)
def log(request: HttpRequest, release: SignedManifest) -> Stored[Logged]:
    """Log a release."""
    logged = append(release.manifest, release.signature)
    return Stored(_as_json(logged.line), created=logged.created)


def entry(request: HttpRequest, number: int) -> Done[Logged]:
    """Answer the entry of one release."""
    # PostgreSQL cannot be asked for a larger number.
    found = LogEntry.objects.filter(number=min(number, LARGEST_NUMBER)).first()
    return Done(_as_json(found))


urlpatterns = [
    path("check/log", by_method(GET=latest, POST=log)),
    path("check/log/<int:number>", by_method(GET=entry)),
]


def _as_json(line: LogEntry | None) -> Logged:
    if line is None:
        raise Refusal(404, "no-release", _("There is no such list here."))
    return {"entry": to_b64u(line.entry), "signature": to_b64u(line.signature)}
