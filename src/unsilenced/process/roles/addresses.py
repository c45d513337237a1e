"""Where a role connects to: the site's own database, under the role's name and password."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import make_conninfo

from unsilenced.process.database.session import NONE_BUT_SYSTEM, connect
from unsilenced.process.database.settings import databases
from unsilenced.process.postgres.embedded import PostgresError
from unsilenced.process.postgres.pooler import refuse_transaction_mode
from unsilenced.process.roles import passwords
from unsilenced.process.roles.names import Role, role_name

Address = dict[str, str]
"""A database in libpq's words."""

OF_THE_GIVEN = frozenset({"client_encoding", "service", "servicefile", "passfile", "password"})
"""What libpq knows of the present connection and another role's has no use for."""

IN_THE_ENVIRONMENT = frozenset(
    {"PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE", "PGDATABASE"}
)
"""What libpq reads by itself, and what would lead a process back to the role that was given."""

_IS_RISKY = """
SELECT rolsuper AND EXISTS (
    SELECT FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
        AND pg_get_userbyid(relowner)::text = ANY(%(owners)s::text[])
)
FROM pg_roles WHERE rolname = current_user
"""


def address_of(role: Role) -> Address:
    """Return the address of the site's database for `role`, from the present connection.

    It holds a password where the present connection needed one. For the owner, under which nobody
    logs in, it is that of its member, the nightly role, and a connection begins with SET ROLE:
    whatever runs there cannot go back to a role that may more.
    """
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    present = _present()
    kept = passwords.read(settings.CONFIGURATION.data_dir) if needs_passwords(present) else {}
    login = Role.NIGHTLY if role is Role.OWNER else role
    name = role_name(present.info.dbname, login)
    return _words(present) | {"user": name} | _password(kept.get(login, ""))


def given_address() -> Address:
    """Return the address under which roles are made, and rights given: that of the settings."""
    present = _present()
    return _words(present) | {"user": present.info.user} | _password(present.info.password)


def reading_address() -> Address:
    """Return the address to read tables under where it is not known who has put them there.

    A superuser reads none that the owner holds: what a changed backup brought could run as him.
    """
    given = given_address()
    owners = [role_name(given["dbname"], role) for role in (Role.OWNER, Role.NIGHTLY)]
    with connect(given, schema=NONE_BUT_SYSTEM) as asked:
        is_risky = asked.execute(_IS_RISKY, {"owners": owners}).fetchone() == (True,)
    return address_of(Role.OWNER) if is_risky else given


@contextmanager
def reading() -> Iterator[None]:
    """Have Django read tables under `reading_address`."""
    given, address = given_address(), reading_address()
    if address["user"] == given["user"]:
        yield
        return
    with connected_to(address):
        yield


def _present() -> psycopg.Connection:
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    connection.ensure_connection()
    present: psycopg.Connection = connection.connection
    return present


def _words(present: psycopg.Connection) -> Address:
    given: Address = present.info.get_parameters()
    words = {name: value for name, value in given.items() if name not in OF_THE_GIVEN}
    return words | {"dbname": present.info.dbname}


def needs_passwords(present: psycopg.Connection) -> bool:
    """Whether PostgreSQL asked this connection for a password: then it asks a role's for one."""
    return bool(present.pgconn.used_password)


def environment_of(role: Role, variable: str) -> dict[str, str]:
    """Return this process's environment as one that works under `role` alone is given it.

    `variable` names the database. Nothing in it leads to another role. Raises PostgresError where
    the role is not let in.
    """
    address = make_conninfo(**address_of(role))
    _try(address)
    kept = {name: value for name, value in os.environ.items() if name not in IN_THE_ENVIRONMENT}
    return kept | {variable: address}


@contextmanager
def connected_as(role: Role) -> Iterator[None]:
    """Have Django's connections made under `role`, in every thread of this process.

    Raises PostgresError where the role is not let in.
    """
    address = address_of(role)
    _try(make_conninfo(**address))
    options = {"assume_role": role_name(address["dbname"], role)} if role is Role.OWNER else {}
    with connected_to(address, **options):
        yield


@contextmanager
def connected_to(address: Mapping[str, str], **options: str) -> Iterator[None]:
    """Have Django's connections made to `address`, in every thread of this process."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    before = dict(connection.settings_dict)
    lead_to(address, **options)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def lead_to(address: Mapping[str, str], **options: str) -> None:
    """Have Django's connections made to `address` from now on, in every thread."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    connection.close()
    connection.settings_dict.update(databases(address)["default"])
    connection.settings_dict["OPTIONS"].update(options)


def _try(address: str) -> None:
    """Raise PostgresError unless PostgreSQL lets in who comes to this address.

    Also for a pooler in transaction mode: its mode may be each role's own.
    """
    try:
        refuse_transaction_mode(address)
    except psycopg.OperationalError as error:
        raise PostgresError(
            f"PostgreSQL does not let a role of this site in. {error} If {passwords.NAME} in the "
            "data folder is an old one, copy it from the machine that made the passwords, or make "
            "new ones: unsilenced migrate --new-passwords"
        ) from error


def _password(text: str) -> Address:
    return {"password": text} if text else {}
