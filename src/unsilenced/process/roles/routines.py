"""Functions that do with the owner's rights what a role may not do by itself.

They are made here each time the rights are given, as the policies are: what a backup brought under
their names is replaced before anybody may call it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from unsilenced.process.roles.names import Role, role_name

# It finds the tables of `public` and nothing of the same name that its caller made.
_MAKE = """
CREATE FUNCTION public.{name} ({takes}) RETURNS TABLE ({gives})
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS {body}
"""

_FOUND = """
SELECT oid::regprocedure::text, proname::text, prosrc, prosecdef
    AND proconfig = ARRAY['search_path=public, pg_temp']
    AND has_function_privilege(%(serve)s::text, oid, 'EXECUTE')
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
    AND (proname = ANY(%(names)s::text[]) OR prosecdef AND pg_get_userbyid(proowner) = %(owner)s)
"""


@dataclass(frozen=True)
class Routine:
    """A function: its name, what it takes and gives in the words of SQL, and one query."""

    name: str
    takes: str
    gives: str
    does: str

    @property
    def body(self) -> str:
        """Return its body: plpgsql keeps the plan of a query, and SQL functions do not."""
        return f"#variable_conflict use_column\nBEGIN\nRETURN QUERY {self.does};\nEND"


def make_routines(present: psycopg.Connection, routines: Sequence[Routine]) -> None:
    """Make the functions, in place of what there is under their names, for the role that serves.

    Any other function that runs with the owner's rights goes.
    """
    owner, serve, jobs = (
        sql.Identifier(role_name(present.info.dbname, role))
        for role in (Role.OWNER, Role.SERVE, Role.JOBS)
    )
    with present.transaction():
        for signature, *_ in _found(present, routines):
            present.execute(sql.SQL("DROP FUNCTION {}").format(sql.SQL(signature)))
        for routine in routines:
            present.execute(
                sql.SQL(_MAKE).format(
                    name=sql.Identifier(routine.name),
                    takes=sql.SQL(routine.takes),
                    gives=sql.SQL(routine.gives),
                    body=sql.Literal(routine.body),
                )
            )
            name = sql.Identifier("public", routine.name)
            for statement in (
                "ALTER FUNCTION {name} OWNER TO {owner}",
                "REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION {name} TO {serve}, {jobs}",
            ):
                present.execute(
                    sql.SQL(statement).format(name=name, owner=owner, serve=serve, jobs=jobs)
                )


def are_routines_made(present: psycopg.Connection, routines: Sequence[Routine]) -> bool:
    """Whether the functions are there as they must be, and no other has the owner's rights."""
    wanted = {(routine.name, routine.body, True) for routine in routines}
    found = [tuple(rest) for _signature, *rest in _found(present, routines)]
    return len(found) == len(wanted) and set(found) == wanted


def _found(
    present: psycopg.Connection, routines: Sequence[Routine]
) -> Iterator[tuple[str, str, str, bool]]:
    words = {
        "names": [routine.name for routine in routines],
        "owner": role_name(present.info.dbname, Role.OWNER),
        "serve": role_name(present.info.dbname, Role.SERVE),
    }
    yield from present.execute(_FOUND, words).fetchall()
