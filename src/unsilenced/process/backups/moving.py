"""Moving a site's database to another PostgreSQL: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from unsilenced.process.backups.archive import BackupError
from unsilenced.process.backups.kinds import BackupKind
from unsilenced.process.backups.restoring import Under, restore
from unsilenced.process.backups.writing import backup
from unsilenced.process.database.emptying import EMPTY
from unsilenced.process.database.encoding import wrong_encoding
from unsilenced.process.database.session import connect
from unsilenced.process.django_site import make_roles, migrate
from unsilenced.process.postgres.embedded import MAJOR, OLDEST, VERSIONS, PostgresError
from unsilenced.process.postgres.pooler import refuse_transaction_mode
from unsilenced.process.roles.addresses import address_of, connected_to
from unsilenced.process.roles.names import Role, role_name
from unsilenced.process.settings.data_folder import MOVING


def move(kind: BackupKind, target: Mapping[str, str], data_dir: Path) -> None:
    """Copy the present database to `target`, with the roles that it needs there.

    The site must be stopped. The copy passes through `data_dir`, which also gets the roles'
    passwords. Raises PostgresError, BackupError and psycopg's errors; then `target` holds nothing.
    """
    source = address_of(Role.BACKUP)
    _refuse(kind, target)
    with connected_to(target):
        under_owner()
    file = data_dir / MOVING
    try:
        # People stay logged in, and spent tokens stay spent.
        backup(kind, source, file, leave_out=False)
        with connected_to(target):
            restore(kind, target, file, replace=False, prepare=under_owner)
            with _emptied_else(address_of(Role.OWNER)):
                migrate()
    finally:
        file.unlink(missing_ok=True)


def under_owner() -> Under:
    """Make the roles that the present database needs, and have the owner restore a backup.

    Raises PostgresError.
    """
    make_roles()
    address = address_of(Role.OWNER)
    return Under(address, role_name(address["dbname"], Role.OWNER))


def _refuse(kind: BackupKind, target: Mapping[str, str]) -> None:
    """Raise PostgresError or BackupError if this database cannot be moved there."""
    address = make_conninfo(**dict(target))
    try:
        with connect(address) as there:
            version = there.info.server_version // VERSIONS
            wrong = wrong_encoding(there)
        refuse_transaction_mode(address)
    except psycopg.OperationalError as error:
        raise PostgresError(f"PostgreSQL does not answer there. {error}") from error
    if not OLDEST <= version <= int(MAJOR):
        raise PostgresError(
            f"PostgreSQL {version} runs there; from {OLDEST} to {MAJOR} can be used. "
            "Nothing was moved."
        )
    if wrong:
        raise PostgresError(f"{wrong} Nothing was moved.")
    if kind.is_in_use(target):
        raise BackupError(
            "The database there is not empty. Make an empty one for this. Nothing was moved."
        )


@contextmanager
def _emptied_else(there: Mapping[str, str]) -> Iterator[None]:
    """Remove what was restored, if something then goes wrong."""
    try:
        yield
    except BaseException:
        with connect(there) as connection:
            connection.execute(EMPTY)
        raise
