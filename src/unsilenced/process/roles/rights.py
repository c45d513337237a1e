"""What each role may do with each table, and having PostgreSQL hold them to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from unsilenced.process.postgres.embedded import PostgresError
from unsilenced.process.roles.names import LOG_IN, Role, role_name

NOTHING = ""
READ = "SELECT"
APPEND = "SELECT, INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
REMOVE = "SELECT, INSERT, DELETE"
ALL = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True)
class Rights:
    """What two roles may do with a table, in the words of GRANT.

    The owner and its member, the nightly role, may do everything with every table, and the backup
    role reads each.
    """

    serve: str
    jobs: str

    @property
    def is_append_only(self) -> bool:
        """Whether nobody but the owner changes or removes a row."""
        return self.serve == self.jobs == APPEND

    def of(self, role: Role) -> str:
        """Return what `role` is granted."""
        granted = {Role.SERVE: self.serve, Role.JOBS: self.jobs, Role.BACKUP: READ}
        return granted.get(role, NOTHING)


TableRights = Mapping[str, Rights]

QUEUE = "procrastinate_"
"""How the names begin of the functions and types that the queue of jobs is made of."""

# What of the site's own somebody else than the owner holds. What belongs to a table (an index, the
# sequence of a column) goes with it.
_OTHERS_HOLD = """
SELECT format('ALTER TABLE %%s OWNER TO %%I', oid::regclass, %(owner)s::text)
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%(tables)s::text[])
    AND pg_get_userbyid(relowner) <> %(owner)s::text
UNION ALL
SELECT format('ALTER ROUTINE %%s OWNER TO %%I', oid::regprocedure, %(owner)s::text)
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND pg_get_userbyid(proowner) <> %(owner)s::text
    AND (
        starts_with(proname::text, %(queue)s)
        OR EXISTS (
            SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
            WHERE tgfoid = pg_proc.oid AND relname = ANY(%(tables)s::text[])
        )
    )
UNION ALL
SELECT format('ALTER TYPE %%s OWNER TO %%I', thing.oid::regtype, %(owner)s::text)
FROM pg_type AS thing
WHERE typnamespace = 'public'::regnamespace AND pg_get_userbyid(typowner) <> %(owner)s::text
    AND starts_with(typname::text, %(queue)s)
    AND (
        typtype IN ('e', 'd')
        OR EXISTS (SELECT FROM pg_class WHERE oid = thing.typrelid AND relkind = 'c')
    )
"""

_TABLES = """
SELECT relname::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND pg_get_userbyid(relowner) = %s
"""

_SEQUENCES = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND pg_get_userbyid(relowner) = %s
"""

# The numbers that a column of type serial draws; those of an identity column need no grant.
_SERIALS = """
SELECT sequence.oid::regclass::text
FROM pg_class AS sequence
JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = sequence.oid AND deptype = 'a'
WHERE sequence.relkind = 'S' AND refobjid = to_regclass(format('public.%%I', %s::text))
"""

# A function that a trigger calls, or that a role may call, finds what its writer meant and nothing
# that somebody else gave the same name.
_ROUTINES = """
SELECT oid::regprocedure::text, coalesce(proconfig::text LIKE '%%search_path=%%', false)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND pg_get_userbyid(proowner) = %s
"""

# What stands granted to the roles and to everybody, on tables and on columns, in the words of
# `Rights`.
_GRANTED = """
WITH ours AS (
    SELECT oid, relname, relowner, relacl FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%(tables)s::text[])
),
granted AS (
    SELECT grantee, relname, privilege_type AS privilege
    FROM ours, aclexplode(relacl) WHERE grantee <> relowner
    UNION
    SELECT grantee, relname, format('%%s (%%s)', privilege_type, attname)
    FROM ours JOIN pg_attribute ON attrelid = ours.oid, aclexplode(attacl)
)
SELECT pg_get_userbyid(grantee)::text, relname::text, privilege FROM granted
WHERE grantee = 0 OR pg_get_userbyid(grantee) = ANY(%(roles)s::text[])
"""


