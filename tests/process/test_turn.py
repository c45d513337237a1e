"""One process at a time migrates; another says what it waits for, and gives up in the end."""

import psycopg
import pytest

from unsilenced.process.database import turn
from unsilenced.process.postgres.embedded import PostgresError

pytestmark = pytest.mark.postgres_version


@pytest.fixture
def two(postgres):
    """Two sessions in one database."""
    with (
        psycopg.connect(postgres, autocommit=True) as one,
        psycopg.connect(postgres, autocommit=True) as other,
    ):
        yield one, other


def test_who_waits_too_long_is_told_for_whom_and_what_to_do(two, monkeypatch, capsys):
    one, other = two
    turn.take_turn(one)
    monkeypatch.setattr(turn, "WAIT", "10ms")
    holder = f"number {one.info.backend_pid} in PostgreSQL, as postgres."
    with pytest.raises(PostgresError, match="did not end in 10ms") as refused:
        turn.take_turn(other)
    assert holder in str(refused.value)
    assert "pg_terminate_backend" in str(refused.value)
    assert holder in capsys.readouterr().err


def test_whose_turn_it_is_waits_for_nobody_and_says_nothing(two, capsys):
    one, other = two
    turn.take_turn(one)
    one.execute("SELECT pg_advisory_unlock_all()")
    turn.take_turn(other)
    assert other.execute("SHOW lock_timeout").fetchone() == ("0",)
    assert capsys.readouterr().err == ""
