"""`migrate` makes the roles, on any PostgreSQL, or says what somebody else has to run for it."""

import json
import re
import stat
import subprocess
import sys
import urllib.request

import psutil
import psycopg
import pytest
from process.elsewhere import CANARY, asking_for_passwords, statements
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from site_running import ADD_A_PROJECT, PROGRAM, run, running, surroundings

from unsilenced.process.roles.making import are_made, make
from unsilenced.process.roles.names import Role, role_name
from unsilenced.process.roles.rights import grant, is_granted
from unsilenced.site.table_rights import RIGHTS

pytestmark = pytest.mark.postgres_version

KEPT = "database-roles.json"
AT_NIGHT = """
import django, psycopg
django.setup()
from unsilenced.process.roles.addresses import address_of
from unsilenced.process.roles.names import Role
with psycopg.connect(**address_of(Role.NIGHTLY)) as connection:
    print(connection.execute("SELECT current_user").fetchone()[0])
"""
OWNERS = """
SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class
WHERE relnamespace = 'public'::regnamespace
UNION SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION SELECT pg_get_userbyid(typowner) FROM pg_type WHERE typnamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory, chosen_postgres):
    folder = tmp_path_factory.mktemp("elsewhere") / "postgres"
    with chosen_postgres(folder) as superuser:
        yield asking_for_passwords(superuser, folder)


def migrate(folder, address, *options):
    return run(folder, "migrate", *options, DATABASE_URL=address)


def ask(address, query):
    with psycopg.connect(address) as connection:
        return {row[0] for row in connection.execute(query).fetchall()}


def owner_of(address):
    return role_name(conninfo_to_dict(address)["dbname"], Role.OWNER)


def test_a_role_that_may_make_roles_makes_them_with_passwords_of_their_own(elsewhere, tmp_path):
    address = elsewhere.given("makes", "CREATEROLE")
    migrated = migrate(tmp_path, address)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert stat.S_IMODE((tmp_path / KEPT).stat().st_mode) == 0o600
    assert ask(address, OWNERS) == {owner_of(address)}
    kept = (tmp_path / KEPT).read_bytes()
    added = run(tmp_path, *ADD_A_PROJECT, DATABASE_URL=address)
    assert (added.returncode, added.stderr) == (0, "")
    assert migrate(tmp_path, address).returncode == 0
    assert (tmp_path / KEPT).read_bytes() == kept


def test_a_role_that_is_no_superuser_backs_up_and_restores(elsewhere, tmp_path):
    address = elsewhere.given("restores", "CREATEROLE")
    assert migrate(tmp_path, address).returncode == 0
    assert run(tmp_path, *ADD_A_PROJECT, DATABASE_URL=address).returncode == 0
    file = str(tmp_path / "backup.dump")
    for command in (("backup", file), ("restore", "--replace", file)):
        done = run(tmp_path, *command, DATABASE_URL=address)
        assert (done.returncode, done.stderr) == (0, "")
    fresh, there = elsewhere.given("restored", "CREATEROLE"), tmp_path / "there"
    restored = run(there, "restore", file, DATABASE_URL=fresh)
    assert (restored.returncode, restored.stderr) == (0, "")
    for each, folder in ((address, tmp_path), (fresh, there)):
        assert ask(each, OWNERS) == {owner_of(each)}
        listed = run(folder, "organisation", "list", DATABASE_URL=each)
        assert (listed.stdout, listed.stderr) == ("w\tproject\tnot set up\tW\n", "")


def test_where_the_roles_cannot_be_made_a_restore_puts_nothing_in_and_says_what_to_run(
    elsewhere, tmp_path
):
    source, file = elsewhere.given("backed_up", "CREATEROLE"), str(tmp_path / "backup.dump")
    for command in (
        ["migrate"],
        ADD_A_PROJECT,
        ["backup", file],
    ):
        assert run(tmp_path, *command, DATABASE_URL=source).returncode == 0
    address, there = elsewhere.given("poor"), tmp_path / "there"
    refused = run(there, "restore", file, DATABASE_URL=address)
    assert refused.returncode == 1
    assert "- There is no role unsilenced_poor_serve." in refused.stderr
    assert ask(address, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == set()
    with psycopg.connect(make_conninfo(elsewhere.superuser, dbname="poor")) as administrator:
        administrator.execute("\n".join(statements(refused.stderr)))
    restored = run(there, "restore", file, DATABASE_URL=address)
    assert (restored.returncode, restored.stderr) == (0, "")
    listed = run(there, "organisation", "list", DATABASE_URL=address)
    assert listed.stdout == "w\tproject\tnot set up\tW\n"


def test_two_machines_that_migrate_at_once_do_it_one_after_the_other(elsewhere, tmp_path):
    address = elsewhere.given("at_once", "CREATEROLE")
    environment = surroundings(tmp_path, DATABASE_URL=address)
    both = [
        subprocess.Popen([*PROGRAM, "migrate"], env=environment, stderr=subprocess.PIPE, text=True)
        for _each in range(2)
    ]
    said = [each.communicate()[1] for each in both]
    # One of them may come while the other migrates.
    assert "" in said
    assert all(
        each.startswith("Waiting for another process that migrates") for each in said if each
    )
    assert [each.returncode for each in both] == [0, 0]


def test_the_jobs_find_the_nightly_roles_address_by_their_own(elsewhere, tmp_path):
    address = elsewhere.given("at_night", "CREATEROLE")
    assert migrate(tmp_path, address).returncode == 0
    for role in (Role.JOBS, Role.NIGHTLY):
        password = json.loads((tmp_path / KEPT).read_text())[role.value]
        address = make_conninfo(address, user=role_name("at_night", role), password=password)
        found = subprocess.run(
            [sys.executable, "-c", AT_NIGHT],
            env=surroundings(
                tmp_path, DATABASE_URL=address, DJANGO_SETTINGS_MODULE="unsilenced.site.settings"
            ),
            check=True,
            capture_output=True,
            text=True,
        )
        assert found.stdout == f"{role_name('at_night', Role.NIGHTLY)}\n"


def test_where_it_may_not_it_says_what_to_run_and_then_it_works(elsewhere, tmp_path):
    address = elsewhere.given("told")
    refused = migrate(tmp_path, address)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "Have an administrator of PostgreSQL run this in the database 'told'" in refused.stderr
    assert "- There is no role unsilenced_told_serve." in refused.stderr
    # What is printed may be kept in a journal: no password is in it.
    for password in re.findall(r'": "([^"]+)"', (tmp_path / KEPT).read_text()):
        assert password not in refused.stderr
    with psycopg.connect(make_conninfo(elsewhere.superuser, dbname="told")) as administrator:
        administrator.execute("\n".join(statements(refused.stderr)))
    migrated = migrate(tmp_path, address)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    listed = run(tmp_path, "organisation", "list", DATABASE_URL=address)
    assert (listed.returncode, listed.stderr) == (0, "")


def test_an_administrator_who_does_not_own_the_database_is_asked_once_and_for_no_more(
    elsewhere, tmp_path
):
    """As a managed PostgreSQL's is: it may make roles, and is neither superuser nor owner."""
    address = elsewhere.given("hosted")
    elsewhere.run("CREATE ROLE host LOGIN CREATEROLE PASSWORD 'host'")
    refused = migrate(tmp_path, address)
    host = make_conninfo(address, user="host", password="host")
    warned = []
    with psycopg.connect(host, autocommit=True) as administrator:
        administrator.add_notice_handler(lambda notice: warned.append(notice.message_primary))
        for each in statements(refused.stderr):
            administrator.execute(each)
    assert warned == []
    migrated = migrate(tmp_path, address)
    assert (migrated.returncode, migrated.stderr) == (0, "")


