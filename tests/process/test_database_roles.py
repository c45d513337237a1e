"""The roles of the database: each may do what the code says of it, and not one statement more."""

import psycopg
import pytest
from django.db import connection
from keyholder.holding import SOURCE, holding, made_database
from process.statements import (
    ANYWHERE,
    EVERYBODY,
    ON_A_TABLE,
    SYSTEM_TRIGGERS,
)
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from site_running import run

from unsilenced.evaluator.keyring import keyring
from unsilenced.keyholder.hand_over import HandOver
from unsilenced.keyholder.table_rights import RIGHTS as KEYHOLDER_RIGHTS
from unsilenced.process.backups.archive import BackupError
from unsilenced.process.backups.writing import backup
from unsilenced.process.roles.names import Role, role_name
from unsilenced.process.roles.policies import is_separated, remove_policies, separate
from unsilenced.process.roles.rights import grant
from unsilenced.process.roles.routines import are_routines_made, make_routines
from unsilenced.site import pages
from unsilenced.site.backup import SITE
from unsilenced.site.jobs import purge
from unsilenced.site.settings import ROUTINES
from unsilenced.site.table_policies import POLICIES
from unsilenced.site.table_rights import RIGHTS

pytestmark = pytest.mark.postgres_version

LEDGERS = {"reports_consent", "keyholder_logentry"}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
WITHOUT_OWN_PATH = """
SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    AND NOT coalesce(proconfig::text LIKE '%search_path=%', false)
"""
COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = format('public.%%I', %s::text)::regclass AND attnum > 0 AND NOT attisdropped
"""
AN_EXTENSION = "SELECT name FROM pg_available_extensions WHERE installed_version IS NULL ORDER BY 1"
ROW_SECURITY = "new row violates row-level security policy"
NOT_LET = ("permission denied", "no privileges", "skipping")
"""How PostgreSQL's warning begins where it does not do a thing that it was asked to."""
every_role = pytest.mark.parametrize("role", sorted(EVERYBODY, key=lambda role: role.value))


class Database:
    """A migrated database, and connections to it as each role."""

    def __init__(self, address, rights):
        self.address = address
        self.rights = rights

    def name(self, role):
        with self.connect() as connection:
            return role_name(connection.info.dbname, role)

    def connect(self, role=None):
        """Connect as the administrator, or as a role would: the owner's is set."""
        if role is None:
            return psycopg.connect(self.address, autocommit=True)
        name = self.name(role)
        if role is Role.OWNER:
            return psycopg.connect(
                make_conninfo(self.address, options=f"-c role={name}"), autocommit=True
            )
        return psycopg.connect(make_conninfo(self.address, user=name), autocommit=True)

    @property
    def tables(self):
        with self.connect() as connection:
            return {name for (name,) in connection.execute(TABLES).fetchall()}


@pytest.fixture(scope="module")
def site(postgres, tmp_path_factory):
    address = made_database(postgres, "every_statement")
    migrated = run(tmp_path_factory.mktemp("site"), "migrate", DATABASE_URL=address)
    assert migrated.returncode == 0, migrated.stderr
    return Database(address, RIGHTS)


@pytest.fixture(scope="module")
def key_holder(postgres, tmp_path_factory):
    """A key holder's database that no other test uses: rights are given and taken here."""
    address = made_database(postgres, "every_statement_at_the_key_holder")
    folder = tmp_path_factory.mktemp("key-holder")
    HandOver.of(keyring()).initialise(folder / "keys.json")
    with holding(folder, KEYHOLDER_DATABASE_URL=address, KEYHOLDER_SOURCE_URL=SOURCE):
        return Database(address, KEYHOLDER_RIGHTS)


@pytest.fixture(params=["site", "key_holder"])
def database(request):
    """Either site's database."""
    return request.getfixturevalue(request.param)


