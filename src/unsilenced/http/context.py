"""Variables of every template."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates the settings of the organisation that runs the site."""
    return {"site": settings.CONFIGURATION}
