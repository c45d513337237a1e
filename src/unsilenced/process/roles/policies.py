"""Row-level security: which rows of a table the role that serves sees and changes.

Policies name roles, and so the database, so they are made here each time the rights are given and
no backup brings any. The owner holds the tables, so none binds it or its member, the nightly role;
it is not forced on them. The jobs and the backup see every row by a policy of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import LiteralString

import psycopg
from psycopg import sql

from unsilenced.process.roles.names import Role, role_name

EVERY_ROW = "every_row"
"""What the policy of the jobs and of the backup is called."""


@dataclass(frozen=True)
class Policy:
    """Conditions in SQL under which the role that serves does something with a row.

    `owns` is for all that it may do with the table; `reads`, `adds` and `removes` are for that
    alone. With `locks` it may hold a row by `SELECT … FOR UPDATE`, and not change it.
    """

    owns: str
    reads: str = ""
    adds: str = ""
    removes: str = ""
    locks: str = ""


TablePolicies = Mapping[str, Policy]

_FOUND = """
SELECT relname::text, relrowsecurity, polname::text, polname IS NOT NULL AND polpermissive
FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND pg_get_userbyid(relowner) = %s AND (relrowsecurity OR polname IS NOT NULL)
"""


def separate(present: psycopg.Connection, policies: TablePolicies) -> None:
    """Make the policies of every table, in place of what policies there are."""
    with present.transaction():
        remove_policies(present)
        for table in {table for table, *_ in _found(present)} - policies.keys():
            name = sql.Identifier("public", table)
            _run(present, "ALTER TABLE {} DISABLE ROW LEVEL SECURITY", name)
        for table, policy in policies.items():
            at = sql.Identifier("public", table)
            _run(present, "ALTER TABLE {} ENABLE ROW LEVEL SECURITY", at)
            for made, statement in _policies(present, policy):
                begin = sql.SQL("CREATE POLICY {} ON {} ").format(sql.Identifier(made), at)
                present.execute(begin + sql.SQL(statement))


def remove_policies(present: psycopg.Connection) -> None:
    """Remove all policies, so that a migration may change what they name.

    Until they are made again, whom they bind sees nothing.
    """
    with present.transaction():
        for table, _is_on, policy, _ in _found(present):
            if policy is not None:
                at = sql.Identifier("public", table)
                _run(present, "DROP POLICY {} ON {}", sql.Identifier(policy), at)


def is_separated(present: psycopg.Connection, policies: TablePolicies) -> bool:
    """Whether every table has the policies that it must have, and no other."""
    wanted = {
        (table, True, name, True)
        for table, policy in policies.items()
        for name, _statement in _policies(present, policy)
    }
    return set(_found(present)) == wanted


def _run(present: psycopg.Connection, statement: LiteralString, *names: sql.Identifier) -> None:
    present.execute(sql.SQL(statement).format(*names))


def _found(present: psycopg.Connection) -> list[tuple[str, bool, str | None, bool]]:
    return present.execute(_FOUND, [role_name(present.info.dbname, Role.OWNER)]).fetchall()


def _policies(present: psycopg.Connection, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield the name and the statement of each policy; the name tells one definition from another.

    So it is seen where another version of the program made them.
    """
    serve, jobs, backup = (
        sql.Identifier(role_name(present.info.dbname, role)).as_string(present)
        for role in (Role.SERVE, Role.JOBS, Role.BACKUP)
    )
    yield EVERY_ROW, f"TO {jobs}, {backup} USING (true) WITH CHECK (true)"
    parts = {
        "owns": f"TO {serve} USING ({policy.owns}) WITH CHECK ({policy.owns})",
        "reads": policy.reads and f"FOR SELECT TO {serve} USING ({policy.reads})",
        "adds": policy.adds and f"FOR INSERT TO {serve} WITH CHECK ({policy.adds})",
        "locks": policy.locks
        and f"FOR UPDATE TO {serve} USING ({policy.locks}) WITH CHECK (false)",
        "removes": policy.removes and f"FOR DELETE TO {serve} USING ({policy.removes})",
    }
    for what, statement in parts.items():
        if statement:
            yield f"{what}_{sha256(statement.encode()).hexdigest()[:16]}", statement
