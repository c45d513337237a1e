"""What the roles of a database lack, the statement that mends it, and whose statement that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import psycopg
from psycopg import sql

from unsilenced.process.roles.names import Role, role_name

_EXISTING = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"

# Gives what takes back from the roles what they are, or are members of, and must not.
_TOO_MUCH = """
SELECT rolname::text, format(
    'ALTER ROLE %%I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT %%s',
    rolname, CASE WHEN rolname = %(owner)s THEN 'NOLOGIN' ELSE 'LOGIN' END
)
FROM pg_roles WHERE rolname = ANY(%(all)s)
    AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
        OR NOT rolinherit OR rolcanlogin = (rolname = %(owner)s))
UNION ALL
SELECT pg_get_userbyid(member)::text,
    format('REVOKE %%I FROM %%I', pg_get_userbyid(roleid), pg_get_userbyid(member))
FROM pg_auth_members
WHERE pg_get_userbyid(member) = ANY(%(all)s)
    AND (pg_get_userbyid(member), pg_get_userbyid(roleid)) NOT IN (
        (%(nightly)s, %(owner)s), (%(nightly)s, 'pg_checkpoint'), (%(jobs)s, 'pg_checkpoint')
    )
"""

# Gives what undoes what a role has set for itself: it may always do that.
_OWN_SETTINGS = """
SELECT pg_get_userbyid(setrole)::text, format(
    'ALTER ROLE %%I %%s RESET ALL', pg_get_userbyid(setrole),
    CASE WHEN datname IS NULL THEN '' ELSE format('IN DATABASE %%I', datname) END
)
FROM pg_db_role_setting LEFT JOIN pg_database ON pg_database.oid = setdatabase
WHERE pg_get_userbyid(setrole) = ANY(%(all)s)
"""

# What the roles and everybody else may do with the database and with its schema.
_ON_DATABASE = """
SELECT coalesce(rolname, 'PUBLIC')::text, privilege_type
FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
LEFT JOIN pg_roles ON pg_roles.oid = grantee
WHERE datname = current_database() AND (grantee = 0 OR rolname = ANY(%(all)s))
"""
_ON_SCHEMA = """
SELECT coalesce(rolname, 'PUBLIC')::text, privilege_type
FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
LEFT JOIN pg_roles ON pg_roles.oid = grantee
WHERE nspname = 'public' AND (grantee = 0 OR rolname = ANY(%(all)s))
"""


_SET_SINCE = 160000
"""The version from which a member may be one that cannot become the other."""


class By(Enum):
    """Who may run a statement, beside a superuser."""

    ADMINISTRATOR = "a role that may make roles"
    DATABASE_OWNER = "the owner of the database"
    SCHEMA_OWNER = "the owner of the schema public"


@dataclass(frozen=True)
class Missing:
    """One thing that is not as it must be, the statements that mend it, and whose they are."""

    what: str
    statements: tuple[str, ...]
    by: By


@dataclass(frozen=True)
class Names:
    """What the database and its roles are called."""

    database: str

    def of(self, role: Role) -> str:
        """Return what PostgreSQL calls `role`."""
        return role_name(self.database, role)

    @property
    def all(self) -> list[str]:
        """The names of all roles."""
        return [self.of(role) for role in Role]

    @property
    def words(self) -> dict[str, str | list[str]]:
        """What the queries above call them."""
        return {"all": self.all} | {role.value: self.of(role) for role in Role}


Verifiers = Mapping[Role, str]
"""What PostgreSQL keeps of each password."""


def existing(present: psycopg.Connection, names: Names) -> set[str]:
    """Return the names of the roles that are there."""
    return {name for (name,) in present.execute(_EXISTING, [names.all]).fetchall()}


def missing(
    present: psycopg.Connection, names: Names, verifiers: Verifiers, *, new_passwords: bool
) -> list[Missing]:
    """Return all that is not as it must be, in an order in which it can be mended.

    Roles that are made are given `verifiers`; those that are there, only if these are new.
    """
    there = existing(present, names)
    return [
        *_roles(present, names, there, verifiers),
        *_passwords(present, names, there, verifiers if new_passwords else {}),
        *_too_much(present, names),
        *_members(present, names, there),
        *_database(present, names),
        *_schema(present, names),
    ]


def _roles(
    present: psycopg.Connection, names: Names, there: set[str], verifiers: Verifiers
) -> Iterator[Missing]:
    for role in Role:
        name = names.of(role)
        if name in there:
            continue
        created = sql.SQL("CREATE ROLE {} {}").format(
            sql.Identifier(name), sql.SQL("NOLOGIN" if role is Role.OWNER else "LOGIN")
        )
        if role in verifiers:
            created += sql.SQL(" PASSWORD {}").format(sql.Literal(verifiers[role]))
        yield _by_administrator(present, f"There is no role {name}.", created)


def _passwords(
    present: psycopg.Connection, names: Names, there: set[str], verifiers: Verifiers
) -> Iterator[Missing]:
    for role, verifier in verifiers.items():
        name = names.of(role)
        if name in there:
            changed = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                sql.Identifier(name), sql.Literal(verifier)
            )
            yield _by_administrator(present, f"{name} has another password.", changed)


def _too_much(present: psycopg.Connection, names: Names) -> Iterator[Missing]:
    for query, what in ((_TOO_MUCH, "may do too much"), (_OWN_SETTINGS, "has settings of its own")):
        for name, statement in present.execute(query, names.words).fetchall():
            yield Missing(f"{name} {what}.", (statement,), By.ADMINISTRATOR)


def _members(present: psycopg.Connection, names: Names, there: set[str]) -> Iterator[Missing]:
    """Give what makes the nightly role, and who migrates, members of the owner."""
    owner = names.of(Role.OWNER)
    may_become = "SET" if present.info.server_version >= _SET_SINCE else "MEMBER"
    for member in (names.of(Role.NIGHTLY), present.info.user):
        is_member = {owner, names.of(Role.NIGHTLY)} <= there and present.execute(
            "SELECT pg_has_role(%(member)s, %(owner)s, 'USAGE')"
            " AND pg_has_role(%(member)s, %(owner)s, %(become)s)",
            {"member": member, "owner": owner, "become": may_become},
        ).fetchone() == (True,)
        if not is_member:
            joined = sql.SQL("GRANT {} TO {}").format(sql.Identifier(owner), sql.Identifier(member))
            yield _by_administrator(present, f"{member} is no member of {owner}.", joined)


def _database(present: psycopg.Connection, names: Names) -> Iterator[Missing]:
    # A migration may need a table of its own while it runs.
    more = (names.of(Role.OWNER), "TEMPORARY")
    wanted = {(name, "CONNECT") for name in names.all} | {more}
    if set(present.execute(_ON_DATABASE, names.words).fetchall()) != wanted:
        thing = sql.SQL("DATABASE {}").format(sql.Identifier(names.database))
        statements = _granting(present, names, thing, "CONNECT", more)
        what = "Others may use the database, or the roles may not, or may do too much with it."
        yield Missing(what, statements, By.DATABASE_OWNER)


def _schema(present: psycopg.Connection, names: Names) -> Iterator[Missing]:
    more = (names.of(Role.OWNER), "CREATE")
    wanted = {(name, "USAGE") for name in names.all} | {more}
    if set(present.execute(_ON_SCHEMA, names.words).fetchall()) != wanted:
        statements = _granting(present, names, sql.SQL("SCHEMA public"), "USAGE", more)
        what = "Others may use the schema public, or the roles may not, or may do too much in it."
        yield Missing(what, statements, By.SCHEMA_OWNER)


def _granting(
    present: psycopg.Connection,
    names: Names,
    thing: sql.Composable,
    to_all: str,
    more: tuple[str, str],
) -> tuple[str, ...]:
    """Return what takes `thing` from everybody, and grants the roles what they need of it."""
    every = sql.SQL(", ").join(map(sql.Identifier, names.all))
    name, privilege = more
    statements = (
        sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(thing, every),
        sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(to_all), thing, every),
        sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(privilege), thing, sql.Identifier(name)),
    )
    return tuple(each.as_string(present) for each in statements)


def _by_administrator(present: psycopg.Connection, what: str, statement: sql.Composed) -> Missing:
    return Missing(what, (statement.as_string(present),), By.ADMINISTRATOR)