def give_to_owner(present: psycopg.Connection, tables: Collection[str]) -> None:
    """Have the owner hold what is the site's: what was made before there was an owner, too.

    Raises PostgresError where it belongs to a role that the present one is no member of.
    """
    statements = _held_by_others(present, tables)
    try:
        with present.transaction():
            for statement in statements:
                present.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        lines = "\n".join(f"  {each};" for each in statements)
        raise PostgresError(
            f"The role {present.info.user!r} may not give the tables to the role that must own "
            f"them. PostgreSQL says: {error}\nHave an administrator of PostgreSQL run this in the "
            f"database {present.info.dbname!r}, then run this command again:\n{lines}"
        ) from error


def grant(present: psycopg.Connection, rights: TableRights) -> None:
    """Grant each role what it may do with each table, in place of whatever was granted.

    A table that `rights` does not name is left to the owner and the backup.
    """
    with present.transaction():
        for statement in _statements(present, rights):
            present.execute(statement)


def is_granted(present: psycopg.Connection, rights: TableRights) -> bool:
    """Whether the owner holds every table and each role has been granted what `rights` says.

    So it is after `grant`, and no longer once tables came from a backup, or another version of the
    program has other rights.
    """
    wanted = {
        (_name(present, role), table, privilege)
        for table, granted in rights.items()
        for role in LOG_IN
        for privilege in granted.of(role).split(", ")
        if privilege
    }
    words = {"tables": list(rights), "roles": [_name(present, role) for role in LOG_IN]}
    found = set(present.execute(_GRANTED, words).fetchall())
    return found == wanted and not _held_by_others(present, rights)


def _held_by_others(present: psycopg.Connection, tables: Collection[str]) -> list[str]:
    """Return what to run so that the owner holds it."""
    words = {"owner": _name(present, Role.OWNER), "tables": list(tables), "queue": QUEUE}
    return [statement for (statement,) in present.execute(_OTHERS_HOLD, words).fetchall()]


def _statements(present: psycopg.Connection, rights: TableRights) -> Iterator[str]:
    owner = [_name(present, Role.OWNER)]
    serve, jobs, backup = (_quoted(present, role) for role in (Role.SERVE, Role.JOBS, Role.BACKUP))
    everybody = ", ".join(["PUBLIC", *(_quoted(present, role) for role in LOG_IN)])
    for (name,) in present.execute(_TABLES, owner).fetchall():
        table = sql.Identifier("public", name).as_string(present)
        yield f"REVOKE ALL ON {table} FROM {everybody}"
        yield f"GRANT SELECT ON {table} TO {backup}"
    for (sequence,) in present.execute(_SEQUENCES, owner).fetchall():
        yield f"REVOKE ALL ON SEQUENCE {sequence} FROM {everybody}"
        yield f"GRANT SELECT ON SEQUENCE {sequence} TO {backup}"
    for routine, finds_its_own in present.execute(_ROUTINES, owner).fetchall():
        yield f"REVOKE ALL ON ROUTINE {routine} FROM {everybody}"
        # Their queue is made of functions.
        yield f"GRANT EXECUTE ON ROUTINE {routine} TO {jobs}"
        if not finds_its_own:
            yield f"ALTER ROUTINE {routine} SET search_path = public, pg_temp"
    for name, granted in rights.items():
        yield from _on_table(present, name, granted.serve, serve)
        yield from _on_table(present, name, granted.jobs, jobs)


def _on_table(present: psycopg.Connection, name: str, granted: str, role: str) -> Iterator[str]:
    if granted == NOTHING:
        return
    yield f"GRANT {granted} ON {sql.Identifier('public', name).as_string(present)} TO {role}"
    if "INSERT" in granted:
        for (sequence,) in present.execute(_SERIALS, [name]).fetchall():
            yield f"GRANT USAGE ON SEQUENCE {sequence} TO {role}"


def _name(present: psycopg.Connection, role: Role) -> str:
    return role_name(present.info.dbname, role)


def _quoted(present: psycopg.Connection, role: Role) -> str:
    return sql.Identifier(_name(present, role)).as_string(present)
