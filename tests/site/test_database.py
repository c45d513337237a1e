"""A kept connection to PostgreSQL, and what is noticed before it is used again."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql import base

pytestmark = pytest.mark.postgres_version


@pytest.mark.django_db(transaction=True)
def test_a_silent_connection_is_usable_without_asking_the_server(monkeypatch):
    connection.ensure_connection()
    asked = []
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", asked.append)
    assert connection.is_usable()
    assert not asked


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_not_usable():
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(%s, 10000)", [connection.connection.info.backend_pid]
        )
    assert not connection.is_usable()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_in_use_is_given_up_without_an_error():
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(%s, 10000)", [connection.connection.info.backend_pid]
        )
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT 1")
    assert not connection.is_usable()
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None


@pytest.mark.django_db(transaction=True)
def test_a_connection_with_a_message_waiting_is_asked_and_kept():
    with connection.cursor() as cursor:
        cursor.execute("LISTEN invented")
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("NOTIFY invented")
    assert connection.is_usable()