def test_what_only_the_owner_of_the_database_may_do_is_asked_of_the_owner_by_name(
    elsewhere, tmp_path
):
    owners = elsewhere.given("of_another")
    elsewhere.run(f"CREATE ROLE tenant LOGIN CREATEROLE PASSWORD '{CANARY}'")
    tenants = make_conninfo(owners, user="tenant")
    refused = migrate(tmp_path, tenants)
    assert refused.returncode == 1
    told = "Have the owner of the database, 'admin_of_of_another', run this"
    assert told in refused.stderr
    assert "- Others may use the database, or the roles may not" in refused.stderr
    assert "CREATE ROLE" not in refused.stderr
    with psycopg.connect(owners, autocommit=True) as owner:
        for each in statements(refused.stderr):
            owner.execute(each)
    migrated = migrate(tmp_path, tenants)
    assert (migrated.returncode, migrated.stderr) == (0, "")


def test_only_what_is_missing_is_asked_for(elsewhere, tmp_path):
    address = elsewhere.given("nearly")
    with psycopg.connect(make_conninfo(elsewhere.superuser, dbname="nearly")) as administrator:
        administrator.execute("\n".join(statements(migrate(tmp_path, address).stderr)))
    assert migrate(tmp_path, address).returncode == 0
    elsewhere.run("ALTER ROLE unsilenced_nearly_jobs CREATEDB")
    refused = migrate(tmp_path, address)
    assert "- unsilenced_nearly_jobs may do too much." in refused.stderr
    (only,) = statements(refused.stderr)
    assert only.startswith("ALTER ROLE unsilenced_nearly_jobs ")


def test_a_machine_without_the_passwords_is_told_to_copy_them_or_makes_new_ones(
    elsewhere, tmp_path
):
    address = elsewhere.given("moved", "CREATEROLE")
    here, there = tmp_path / "here", tmp_path / "there"
    assert migrate(here, address).returncode == 0
    for command, said in (("serve", "Run: unsilenced migrate"), ("migrate", "--new-passwords")):
        refused = run(there, command, DATABASE_URL=address)
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert said in refused.stderr
    there.mkdir(exist_ok=True)
    (there / KEPT).write_bytes((here / KEPT).read_bytes())
    assert run(there, "organisation", "list", DATABASE_URL=address).returncode == 0
    assert migrate(there, address, "--new-passwords").returncode == 0
    assert run(there, "organisation", "list", DATABASE_URL=address).returncode == 0
    refused = run(here, "organisation", "list", DATABASE_URL=address)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert KEPT in refused.stderr


