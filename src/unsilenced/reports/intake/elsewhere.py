"""Telling people whom the site cannot serve now how to reach a person, if there is a way."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _


def or_elsewhere(message: str) -> str:
    """Return a message; if the site names ways to reach a person, the message points to them."""
    if not settings.CONFIGURATION.site_contact:
        return message
    return f"{message} {_('Or reach a person in another way: see the foot of this page.')}"
