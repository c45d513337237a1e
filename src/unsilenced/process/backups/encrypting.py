"""Encrypted connections for PostgreSQL's programs, which come without.

The package that brings them is built without TLS, its client library (libpq) too. psycopg brings
the same library with TLS: the programs are started with that one.
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
"""What ends a name in `LD_PRELOAD`, and so may not stand in one."""


def encrypting(database: Mapping[str, str]) -> dict[str, str]:
    """Return what lets one of PostgreSQL's programs encrypt its connection to `database`.

    Nothing for a server on this machine. Raises PostgresError where it could not encrypt.
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

    Where a certificate is asked for, it is looked at here too.
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
    """Return the file of the client library that psycopg works with (Linux)."""
    try:
        found = _LIBRARY.search(_MAPS.read_text(encoding="utf-8"))
    except OSError:
        return None
    return found[1] if found and not _SEPARATORS.search(found[1]) else None
