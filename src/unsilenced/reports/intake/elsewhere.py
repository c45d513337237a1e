"""Pointing whoever cannot be served now to a person, where there is one to reach."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _


def or_elsewhere(message: str) -> str:
    """Return a message, and where the site names ways to reach a person, that these are there."""
    if not settings.CONFIGURATION.site_contact:
        return message
    return f"{message} {_('Or reach a person in another way: see the foot of this page.')}"
