"""Where something happened: a London borough by its ONS code, and the two answers beside them."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.translation import gettext as _

OUTSIDE = "outside"
UNSURE = "unsure"

BOROUGHS: dict[str, str] = json.loads(
    Path(__file__).with_name("boroughs.json").read_text(encoding="utf-8")
)
"""Names by GSS code, in alphabetical order: the 32 boroughs and the City of London."""

CODES = frozenset({*BOROUGHS, OUTSIDE, UNSURE})


def choices() -> list[tuple[str, str]]:
    """Return codes and names in the reader's language, in the order to show them."""
    return [
        (UNSURE, _("I am not sure, or would rather not say")),
        (OUTSIDE, _("Outside London")),
        *BOROUGHS.items(),
    ]


def name(code: str) -> str:
    """Return the name for `code`; empty for an empty or unknown one."""
    return dict(choices()).get(code, "")
