"""Encrypted connections for PostgreSQL's programs, which are built without TLS.

So is the client library (libpq) of their package. psycopg brings the same library with TLS, and we
start the programs with that one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

from unsilenced.process.postgres.embedded import PostgresError

_MAPS = Path("/proc/self/maps")
_LIBRARY = re.compile(r"(/\S.*/libpq[-.][^/\n]*)$", re.MULTILINE)
_SEPARATORS = re.compile(r"[\s:]")
"""These end a name in `LD_PRELOAD`, so no name may hold them."""


def encrypting(database: Mapping[str, str]) -> dict[str, str]:
    """Return the variables with which one of PostgreSQL's programs can encrypt its connection.

    None for a server on this machine. Raises PostgresError if it could not encrypt.
    """
    if _is_here(database):
        return {}
    library = _library()
    if library is None:
        raise PostgresError(
            "PostgreSQL's programs can encrypt a connection only on Linux, and where this program "
            "is in a folder without a space or a colon in its path. Nothing was done."
        )
    return {"LD_PRELOAD": library}


def _is_here(database: Mapping[str, str]) -> bool:
    """Whether every host is a socket's folder, or an address of this machine's own.

    If a certificate is asked for, a local server's is checked too.
    """
    if database.get("sslmode", "prefer") not in {"disable", "allow", "prefer"}:
        return False
    hosts = (database.get("hostaddr") or database.get("host", "")).split(",")
    return all(map(_is_own, hosts))


def _is_own(host: str) -> bool:
    if not host or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _library() -> str | None:
    """Return the file of the client library that psycopg uses (Linux)."""
    try:
        found = _LIBRARY.search(_MAPS.read_text(encoding="utf-8"))
    except OSError:
        return None
    return found[1] if found and not _SEPARATORS.search(found[1]) else None