def lets(connection, statement):
    """Whether PostgreSQL lets the connection's role do this; nothing of it is kept.

    A statement that it begins and then cannot do, for another reason, counts as let.
    """
    warned = []
    connection.add_notice_handler(lambda notice: warned.append(notice.message_primary))
    outside = statement.startswith(("VACUUM", "CREATE DATABASE", "DROP DATABASE", "ALTER SYSTEM"))
    try:
        if outside:
            connection.execute(statement)
        else:
            with connection.transaction(force_rollback=True):
                connection.execute(statement)
    except errors.InsufficientPrivilege as error:
        # The statement is let; for whom nothing is set, no row is.
        return ROW_SECURITY in str(error)
    except errors.SyntaxError:
        raise
    except psycopg.Error:
        return True
    return not any(each.startswith(NOT_LET) for each in warned)


def granted(rights, role, table, privilege, column=None):
    """Whether the code grants `role` this on the table, or on one of its columns."""
    if role in {Role.OWNER, Role.NIGHTLY}:
        return True
    each = rights[table].of(role).split(", ")
    return privilege in each or f"{privilege} ({column})" in each


@every_role
def test_no_role_may_do_more_anywhere_than_is_written_of_it(site, role):
    names = {each.value: site.name(each) for each in Role}
    names |= {"self": site.name(role), "database": "every_statement"}
    with site.connect() as administrator:
        (names["extension"],) = administrator.execute(AN_EXTENSION).fetchone()
    with site.connect(role) as connection:
        let = {each: lets(connection, each.format(**names)) for each in ANYWHERE}
    assert let == {each: role in who for each, who in ANYWHERE.items()}


