"""The calls that hand out releases (docs/check.md): to anybody, without a cookie."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u, Done, Octets
from unsilenced.http.by_method import by_method
from unsilenced.http.refusal import Refusal
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.models import Release

_LARGEST = (1 << 31) - 1


class SignedEntry(TypedDict):
    """The entry of a release in the key holder's log."""

    entry: B64u
    signature: B64u


class PresentRelease(TypedDict):
    """The manifest of the present release, and its entry in the log."""

    manifest: B64u
    signature: B64u
    entry: SignedEntry


def release(request: HttpRequest) -> Done[PresentRelease]:
    """Answer the present release."""
    present = _present()
    return Done(
        {
            "manifest": to_b64u(present.manifest),
            "signature": to_b64u(present.signature),
            "entry": {
                "entry": to_b64u(present.entry or b""),
                "signature": to_b64u(present.entry_signature or b""),
            },
        }
    )


def bucket(request: HttpRequest, number: int, index: int) -> Octets:
    """Answer a bucket of the present release.

    None of an earlier one: it holds what was withdrawn since, and one that waited for the key
    holder's log was never shown at all. A page that is still open asks for the present release.
    """
    present = _present()
    found = present.buckets.filter(index=min(index, _LARGEST)).first()
    if found is None or number != present.number:
        raise _no_release()
    body = bytes(found.path) + bytes(found.records)
    return Octets(body)


urlpatterns = [
    path("check/release", by_method(GET=release)),
    path("check/release/<int:number>/<int:index>", by_method(GET=bucket)),
]


def _present() -> Release:
    present = Release.objects.current()
    if present is None:
        raise _no_release()
    return present


def _no_release() -> Refusal:
    return Refusal(404, "no-release", _("There is no such list here."))
