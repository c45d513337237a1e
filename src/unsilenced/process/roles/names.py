"""The five roles of a site's database, and what PostgreSQL calls them."""

from __future__ import annotations

from enum import Enum

from unsilenced.process.postgres.embedded import PostgresError

PREFIX = "unsilenced"
LONGEST_DATABASE = 44
"""Bytes of a database's name that leave room for the rest in PostgreSQL's 63 of a role's name."""


class Role(Enum):
    """What a connection is for."""

    OWNER = "owner"
    """Owns the schema's tables and functions; migrates. Nobody logs in as it."""

    SERVE = "serve"
    """Answers requests."""

    JOBS = "jobs"
    """Does the periodic jobs and what an administrator asks for on the command line."""

    NIGHTLY = "nightly"
    """Rewrites tables so that the order of their rows tells nothing; a member of the owner."""

    BACKUP = "backup"
    """Reads everything."""


LOG_IN = (Role.SERVE, Role.JOBS, Role.NIGHTLY, Role.BACKUP)
"""The roles that connections are made as."""


def role_name(database: str, role: Role) -> str:
    """Return what PostgreSQL calls `role` for `database`: a server may hold several sites.

    The triggers of append-only tables spell the nightly one in the same way. Raises PostgresError
    for a database whose name is too long.
    """
    if len(database.encode()) > LONGEST_DATABASE:
        raise PostgresError(
            f"The name of the database must be at most {LONGEST_DATABASE} characters long, as the "
            f"names of its roles begin with it: {database!r}."
        )
    return f"{PREFIX}_{database}_{role.value}"


def serves(user: str) -> bool:
    """Whether `user` is the role that answers requests, of whichever database."""
    return user.startswith(f"{PREFIX}_") and user.endswith(f"_{Role.SERVE.value}")
