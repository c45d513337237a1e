"""A transaction around what a test does, all of which is undone at its end."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone():
    """Undo at the end what is done to the database, by requests as well."""
    around = transaction.atomic()
    # As Django marks its own around a test: a request may find itself in no other transaction.
    around._from_testcase = True  # noqa: SLF001
    with around:
        yield
        transaction.set_rollback(True)
