"""The feed: all that members may read now. It is always whole, so that a request tells nothing."""

from __future__ import annotations

import datetime as dt
import json

from django.utils import timezone
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.approval import sharing
from unsilenced.warnings.approval.sharing import PublishedWarning
from unsilenced.warnings.models import (
    Release,
    State,
    Warning,
    WarningKind,
)

TOLD_FOR = dt.timedelta(days=30)
"""How long members are told that a warning is gone."""


class Ended(TypedDict):
    """A warning that was published and is gone."""

    kind: WarningKind
    areas: list[str]
    day: dt.date


class Feed(TypedDict):
    """All that members may read now. The release is null before the first one.

    `texts` has the hash of each warning; the warnings are by reference, as the release has them
    (docs/check.md).
    """

    release: int | None
    texts: B64u
    warnings: list[PublishedWarning]
    taken_down: list[Ended]


def feed() -> Feed:
    """Return the feed (docs/http.md): the warnings of the present release, and what is gone."""
    release = Release.objects.current()
    if release is None:
        return {"release": None, "texts": "", "warnings": [], "taken_down": []}
    return {
        "release": release.number,
        "texts": to_b64u(release.text_hashes),
        "warnings": [json.loads(shared.canonical) for shared in sharing.released(release)],
        "taken_down": _taken_down(timezone.localdate()),
    }


def _taken_down(today: dt.date) -> list[Ended]:
    """List warnings that were published and are gone, latest first, without the reason."""
    published = Warning.objects.exclude(published_on=None)
    ended = published.filter(state=State.ENDED, ended_on__gt=today - TOLD_FOR)
    # A warning without consent ends with the next release; the feed leaves it out already.
    ending = published.standing().exclude(pk__in=sharing.shareable(Warning.objects.all()))
    gone = [
        (each.ended_on or today, WarningKind(each.kind), sorted(each.areas))
        for each in ended | ending
    ]
    return [
        {"kind": kind, "areas": areas, "day": day}
        for day, kind, areas in sorted(gone, reverse=True)
    ]
