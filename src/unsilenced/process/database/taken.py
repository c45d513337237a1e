"""Telling a value that must be unique, and that another row has, from all other faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from psycopg.errors import UniqueViolation


@contextmanager
def if_taken(refusal: Callable[[], Exception]) -> Iterator[None]:
    """Raise what `refusal` makes if a row stored here has a unique value of another row.

    Open a transaction inside, so that the one around it can go on. A row that breaks another rule
    of its table is a fault of the program, and stays one.
    """
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise refusal() from None
        raise
