"""Making the roles of a database, or telling which SQL an administrator has to run for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from unsilenced.running.postgres import PostgresError
from unsilenced.running.roles import passwords
from unsilenced.running.roles.addresses import needs_passwords
from unsilenced.running.roles.names import LOG_IN, Role, role_name
from unsilenced.running.roles.passwords import NAME, Passwords

_EXISTING = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"

# Gives what takes back from the roles what they are, or are members of, and must not.
_TOO_MUCH = """
SELECT format(
    'ALTER ROLE %%I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT %%s',
    rolname, CASE WHEN rolname = %(owner)s THEN 'NOLOGIN' ELSE 'LOGIN' END
)
FROM pg_roles WHERE rolname = ANY(%(all)s)
    AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
        OR NOT rolinherit OR rolcanlogin = (rolname = %(owner)s))
UNION ALL
SELECT format('REVOKE %%I FROM %%I', pg_get_userbyid(roleid), pg_get_userbyid(member))
FROM pg_auth_members
WHERE pg_get_userbyid(member) = ANY(%(all)s)
    AND (pg_get_userbyid(member), pg_get_userbyid(roleid)) NOT IN (
        (%(nightly)s, %(owner)s), (%(nightly)s, 'pg_checkpoint'), (%(jobs)s, 'pg_checkpoint')
    )
"""

# Asks whether the rest is as `_statements` makes it: what the roles have set for themselves, and
# what they and everybody else may do with the database and its schema.
_READY = """
SELECT
    NOT EXISTS (
        SELECT FROM pg_db_role_setting WHERE pg_get_userbyid(setrole) = ANY(%(all)s)
    )
    AND pg_has_role(%(nightly)s, %(owner)s, 'USAGE')
    AND pg_has_role(current_user, %(owner)s, 'USAGE')
    AND NOT has_database_privilege('public', current_database(), 'CONNECT, TEMP')
    AND NOT has_schema_privilege('public', 'public', 'CREATE, USAGE')
    AND has_schema_privilege(%(owner)s, 'public', 'CREATE')
    AND has_database_privilege(%(owner)s, current_database(), 'TEMP')
    AND (
        SELECT bool_and(
            has_database_privilege(name, current_database(), 'CONNECT')
            AND has_schema_privilege(name, 'public', 'USAGE')
        )
        FROM unnest(%(all)s::text[]) AS name
    )
    AND NOT EXISTS (
        SELECT FROM unnest(%(all)s::text[]) AS name
        WHERE name NOT IN (%(owner)s, %(nightly)s)
            AND (
                has_schema_privilege(name, 'public', 'CREATE')
                OR has_database_privilege(name, current_database(), 'CREATE, TEMP')
            )
    )