@pytest.mark.parametrize("role", Role)
def test_no_role_may_do_more_with_a_table_than_is_written_of_it(database, role):
    wrong = []
    with database.connect(role) as connection:
        for table in sorted(database.tables):
            for statement, who in ON_A_TABLE.items():
                may = lets(connection, statement.format(table=table))
                if may != (role in who or (role is Role.OWNER and bool(who))):
                    wrong.append((table, statement, may))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_and_writes_the_rows_that_it_is_granted_and_no_others(database, role):
    wrong = []
    with database.connect(role) as connection, database.connect() as administrator:
        for table in sorted(database.tables):
            columns = [name for (name,) in administrator.execute(COLUMNS, [table]).fetchall()]
            tried = [
                ("SELECT", None, f"SELECT * FROM {table} LIMIT 0"),
                ("INSERT", None, f"INSERT INTO {table} DEFAULT VALUES"),
                ("DELETE", None, f"DELETE FROM {table}"),
                *(("UPDATE", each, f'UPDATE {table} SET "{each}" = DEFAULT') for each in columns),
            ]
            for privilege, column, statement in tried:
                may = lets(connection, statement)
                if may != granted(database.rights, role, table, privilege, column):
                    wrong.append((statement, may))
            locks = any(
                granted(database.rights, role, table, each) for each in ("UPDATE", "DELETE")
            )
            if lets(connection, f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE") != locks:
                wrong.append((table, "LOCK TABLE"))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_no_role_switches_off_what_holds_two_tables_together(site, role):
    with site.connect(role) as connection:
        for table in ("reports_consent", "reports_report", "people_user"):
            assert not lets(connection, SYSTEM_TRIGGERS.format(table=table))


def test_every_table_has_an_entry_of_what_each_role_may_do_with_it(database):
    """A new table needs a line in `table_rights`: what has none, no process can use."""
    assert database.tables == set(database.rights)


def test_the_ledgers_are_append_only(database):
    append_only = {table for table, each in database.rights.items() if each.is_append_only}
    assert append_only == LEDGERS & database.tables != set()


def test_no_number_that_a_sequence_drew_is_told_to_who_serves(site):
    with site.connect() as administrator, site.connect(Role.SERVE) as connection:
        sequences = administrator.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()
        assert sequences
        for (name,) in sequences:
            for statement in ("SELECT last_value FROM {}", "SELECT nextval('{}')"):
                assert not lets(connection, statement.format(name))


def test_every_function_finds_its_own_tables_whatever_a_session_set(database):
    with database.connect() as administrator:
        assert administrator.execute(WITHOUT_OWN_PATH).fetchall() == []


@pytest.fixture(params=sorted(LEDGERS))
def ledger(request):
    """A ledger with a row in it: its database, its name."""
    if request.param == "reports_consent":
        site = request.getfixturevalue("site")
        with site.connect() as administrator:
            administrator.execute(SOMEBODYS_CONSENT)
    else:
        site = request.getfixturevalue("key_holder")
        with site.connect() as administrator:
            administrator.execute(LOGGED)
    yield site, request.param
    with site.connect() as administrator:
        administrator.execute("SET session_replication_role = replica")
        for table in {request.param, "reports_report", "people_organisation"} & site.tables:
            administrator.execute(f"DELETE FROM {table}")


SOMEBODYS_CONSENT = """
WITH project AS (
    INSERT INTO people_organisation (kind, slug, name, invented)
    VALUES ('project', 'x', 'X', true) RETURNING id
), report AS (
    INSERT INTO reports_report (uid, project_id, sealed_by, received_on)
    SELECT gen_random_uuid(), id, 'browser', '2026-01-01' FROM project RETURNING *
)
INSERT INTO reports_consent (id, report_id, scope, given, wording, day, step)
SELECT gen_random_uuid(), uid, 'warn', true, '1', '2026-01-01', 0 FROM report
"""
LOGGED = "INSERT INTO keyholder_logentry VALUES (1, 'x', 'x')"
WHOSE = {
    "reports_consent": "SELECT id FROM people_organisation",
    "keyholder_logentry": "SELECT 1 WHERE false",
}
"""Whose lines they are: row-level security shows them to nobody else."""
CHANGES = {"reports_consent": "given = false", "keyholder_logentry": "entry = 'y'"}


def changing(table):
    return (
        f"UPDATE {table} SET {CHANGES[table]}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"TRUNCATE {table} CASCADE",
    )


@pytest.mark.parametrize("role", [Role.SERVE, Role.JOBS, Role.BACKUP])
def test_no_process_changes_or_removes_a_line_even_if_it_was_granted_everything(ledger, role):
    site, table = ledger
    name = sql.Identifier(site.name(role))
    with site.connect() as administrator, site.connect(role) as connection:
        for (organisation,) in administrator.execute(WHOSE[table]).fetchall():
            connection.execute(
                "SELECT set_config('unsilenced.organisation', %s, false)", [str(organisation)]
            )
        for statement in changing(table):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)
        everything = sql.SQL("ALL ON {} {} {}")
        administrator.execute(
            sql.SQL("GRANT ") + everything.format(sql.Identifier(table), sql.SQL("TO"), name)
        )
        try:
            for statement in changing(table):
                with pytest.raises(errors.RaiseException, match="append-only"):
                    connection.execute(statement)
        finally:
            administrator.execute(
                sql.SQL("REVOKE ") + everything.format(sql.Identifier(table), sql.SQL("FROM"), name)
            )
            # What is written of the role was taken from it too.
            grant(administrator, site.rights)


@pytest.mark.parametrize("role", [None, Role.OWNER])
def test_neither_owner_nor_administrator_changes_a_line_by_mistake(ledger, role):
    site, table = ledger
    with site.connect(role) as connection:
        for statement in changing(table):
            with pytest.raises(errors.RaiseException, match="append-only"):
                connection.execute(statement)


def test_a_migration_changes_no_line_by_mistake(ledger):
    """It logs in as nightly, and becomes the owner."""
    site, table = ledger
    with site.connect(Role.NIGHTLY) as connection:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(site.name(Role.OWNER))))
        for statement in changing(table):
            with pytest.raises(errors.RaiseException, match="append-only"):
                connection.execute(statement)


