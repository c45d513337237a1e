"""PostgreSQL's programs are told where the database is, whatever stands in its address."""

import psycopg
import pytest
from process.elsewhere import asking_for_passwords
from psycopg.conninfo import conninfo_to_dict

from unsilenced.process.backups.archive import run, service
from unsilenced.process.postgres.embedded import PostgresError

pytestmark = pytest.mark.postgres_version

PASSWORDS = [" leads and trails ", "a" * 1100, "#[x]=; 'ß' \\ \" $HOME", "a\tb\t"]


@pytest.fixture(scope="module")
def asks(tmp_path_factory, chosen_postgres):
    """The address of a server that asks for passwords, as its superuser."""
    folder = tmp_path_factory.mktemp("asks") / "postgres"
    with chosen_postgres(folder) as superuser:
        yield asking_for_passwords(superuser, folder).superuser


@pytest.mark.parametrize("number", range(len(PASSWORDS)))
def test_whatever_a_password_is_the_programs_are_let_in_with_it(asks, number):
    name, password = f"role_{number}", PASSWORDS[number]
    with psycopg.connect(asks, autocommit=True) as server:
        server.execute(f"CREATE ROLE {name} LOGIN")
        verifier = server.pgconn.encrypt_password(
            password.encode(), name.encode(), b"scram-sha-256"
        )
        server.execute(f"ALTER ROLE {name} PASSWORD '{verifier.decode()}'")
    with service({**conninfo_to_dict(asks), "user": name, "password": password}) as environment:
        assert run("psql", "-XAtc", "SELECT current_user", environment=environment) == f"{name}\n"


@pytest.mark.parametrize("value", [" blank ", "a" * 1100])
def test_what_they_cannot_be_told_is_said(value):
    with (
        pytest.raises(PostgresError, match="cannot be told sslpassword"),
        service({"sslpassword": value}),
    ):
        pass
