"""Writing a backup: a file that is whole, or none."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from unsilenced.process.backups.archive import BackupError, check, run, service
from unsilenced.process.backups.daily_files import part_of
from unsilenced.process.backups.kinds import BackupKind
from unsilenced.process.database.session import connect

# What others keep in another schema is not the site's. The site needs no extensions of a provider,
# and elsewhere they may be missing.
OURS = ("--schema=public", "--extension=plpgsql")

_HIDDEN = """
SELECT relname::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND row_security_active(pg_class.oid)
    AND (
        NOT EXISTS (
            SELECT FROM pg_policy
            WHERE polrelid = pg_class.oid AND polpermissive AND polcmd IN ('*', 'r')
                AND pg_get_expr(polqual, polrelid) = 'true'
                AND EXISTS (
                    SELECT FROM unnest(polroles) AS role
                    WHERE role = 0 OR pg_has_role(current_user, role, 'USAGE')
                )
        )
        OR EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND NOT polpermissive)
    )
ORDER BY relname
"""


def backup(
    kind: BackupKind, database: Mapping[str, str], file: Path, *, leave_out: bool = True
) -> None:
    """Write the database to `file`, in PostgreSQL's custom format, and read all of it once.

    `file` appears only when it is whole. Raises BackupError, also for a database with nothing to
    keep: otherwise somebody who names the wrong database would keep backups of nothing.
    """
    try:
        with _part_of(file) as (part, held):
            with service(database) as environment:
                left_out = kind.left_out if leave_out else ()
                run(
                    "pg_dump",
                    "--format=custom",
                    # Else it refuses tables with policies, though that of its role shows it all.
                    "--enable-row-security",
                    *OURS,
                    *(f"--exclude-table-data={table}" for table in left_out),
                    f"--file={part}",
                    environment=environment,
                    held=(held,),
                )
            _refuse_hidden_rows(database)
            if not kind.holds_anything(database):
                raise BackupError(
                    f"Nothing was written: this database holds no {kind.thing}. "
                    f"Are {kind.settings} those of the site?"
                )
            check(kind, part)
            part.replace(file)
            _hold_on_to_names(file.parent)
    except OSError as error:
        raise BackupError(f"{file} could not be written: {error.strerror}.") from error


def _refuse_hidden_rows(database: Mapping[str, str]) -> None:
    """Raise BackupError for tables of which policies let the present role see less than all.

    pg_dump would leave out what it does not see, and say nothing.
    """
    with connect(database) as connection:
        hidden = [name for (name,) in connection.execute(_HIDDEN).fetchall()]
    if hidden:
        raise BackupError(
            f"Nothing was written: not every row of {', '.join(hidden)} can be read. Run this "
            "first: unsilenced migrate"
        )


@contextmanager
def _part_of(file: Path) -> Iterator[tuple[Path, int]]:
    """Give the file that is written first and then moved, and its descriptor; then remove it.

    It stays locked while any process writes into it, even one that outlives our killed process.
    """
    part = part_of(file)
    held = os.open(part, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup is being written to {file}. Wait for it.") from None
        try:
            yield part, held
        finally:
            part.unlink(missing_ok=True)
    finally:
        os.close(held)


def _hold_on_to_names(folder: Path) -> None:
    """Write the folder's names to the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