def test_the_nightly_role_writes_the_same_lines_again_and_no_others(ledger):
    site, table = ledger
    update, delete, *truncates = changing(table)
    with site.connect(Role.NIGHTLY) as connection:
        for statement in (update, *truncates):
            with pytest.raises(errors.RaiseException, match="append-only"):
                connection.execute(statement)
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
        connection.execute(
            f"WITH taken AS ({delete} RETURNING *) INSERT INTO {table} SELECT * FROM taken"
        )
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == before
        connection.execute(f"VACUUM FULL {table}")


def test_the_tests_answer_requests_and_do_jobs_as_the_processes_do(db, client, monkeypatch):
    """Without this, a right that a process lacks would show in service alone."""
    done_as = []

    def look(*_arguments):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            done_as.append(cursor.fetchone()[0])
        return []

    monkeypatch.setattr(pages, "readers", look)
    monkeypatch.setattr(purge, "purge_unfinished", look)
    client.get("/")
    purge.purge()
    look()
    database = connection.settings_dict["NAME"]
    roles = [role_name(database, role) for role in (Role.SERVE, Role.JOBS)]
    assert done_as == [*roles, "postgres"]


@pytest.fixture
def opened(site):
    """A connection of the administrator; what it did to the policies is undone."""
    with site.connect() as administrator:
        yield administrator
        separate(administrator, POLICIES)


def backed_up(site, folder):
    address = conninfo_to_dict(site.address, user=site.name(Role.BACKUP))
    backup(SITE, {name: str(value) for name, value in address.items()}, folder / "backup.dump")


@pytest.mark.parametrize(
    "hidden",
    [
        "DROP POLICY every_row ON people_user",
        "ALTER POLICY every_row ON people_user USING (removed_on IS NULL)",
        "CREATE POLICY less ON people_user AS RESTRICTIVE USING (removed_on IS NULL)",
    ],
)
def test_no_backup_leaves_out_in_silence_what_its_role_does_not_see(site, opened, tmp_path, hidden):
    opened.execute(hidden)
    with pytest.raises(BackupError, match="not every row of people_user can be read"):
        backed_up(site, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "changed",
    [
        "DROP POLICY every_row ON people_user",
        "ALTER TABLE people_user DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_failedtries ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY more ON people_user USING (true)",
    ],
)
def test_policies_that_are_not_ours_are_seen_and_made_again(opened, changed):
    assert is_separated(opened, POLICIES)
    opened.execute(changed)
    assert not is_separated(opened, POLICIES)
    separate(opened, POLICIES)
    assert is_separated(opened, POLICIES)


def test_a_function_with_the_owners_rights_that_is_not_ours_is_seen_and_goes(site, opened):
    # Another test may have given the rights again, and these alone.
    make_routines(opened, ROUTINES)
    assert are_routines_made(opened, ROUTINES)
    owner = sql.Identifier(site.name(Role.OWNER))
    with opened.transaction():
        opened.execute(
            "CREATE OR REPLACE FUNCTION unsilenced_is_here(sent_uid uuid)"
            " RETURNS TABLE (is_here boolean) LANGUAGE sql SECURITY DEFINER AS 'SELECT true'"
        )
        opened.execute(
            "CREATE FUNCTION evil() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
        )
        opened.execute(sql.SQL("ALTER FUNCTION evil() OWNER TO {}").format(owner))
    assert not are_routines_made(opened, ROUTINES)
    make_routines(opened, ROUTINES)
    assert are_routines_made(opened, ROUTINES)
    assert opened.execute("SELECT FROM pg_proc WHERE proname = 'evil'").fetchall() == []


def test_without_the_policies_a_migration_may_change_what_they_name(opened):
    change = "ALTER TABLE warnings_warning DROP COLUMN published_on"
    with pytest.raises(errors.DependentObjectsStillExist):
        opened.execute(change)
    with opened.transaction(force_rollback=True):
        remove_policies(opened)
        opened.execute(change)
