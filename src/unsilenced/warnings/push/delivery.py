"""Passing one message on to a push service (RFC 8030, section 5)."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from enum import Enum, auto
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from unsilenced.warnings.push.services import Endpoint

TIMEOUT = 10
"""How many seconds to wait for a service each time."""

KEPT = 24 * 60 * 60
"""How many seconds a service keeps a message for a phone that is off."""

_HEADERS = {
    "Content-Encoding": "aes128gcm",
    "Content-Type": "application/octet-stream",
    "TTL": str(KEPT),
    # The next message replaces one that still waits.
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
    """Post `body`. It follows no redirect and asks no proxy, so it calls nothing else."""
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
