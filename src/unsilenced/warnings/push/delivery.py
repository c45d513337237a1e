"""Handing one message over to a push service (RFC 8030, section 5)."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from enum import Enum, auto
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from unsilenced.warnings.push.services import Endpoint

TIMEOUT = 10
"""Seconds to wait for a service each time."""

KEPT = 24 * 60 * 60
"""Seconds that a service keeps a message for a telephone that is off."""

_HEADERS = {
    "Content-Encoding": "aes128gcm",
    "Content-Type": "application/octet-stream",
    "TTL": str(KEPT),
    # A message that still waits is replaced by the next one.
    "Topic": "new",
    "Urgency": "normal",
}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class Outcome(Enum):
    """What became of a message."""

    TAKEN = auto()
    GONE = auto()
    FAILED = auto()


def post(endpoint: Endpoint, authorization: str, body: bytes) -> Outcome:
    """Post `body`. No redirect is followed and no proxy asked: nothing else is ever called."""
    connection = _connection(endpoint)
    headers: Mapping[str, str] = {**_HEADERS, "Authorization": authorization}
    try:
        connection.request("POST", endpoint.target, body=body, headers=headers)
        status = connection.getresponse().status
    except (OSError, HTTPException):
        return Outcome.FAILED
    finally:
        connection.close()
    if status in _GONE:
        return Outcome.GONE
    is_taken = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    return Outcome.TAKEN if is_taken else Outcome.FAILED


def _connection(endpoint: Endpoint) -> HTTPConnection:
    if not endpoint.is_https:
        return HTTPConnection(endpoint.host, endpoint.port, timeout=TIMEOUT)
    context = ssl.create_default_context()
    return HTTPSConnection(endpoint.host, endpoint.port, timeout=TIMEOUT, context=context)
