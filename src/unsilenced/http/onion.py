"""Which requests came through the site's onion service: those that name its host."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port


def is_onion(request: HttpRequest) -> bool:
    """Whether `request` names the onion service's host (ONION_HOST)."""
    host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
    return bool(host) and host == settings.CONFIGURATION.onion_host


def told_host(request: HttpRequest) -> str:
    """Return the host to tell somebody by mouth or on paper: nobody can use 56 letters."""
    return settings.CONFIGURATION.site_hosts[0] if is_onion(request) else request.get_host()