"""

_MAY = """
SELECT rolsuper OR (rolcreaterole AND pg_has_role(current_user, datdba, 'USAGE')), rolsuper
FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()
"""


@dataclass(frozen=True)
class _Names:
    """What the database and its roles are called."""

    database: str

    def of(self, role: Role) -> str:
        return role_name(self.database, role)

    def identifier(self, role: Role) -> sql.Identifier:
        return sql.Identifier(self.of(role))

    @property
    def all(self) -> list[str]:
        return [self.of(role) for role in Role]

    @property
    def words(self) -> dict[str, str | list[str]]:
        """What the queries above call them."""
        return {"all": self.all} | {role.value: self.of(role) for role in Role}


def are_made(present: psycopg.Connection, data_dir: Path) -> bool:
    """Whether the roles of the present database are there and may do what they need, no more.

    Also whether their passwords are in `data_dir`, if PostgreSQL asks for any.
    """
    names = _Names(present.info.dbname)
    if len(_existing(present, names)) < len(Role):
        return False
    if needs_passwords(present) and not passwords.read(data_dir):
        return False
    if _too_much(present, names):
        return False
    return present.execute(_READY, names.words).fetchone() == (True,)


def make(present: psycopg.Connection, data_dir: Path, *, new_passwords: bool = False) -> None:
    """Make the roles as they must be, where the present connection's role may.

    Their passwords are kept in `data_dir`, if PostgreSQL asks for any. Raises PostgresError, with
    what an administrator has to run, where it may not.
    """
    names = _Names(present.info.dbname)
    existing = _existing(present, names)
    drawn = _passwords(present, data_dir, existing, new=new_passwords)
    if not new_passwords and are_made(present, data_dir):
        return
    may, is_superuser = present.execute(_MAY).fetchone() or (False, False)
    statements = list(_statements(present, names, existing, drawn))
    if may:
        with present.transaction():
            for each in statements:
                present.execute(each)
            if is_superuser:
                _forget_commits(present, names)
    if not may or not are_made(present, data_dir):
        raise PostgresError(_told(statements, present))


def _existing(present: psycopg.Connection, names: _Names) -> set[str]:
    return {name for (name,) in present.execute(_EXISTING, [names.all]).fetchall()}


def _too_much(present: psycopg.Connection, names: _Names) -> list[str]:
    return [statement for (statement,) in present.execute(_TOO_MUCH, names.words).fetchall()]


def _passwords(
    present: psycopg.Connection, data_dir: Path, existing: set[str], *, new: bool
) -> Passwords:
    if not needs_passwords(present):
        return {}
    kept = passwords.read(data_dir)
    if kept and not new:
        return kept
    if existing and not new:
        raise PostgresError(
            f"The roles of this database have passwords, and {data_dir / NAME} is not there. Copy "
            "it from the machine that made them, or: unsilenced migrate --new-passwords"
        )
    return passwords.draw(data_dir)


def _statements(
    present: psycopg.Connection, names: _Names, existing: set[str], drawn: Passwords
) -> Iterator[sql.Composed | sql.SQL]:
    """Give what makes the roles, and lets each at the database and its schema."""
    for role in Role:
        name = names.identifier(role)
        if names.of(role) not in existing:
            log_in = sql.SQL("NOLOGIN" if role is Role.OWNER else "LOGIN")
            yield sql.SQL("CREATE ROLE {} {}").format(name, log_in)
    for statement in _too_much(present, names):
        yield sql.SQL(statement)
    for role in LOG_IN:
        # What a role has set for itself is undone: it may always do that, and change its password.
        yield sql.SQL("ALTER ROLE {} RESET ALL").format(names.identifier(role))
        yield sql.SQL("ALTER ROLE {} IN DATABASE {} RESET ALL").format(
            names.identifier(role), sql.Identifier(names.database)
        )
        if role in drawn:
            yield sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                names.identifier(role), sql.Literal(_verifier(present, names.of(role), drawn[role]))
            )
    owner = names.identifier(Role.OWNER)
    every = sql.SQL(", ").join(names.identifier(role) for role in Role)
    database = sql.Identifier(names.database)
    administrator = sql.Identifier(present.info.user)
    yield sql.SQL("GRANT {} TO {}, {}").format(owner, names.identifier(Role.NIGHTLY), administrator)
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}").format(database, every)
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, every)
    # A migration may need a table of its own while it runs.
    yield sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, owner)
    yield sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(every)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(every)
    yield sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(owner)


def _forget_commits(present: psycopg.Connection, names: _Names) -> None:
    """Let the jobs have PostgreSQL forget moments, which only a superuser can.

    A new write-ahead log begins without those of the commits, and the statistics without those of
    the last uses.
    """
    roles = sql.SQL(", ").join(names.identifier(role) for role in (Role.JOBS, Role.NIGHTLY))
    present.execute(sql.SQL("GRANT pg_checkpoint TO {}").format(roles))
    for function in ("pg_switch_wal()", "pg_stat_reset()"):
        present.execute(
            sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), roles)
        )


def _verifier(present: psycopg.Connection, name: str, password: str) -> str:
    """Return what PostgreSQL keeps of a password: it says nothing of it to who reads it."""
    made: bytes = present.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    )
    return made.decode()


def _told(statements: list[sql.Composed | sql.SQL], present: psycopg.Connection) -> str:
    lines = "\n".join(f"  {each.as_string(present)};" for each in statements)
    return (
        f"The role {present.info.user!r} may not set up the roles that the site works under. Have "
        f"an administrator of PostgreSQL run this in the database {present.info.dbname!r}, then "
        f"migrate again:\n{lines}"
    )
