"""The tables of an earlier version, in a schema of their own, and the way from them to this one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

SCHEMA = "last_version"

Migration = tuple[str, str]


def before(migration: Migration) -> list[Migration]:
    """Return the newest migration of each app that needs neither this one nor a later one."""
    graph = MigrationLoader(None).graph
    earlier = set(graph.nodes) - set(graph.backwards_plan(migration))
    return list({app: (app, name) for app, name in sorted(earlier)}.values())


@contextmanager
def tables_of(migrations: Sequence[Migration]) -> Iterator[Apps]:
    """Make the tables that these migrations lead to, and give their models."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        cursor.execute(f"SET search_path TO {SCHEMA}")
    executor = MigrationExecutor(connection)
    executor.migrate(list(migrations))
    try:
        yield executor.loader.project_state(list(migrations)).apps
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET search_path TO DEFAULT")
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def migrate_to(migrations: Sequence[tuple[str, str | None]]) -> None:
    """Go to these migrations, forwards or back; None stands for the time before an app's first."""
    MigrationExecutor(connection).migrate(list(migrations))


def migrate() -> None:
    """Bring the tables up to this version."""
    migrate_to(MigrationLoader(None).graph.leaf_nodes())
