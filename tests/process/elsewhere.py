"""A PostgreSQL that asks for passwords, as another's does, and what is given to a site there."""

import re

import psycopg
from psycopg.conninfo import make_conninfo

CANARY = "canary-of-the-administrator"


class Elsewhere:
    """A PostgreSQL that asks for passwords, as another's does, and its superuser."""

    def __init__(self, superuser):
        self.superuser = superuser

    def run(self, statement):
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute(statement)

    def given(self, database, attributes=""):
        """A database and the role that a site is given for it: the address."""
        name = f"admin_of_{database}"
        self.run(f"CREATE ROLE {name} LOGIN {attributes} PASSWORD '{CANARY}'")
        self.run(f"CREATE DATABASE {database} OWNER {name}")
        return make_conninfo(self.superuser, user=name, dbname=database, password=CANARY)


def asking_for_passwords(superuser, folder):
    """Have the server on `folder` ask everybody but its superuser for a password."""
    (folder / "pg_hba.conf").write_text("local all postgres trust\nlocal all all scram-sha-256\n")
    server = Elsewhere(superuser)
    server.run("SELECT pg_reload_conf()")
    return server


def statements(told):
    """The statements that an answer says somebody has to run."""
    return re.findall(r"^  (.+;)$", told, re.MULTILINE)
