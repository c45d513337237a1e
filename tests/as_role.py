"""Works under one of the database's roles for a while, as each process does in service."""

from contextlib import contextmanager, suppress
from functools import wraps
from threading import get_ident

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

from unsilenced.cases import digest
from unsilenced.process.roles.giving import give
from unsilenced.process.roles.making import make
from unsilenced.process.roles.names import Role, role_name
from unsilenced.process.roles.rights import give_to_owner
from unsilenced.site.jobs import moments, purge, tasks
from unsilenced.warnings.releases import publishing, rolling_back

JOBS = {
    digest: ("send_digest",),
    moments: ("forget_moments",),
    purge: ("purge",),
    publishing: ("publish", "publish_after_restore"),
    rolling_back: ("roll_back",),
    tasks: ("keep_releases_fresh",),
}


def make_roles() -> None:
    """Make the roles of the tests' database, which Django has made and migrated."""
    connection.ensure_connection()
    make(connection.connection, settings.CONFIGURATION.data_dir)
    give_to_owner(connection.connection, settings.TABLE_RIGHTS)
    give(connection.connection)


@contextmanager
def as_role(role: Role):
    """Limit this thread's connection, once it exists, to what `role` may do.

    It bypasses Django, which would count the statements.
    """
    here = get_ident()

    def take(connection, **_):
        if get_ident() == here and connection.connection is not None:
            name = role_name(connection.connection.info.dbname, role)
            connection.connection.execute(f'SET ROLE "{name}"')

    # If the connection is broken already, the program must notice it.
    with suppress(psycopg.Error):
        take(connection)
    connection_created.connect(take, weak=False)
    try:
        yield
    finally:
        connection_created.disconnect(take)
        # A connection that broke, or whose transaction broke, has lost its role when used again.
        with suppress(psycopg.Error):
            if connection.connection is not None:
                connection.connection.execute("RESET ROLE")


def under(role: Role, function):
    """Return `function`, changed to run under `role`, as a process calls it."""

    @wraps(function)
    def called(*arguments, **named):
        with as_role(role):
            return function(*arguments, **named)

    return called


def do_jobs_as_jobs() -> None:
    """Run jobs and an administrator's commands under their role in every test.

    Call it before a test module imports one of these by name.
    """
    tasks.hourly.func = under(Role.JOBS, tasks.hourly.func)
    for module, names in JOBS.items():
        for name in names:
            setattr(module, name, under(Role.JOBS, getattr(module, name)))
