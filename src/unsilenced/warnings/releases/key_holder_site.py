"""Calls to the key holder's site: for its keys, and to log a release. They send nothing else.

Its answer may have only a certain size and is read strictly: it comes from another organisation's
program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from unsilenced.oblivious import signing
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.manifest import Entry, Manifest
from unsilenced.oblivious.signing import Purpose
from unsilenced.process import network
from unsilenced.sealing.b64u import from_b64u, to_b64u

TIMEOUT = 20
"""How many seconds to wait for it each time."""

LONGEST_ANSWER = 16 * 1024
MOST_KEYS = 2
KEY_SIZE = 32


class KeyHolderError(Exception):
    """The key holder did not do what we asked; the message says why, and what to do."""


class EmptyLog(KeyHolderError):  # noqa: N818 - it is no fault
    """The key holder has logged no release yet."""


class NeverLogged(KeyHolderError):  # noqa: N818 - the others tell what failed, too
    """The key holder has not logged a release and never will: its day or its keys are wrong."""


@dataclass(frozen=True)
class Logged:
    """The key holder's log entry for a release, as bytes, and its signature."""

    entry: bytes
    signature: bytes


def evaluation_keys() -> tuple[bytes, ...]:
    """Return its public evaluation keys: the current one and, during a rotation, the next.

    Raises KeyHolderError.
    """
    members = _asked("GET", "/check/keys")
    try:
        keys = tuple(from_b64u(each["public_key"]) for each in members["evaluation"])
    except (KeyError, TypeError, ValueError):
        keys = ()
    if not 1 <= len(keys) <= MOST_KEYS or {len(key) for key in keys} != {KEY_SIZE}:
        raise KeyHolderError("The key holder answered something that is no key.")
    return keys


def log(manifest: Manifest, signature: bytes) -> Logged:
    """Have a release logged, or find that it already is; verify the entry with the pinned key.

    Raises KeyHolderError, and NeverLogged if trying again cannot help.
    """
    sent = {"manifest": to_b64u(manifest.to_bytes()), "signature": to_b64u(signature)}
    logged = _logged(_asked("POST", "/check/log", sent))
    entry = Entry.from_bytes(logged.entry)
    if (entry.number, entry.release) != (manifest.number, manifest.hash()):
        raise KeyHolderError("The key holder signed an entry for another release.")
    return logged


def last_entry() -> Entry | None:
    """Return the last entry of its log, verified with the pinned key; None if the log is empty.

    Raises KeyHolderError.
    """
    try:
        return Entry.from_bytes(_logged(_asked("GET", "/check/log")).entry)
    except EmptyLog:
        return None


def _logged(members: Mapping[str, Any]) -> Logged:
    try:
        logged = Logged(from_b64u(members["entry"]), from_b64u(members["signature"]))
        log_key = settings.CONFIGURATION.keyholder_log_key
        signing.verify(log_key, Purpose.LOG, logged.entry, logged.signature)
        Entry.from_bytes(logged.entry)
    except (KeyError, TypeError, ValueError, CheckError) as error:
        raise KeyHolderError(
            "The key holder's answer is not signed with the key in KEYHOLDER_LOG_KEY."
        ) from error
    return logged


def _asked(method: str, path: str, body: Mapping[str, str] | None = None) -> dict[str, Any]:
    connection = _connection()
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, body=sent, headers={"Content-Type": "application/json"})
        answer = connection.getresponse()
        read = answer.read(LONGEST_ANSWER)
    except (OSError, HTTPException) as error:
        raise KeyHolderError(
            f"The key holder does not answer at {settings.CONFIGURATION.keyholder_url}: "
            f"{network.WORDS[network.way_of(error)]}. Ask them, then try again."
        ) from error
    finally:
        connection.close()
    members = _members(read)
    if answer.status == HTTPStatus.NOT_FOUND and _code(members) == "no-release":
        raise EmptyLog("The key holder has logged no release yet.")
    if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY and _code(members) == "wrong-manifest":
        raise NeverLogged(
            "The key holder refused the release for its day or its keys, and it is given up. "
            "Compare the clocks of both machines, then try again."
        )
    if answer.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
        raise KeyHolderError(f"The key holder refused: {_reason(members, answer.status)}")
    return members


def _connection() -> HTTPConnection:
    """Make a connection to KEYHOLDER_URL. It follows no redirect and uses no proxy."""
    address = urlsplit(settings.CONFIGURATION.keyholder_url)
    if address.hostname is None:
        raise KeyHolderError("There is no key holder yet. Set KEYHOLDER_URL.")
    if address.scheme == "https":
        return HTTPSConnection(address.hostname, address.port, timeout=TIMEOUT)
    return HTTPConnection(address.hostname, address.port, timeout=TIMEOUT)


def _members(answer: bytes) -> dict[str, Any]:
    try:
        members = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return members if isinstance(members, dict) else {}


def _code(members: Mapping[str, Any]) -> object:
    error = members.get("error")
    return error.get("code") if isinstance(error, dict) else None


def _reason(members: Mapping[str, Any], status: int) -> str:
    error = members.get("error")
    told = error.get("message") if isinstance(error, dict) else None
    if not told and network.is_proxy_alone(status):
        return f"the proxy there answers, and the program behind it does not (status {status})."
    return str(told) if told else f"status {status}."
