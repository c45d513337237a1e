"""Let a page call the key holder, which only those that check or enter identifiers need."""

from __future__ import annotations

from django.conf import settings

from unsilenced.widening import Directives, View, widens


def reaches_keyholder(view: View) -> View:
    """Add the key holder's origin to what the view's answers may connect to, if there is one."""
    return widens(view, _keyholder)


def _keyholder() -> Directives:
    url = settings.CONFIGURATION.keyholder_url
    return {"connect-src": [url]} if url else {}
