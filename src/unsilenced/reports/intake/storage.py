"""How much room is left to store in, and who is refused first when little is left.

Photos are refused first, and writing only when even less is left: a report is small, and a message
that cannot be sent may be the one that matters.
"""

from __future__ import annotations

import shutil
import time
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.reports.intake.elsewhere import or_elsewhere

MEBIBYTE = 1024 * 1024
FRESH = 1.0
"""How many seconds one look at the room serves: a flood must not cause a look for each try."""


TRY_AGAIN = 3600
"""How many seconds to wait before trying again: until then somebody may have made room."""


class Stored(Enum):
    """What is to be stored: writing, or a part of a photo."""

    WRITING = "writing"
    PHOTO = "photo"


class Look:
    """The room as this process last saw it."""

    def __init__(self) -> None:
        self.at = float("-inf")
        self.room: int | None = None


look = Look()


def room() -> int | None:
    """Return the mebibytes that are left; None if nothing is known about the database's disk."""
    now = time.monotonic()
    if now - look.at >= FRESH:
        look.room = _room()
        look.at = now
    return look.room


def _room() -> int | None:
    """Look at the disk of the embedded database, and at what a database elsewhere may grow to."""
    configuration = settings.CONFIGURATION
    found = []
    embedded: Path = configuration.data_dir / "postgres"
    if embedded.exists():
        found.append(shutil.disk_usage(embedded.parent).free // MEBIBYTE)
    if configuration.database_size:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            (size,) = cursor.fetchone()
        found.append(configuration.database_size - size // MEBIBYTE)
    return min(found, default=None)


def is_short(what: Stored) -> bool:
    """Whether too little is left for `what`."""
    left = room()
    configuration = settings.CONFIGURATION
    least = {
        Stored.PHOTO: configuration.free_disk_for_photos,
        Stored.WRITING: configuration.free_disk_for_reports,
    }[what]
    return left is not None and left < least


def refuse_without_room(what: Stored) -> None:
    """Raise a 503 refusal `no-room` if too little is left for `what`."""
    if not is_short(what):
        return
    if what is Stored.PHOTO:
        message = _(
            "Your report is safe. There is no room for photos here now: try again tomorrow."
        )
    else:
        message = or_elsewhere(_("There is no room here now. Try again in an hour or later."))
    raise Refusal(503, "no-room", message, more={"retry_after": TRY_AGAIN})
