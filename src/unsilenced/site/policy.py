"""The content security policy: a page's with its nonce, and for all that is no page, nothing."""

from __future__ import annotations

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What is no page runs, loads and embeds nothing. It is constant because calls are answered by the
# hundred a second, and a page's policy takes a seventh of the time of one.
NO_PAGE = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class PolicyMiddleware(CSPMiddleware):
    """django-csp for pages, and a constant policy for everything else."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the policy."""
        if response.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        response[HEADER] = NO_PAGE
        return response
