"""The encoding of a database: only UTF-8 can hold what people write."""

from __future__ import annotations

import psycopg

ENCODING = "UTF8"


def wrong_encoding(connection: psycopg.Connection) -> str:
    """Say what is wrong with the database's encoding, and what to do; empty for a right one."""
    found = connection.info.parameter_status("server_encoding")
    if found == ENCODING:
        return ""
    return (
        f"The database {connection.info.dbname!r} is encoded as {found}, which cannot hold all "
        f"that people write. Make one with ENCODING '{ENCODING}' TEMPLATE template0."
    )
