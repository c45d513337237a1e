"""Looking at a site from outside: its host, port, certificate, answer and clock."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TypeVar
from urllib.parse import urlsplit

PATIENCE = 5.0
"""Seconds to wait for a name, for a connection, and for each part of an answer."""

LONGEST = 4096
_EXPIRED = 10
_OTHER_NAME = frozenset({62, 64})
"""OpenSSL's codes for an expired certificate, and for one of another host or address."""

_PROXY = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, 504})
_Answer = TypeVar("_Answer")


class Way(Enum):
    """How far the request came."""

    NO_HOST = auto()
    CLOSED = auto()
    SILENT = auto()
    NO_TLS = auto()
    CERTIFICATE_EXPIRED = auto()
    CERTIFICATE_NAME = auto()
    CERTIFICATE_UNTRUSTED = auto()
    OTHER = auto()
    ANSWERED = auto()


@dataclass(frozen=True)
class Seen:
    """How far the request came, and an answer's status, words, clock and certificate."""

    way: Way
    told: str = ""
    status: int = 0
    body: bytes = field(default=b"", repr=False)
    clock: dt.timedelta | None = None
    """By how much the clock there is ahead of ours."""

    certificate_ends: dt.datetime | None = None


def fetch(url: str, path: str, trust: ssl.SSLContext | None = None, *, called: str = "") -> Seen:
    """Ask for `path` at `url`, perhaps under another name (`called`); each step has a limit."""
    address = urlsplit(url)
    host = address.hostname or ""
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        _within(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        if address.scheme == "https":
            trusted = trust or ssl.create_default_context()
            connection: HTTPConnection = HTTPSConnection(
                host, port, timeout=PATIENCE, context=trusted
            )
        else:
            connection = HTTPConnection(host, port, timeout=PATIENCE)
        return _within(lambda: _asked(connection, path, called), PATIENCE * 3)
    except (OSError, HTTPException, ValueError) as error:
        return Seen(way_of(error), told=_words(error))


def way_of(error: Exception) -> Way:
    """Tell apart the reasons for no answer."""
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code == _EXPIRED:
            return Way.CERTIFICATE_EXPIRED
        named = error.verify_code in _OTHER_NAME
        return Way.CERTIFICATE_NAME if named else Way.CERTIFICATE_UNTRUSTED
    kinds: tuple[tuple[type[Exception], Way], ...] = (
        (socket.gaierror, Way.NO_HOST),
        (UnicodeError, Way.NO_HOST),
        (ConnectionRefusedError, Way.CLOSED),
        (TimeoutError, Way.SILENT),
        (ssl.SSLError, Way.NO_TLS),
        (ConnectionError, Way.OTHER),
        (OSError, Way.SILENT),
    )
    return next((way for kind, way in kinds if isinstance(error, kind)), Way.OTHER)


WORDS = {
    Way.NO_HOST: "its host is not known",
    Way.CLOSED: "its port is closed",
    Way.SILENT: "it says nothing",
    Way.NO_TLS: "it speaks no HTTPS there",
    Way.CERTIFICATE_EXPIRED: "its certificate has expired",
    Way.CERTIFICATE_NAME: "its certificate is for another name",
    Way.CERTIFICATE_UNTRUSTED: "its certificate is from nobody whom this machine trusts",
    Way.OTHER: "it hangs up, or says what is no answer",
}
"""Each way to end before an answer."""


def is_proxy_alone(status: int) -> bool:
    """Whether a proxy answered for a program that does not answer."""
    return status in _PROXY


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.rstrip(".")
    return (getattr(error, "strerror", None) or type(error).__name__).rstrip(".")


def _asked(connection: HTTPConnection, path: str, called: str) -> Seen:
    try:
        host = {"Host": called} if called else {}
        connection.request("GET", path, headers={"Accept": "*/*", **host})
        ends = _certificate_ends(connection.sock)
        answer = connection.getresponse()
        body = answer.read(LONGEST)
        return Seen(
            Way.ANSWERED,
            status=answer.status,
            body=body,
            clock=_ahead(answer),
            certificate_ends=ends,
        )
    finally:
        connection.close()


def _certificate_ends(used: object) -> dt.datetime | None:
    if not isinstance(used, ssl.SSLSocket):
        return None
    ends = (used.getpeercert() or {}).get("notAfter")
    if not isinstance(ends, str):
        return None
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), dt.UTC)


def _ahead(answer: HTTPResponse) -> dt.timedelta | None:
    try:
        there = parsedate_to_datetime(answer.headers["Date"])
    except (TypeError, ValueError):
        return None
    if there.tzinfo is None:
        return None
    return there - dt.datetime.now(dt.UTC)


def _within(ask: Callable[[], _Answer], patience: float = PATIENCE) -> _Answer:
    """Ask in a thread of its own: looking up a name has no timeout."""
    answers: list[_Answer] = []
    faults: list[Exception] = []

    def run() -> None:
        try:
            answers.append(ask())
        except Exception as error:  # noqa: BLE001 - raised below, where it is waited for
            faults.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(patience)
    if faults:
        raise faults[0]
    if not answers:
        raise TimeoutError
    return answers[0]
