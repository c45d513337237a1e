"""The feed: all that members may read now. It is always whole, so that a request tells nothing."""

from __future__ import annotations

import datetime as dt
import json

from django.utils import timezone

from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.approval import sharing
from unsilenced.warnings.models import (
    Release,
    State,
    Warning,
)

TOLD_FOR = dt.timedelta(days=30)
"""How long members are told that a warning is gone."""


def feed() -> dict[str, object]:
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


def _taken_down(today: dt.date) -> list[dict[str, object]]:
    """List warnings that were published and are gone, latest first, without the reason."""
    published = Warning.objects.exclude(published_on=None)
    ended = published.filter(state=State.ENDED, ended_on__gt=today - TOLD_FOR)
    # A warning without consent ends with the next release; the feed leaves it out already.
    ending = published.standing().exclude(pk__in=sharing.shareable(Warning.objects.all()))
    gone = [(each.ended_on or today, each.kind, sorted(each.areas)) for each in ended | ending]
    return [
        {"kind": kind, "areas": areas, "day": day}
        for day, kind, areas in sorted(gone, reverse=True)
    ]
