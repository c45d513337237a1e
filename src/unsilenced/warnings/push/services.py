"""The addresses to which a message may be posted: only those of known push services.

A member's browser sends the address. Without this check anybody invited could make the server call
everything that it can reach.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal

# A longer or an empty label is not a host name, and looking it up would raise.
_LABEL = r"[a-z0-9-]{1,63}"
_ENDPOINT = re.compile(
    rf"(?P<origin>(?P<scheme>https?)://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]{{1,5}}))?)"
    r"(?P<target>/[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*)",
    re.ASCII,
)


@dataclass(frozen=True)
class Endpoint:
    """An address of a push service, split up; `port` is None for the scheme's own."""

    origin: str
    host: str
    port: int | None
    target: str

    @property
    def is_https(self) -> bool:
        """Whether the service is called over TLS."""
        return self.origin.startswith("https:")


def endpoint_of(address: str) -> Endpoint | None:
    """Split the address of a known push service; return None for any other."""
    found = _ENDPOINT.fullmatch(address)
    if not found or not _is_known(found):
        return None
    port = found["port"]
    return Endpoint(found["origin"], found["host"], int(port) if port else None, found["target"])


def unknown_service() -> Refusal:
    """A refusal for an address to which nothing may be posted."""
    message = _("We cannot send messages to this browser. You can still look here yourself.")
    return Refusal(422, "unknown-push-service", message, field="endpoint")


def _is_known(found: re.Match[str]) -> bool:
    known: tuple[str, ...] = settings.CONFIGURATION.push_services
    if found["origin"] in known:
        return True
    standard = found["scheme"] == "https" and found["port"] is None
    return standard and any(f".{found['host']}".endswith(f".{service}") for service in known)
