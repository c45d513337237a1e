"""Making the roles of a database, or telling which SQL somebody else has to run for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from unsilenced.process.postgres.embedded import PostgresError
from unsilenced.process.roles import passwords
from unsilenced.process.roles.addresses import needs_passwords
from unsilenced.process.roles.missing import By, Missing, Names, existing, missing
from unsilenced.process.roles.names import Role
from unsilenced.process.roles.passwords import NAME, Passwords

# Whose the database and its schema are, and whether the present role may act for each of the three.
_OWNERS = """
SELECT rolsuper, rolsuper OR rolcreaterole,
    pg_get_userbyid(datdba)::text, pg_has_role(current_user, datdba, 'USAGE'),
    pg_get_userbyid(nspowner)::text, pg_has_role(current_user, nspowner, 'USAGE')
FROM pg_roles, pg_database, pg_namespace
WHERE rolname = current_user AND datname = current_database() AND nspname = 'public'
"""
_FORGETTING = (
    "pg_switch_wal()",
    "pg_stat_reset()",
    "pg_stat_reset_single_table_counters(oid)",
)
_DATABASE_OWNER = "pg_database_owner"
"""The role of which the database's owner is the one member; new databases' schema is its."""


@dataclass(frozen=True)
class _Present:
    """What the present connection's role may do by itself, and who may do the rest."""

    is_superuser: bool
    may: Mapping[By, bool]
    who: Mapping[By, str]


def are_made(present: psycopg.Connection, data_dir: Path) -> bool:
    """Whether the roles of the present database are there and may do what they need, no more.

    Also whether their passwords are in `data_dir`, if PostgreSQL asks for any.
    """
    if needs_passwords(present) and not passwords.read(data_dir):
        return False
    return not missing(present, Names(present.info.dbname), {}, new_passwords=False)


def make(present: psycopg.Connection, data_dir: Path, *, new_passwords: bool = False) -> None:
    """Make the roles as they must be, as far as the present connection's role may.

    Their passwords are kept in `data_dir`, if PostgreSQL asks for any. Raises PostgresError where
    something is still missing, with what somebody else has to run.
    """
    names, role = Names(present.info.dbname), _present(present)
    if not new_passwords and are_made(present, data_dir):
        if role.is_superuser:
            _forget_commits(present, names)
        return
    drawn, are_new = _passwords(present, data_dir, existing(present, names), new=new_passwords)
    verifiers = {
        each: _verifier(present, names.of(each), password) for each, password in drawn.items()
    }
    wanting = missing(present, names, verifiers, new_passwords=are_new)
    # What belongs to others names the roles, so these come first.
    can = [each for each in wanting if role.may[each.by]] if _may_begin(wanting, role) else []
    with present.transaction():
        _mend(present, can, role)
        if role.is_superuser:
            _forget_commits(present, names)
    beyond = [each for each in wanting if not role.may[each.by]]
    if left := beyond or missing(present, names, verifiers, new_passwords=False):
        raise PostgresError(_told(left, present, role))


def _may_begin(wanting: list[Missing], role: _Present) -> bool:
    return role.may[By.ADMINISTRATOR] or all(each.by is not By.ADMINISTRATOR for each in wanting)


def _mend(present: psycopg.Connection, can: list[Missing], role: _Present) -> None:
    """Run what mends it; PostgreSQL may yet refuse (a role that another made, from 16 on)."""
    try:
        for each in can:
            for statement in each.statements:
                present.execute(statement.encode())
    except psycopg.errors.InsufficientPrivilege as error:
        told = _told(can, present, role)
        raise PostgresError(f"{told}\nPostgreSQL says: {error}") from error


def _present(present: psycopg.Connection) -> _Present:
    found = present.execute(_OWNERS).fetchone()
    if found is None:
        raise PostgresError(f"The database {present.info.dbname!r} has no schema public. Make it.")
    is_superuser, may_make, database_owner, owns_database, schema_owner, owns_schema = found
    if schema_owner == _DATABASE_OWNER:
        schema_owner = database_owner
    return _Present(
        is_superuser,
        {
            By.ADMINISTRATOR: may_make,
            By.DATABASE_OWNER: owns_database,
            By.SCHEMA_OWNER: owns_schema,
        },
        {
            By.ADMINISTRATOR: "an administrator of PostgreSQL",
            By.DATABASE_OWNER: f"the owner of the database, {database_owner!r},",
            By.SCHEMA_OWNER: f"the owner of its schema public, {schema_owner!r},",
        },
    )


def _passwords(
    present: psycopg.Connection, data_dir: Path, there: set[str], *, new: bool
) -> tuple[Passwords, bool]:
    """Return the roles' passwords, if PostgreSQL asks for any, and whether they are new."""
    if not needs_passwords(present):
        return {}, False
    kept = passwords.read(data_dir)
    if kept and not new:
        return kept, False
    if there and not new:
        raise PostgresError(
            f"The roles of this database have passwords, and {data_dir / NAME} is not there. Put "
            "your copy of it back there, or that of another machine that serves this site. If "
            "there is none, make new passwords, and copy them to each such machine: unsilenced "
            "migrate --new-passwords"
        )
    return passwords.draw(data_dir), True


def _forget_commits(present: psycopg.Connection, names: Names) -> None:
    """Let the jobs have PostgreSQL forget moments, which only a superuser can.

    A new write-ahead log begins without those of the commits, and the statistics without those of
    the last uses.
    """
    roles = sql.SQL(", ").join(sql.Identifier(names.of(role)) for role in (Role.JOBS, Role.NIGHTLY))
    present.execute(sql.SQL("GRANT pg_checkpoint TO {}").format(roles))
    for function in _FORGETTING:
        present.execute(
            sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), roles)
        )


def _verifier(present: psycopg.Connection, name: str, password: str) -> str:
    """Return what PostgreSQL keeps of a password: it says nothing of it to who reads it."""
    made: bytes = present.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    )
    return made.decode()


def _told(left: list[Missing], present: psycopg.Connection, role: _Present) -> str:
    return "\n".join(_lines(left, present, role))


def _lines(left: list[Missing], present: psycopg.Connection, role: _Present) -> Iterator[str]:
    yield (
        f"The role {present.info.user!r} may not set up all that the site's roles need. What is "
        "missing:"
    )
    yield from (f"- {each.what}" for each in left)
    for by in By:
        statements = [each for one in left if one.by is by for each in one.statements]
        if statements:
            yield f"Have {role.who[by]} run this in the database {present.info.dbname!r}:"
            yield from (f"  {each};" for each in statements)
    yield "Then run this command again."