def test_no_process_of_a_site_that_serves_is_told_of_another_role_than_its_own(elsewhere, tmp_path):
    address = elsewhere.given("serves", "CREATEROLE")
    assert migrate(tmp_path, address).returncode == 0
    with running(tmp_path, DATABASE_URL=address) as site:
        pages, jobs = psutil.Process(site.process.pid).children()
        for part, role in ((pages, Role.SERVE), (jobs, Role.JOBS)):
            for process in (part, *part.children(recursive=True)):
                environment = process.environ()
                given = conninfo_to_dict(environment["DATABASE_URL"])
                assert given["user"] == role_name("serves", role)
                assert CANARY not in "".join(environment.values())
                assert not {"PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE"} & set(environment)

        urllib.request.urlopen(f"{site.address}/report/").close()
        connected = ask(
            make_conninfo(elsewhere.superuser),
            "SELECT usename FROM pg_stat_activity WHERE datname = 'serves'",
        )
    assert role_name("serves", Role.SERVE) in connected
    assert connected <= {role_name("serves", Role.SERVE), role_name("serves", Role.JOBS)}


def test_a_database_from_before_there_were_roles_is_brought_over_with_what_it_holds(
    postgres, tmp_path
):
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS from_before WITH (FORCE)")
        server.execute("CREATE DATABASE from_before")
    address = make_conninfo(postgres, dbname="from_before")
    as_before = "import django; django.setup(); from django.core.management import call_command; "
    as_before += "call_command('migrate', verbosity=0)"
    subprocess.run(
        [sys.executable, "-c", as_before],
        env=surroundings(tmp_path, DATABASE_URL=address),
        check=True,
    )
    with psycopg.connect(address) as before:
        before.execute(
            "INSERT INTO people_organisation (kind, slug, name, invented)"
            " VALUES ('project', 'x', 'X', false)"
        )
        # It belongs to another program, so we leave it alone.
        before.execute("CREATE TABLE recipes ()")
    assert ask(address, OWNERS) == {"postgres"}
    refused = run(tmp_path, "serve", DATABASE_URL=address)
    assert "The database is not up to date. Run: unsilenced migrate" in refused.stderr
    assert migrate(tmp_path, address).returncode == 0
    listed = run(tmp_path, "organisation", "list", DATABASE_URL=address)
    assert listed.stdout == "x\tproject\tnot set up\tX\n"
    with psycopg.connect(address, autocommit=True) as after:
        after.execute("DROP TABLE recipes")
    assert ask(address, OWNERS) == {owner_of(address)}


@pytest.mark.parametrize(
    "given",
    [
        "ALTER ROLE {serve} SUPERUSER",
        "ALTER ROLE {serve} CREATEROLE",
        "ALTER ROLE {owner} LOGIN",
        "GRANT pg_write_all_data TO {serve}",
        "GRANT {owner} TO {jobs}",
        "GRANT CREATE ON SCHEMA public TO {serve}",
        "GRANT TEMPORARY ON DATABASE too_much TO PUBLIC",
        "GRANT ALL ON reports_consent TO {serve}",
        "GRANT UPDATE (given) ON reports_consent TO {jobs}",
        "GRANT DELETE ON reports_consent TO PUBLIC",
        # Every role may do this one by itself.
        "ALTER ROLE {serve} SET statement_timeout = '1ms'",
    ],
)
def test_what_a_role_was_given_too_much_is_noticed_and_taken_back(too_much, tmp_path, given):
    names = {role.value: role_name("too_much", role) for role in Role}
    with psycopg.connect(too_much, autocommit=True) as administrator:

        def is_ready():
            return are_made(administrator, tmp_path) and is_granted(administrator, RIGHTS)

        assert is_ready()
        administrator.execute(given.format(**names))
        assert not is_ready()
        make(administrator, tmp_path)
        grant(administrator, RIGHTS)
        assert is_ready()


@pytest.fixture(scope="module")
def too_much(postgres, tmp_path_factory):
    """A migrated database of a superuser's, in which a role is given too much."""
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS too_much WITH (FORCE)")
        server.execute("CREATE DATABASE too_much")
    address = make_conninfo(postgres, dbname="too_much")
    assert migrate(tmp_path_factory.mktemp("too_much"), address).returncode == 0
    return address


def test_a_database_with_too_long_a_name_is_refused_plainly(postgres, tmp_path):
    name = "x" * 45
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    refused = migrate(tmp_path, make_conninfo(postgres, dbname=name))
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: The name of the database must be at most 44")
