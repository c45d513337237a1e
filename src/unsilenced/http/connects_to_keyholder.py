"""Let a page call the key holder. Only pages that check or enter identifiers need this."""

from __future__ import annotations

from django.conf import settings

from unsilenced.http.extend_csp import Directives, View, extend_csp


def connects_to_keyholder(view: View) -> View:
    """Add the key holder's origin to what the view's answers may connect to, if there is one."""
    return extend_csp(view, _keyholder)


def _keyholder() -> Directives:
    url = settings.CONFIGURATION.keyholder_url
    return {"connect-src": [url]} if url else {}
