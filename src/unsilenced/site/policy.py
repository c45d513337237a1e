"""The content security policy: with a nonce for pages; for all else one that forbids all."""

from __future__ import annotations

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from unsilenced.http.headers import NO_PAGE


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
