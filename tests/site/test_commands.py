"""The command line does what it says, and says plainly what it cannot do."""

import re
from hashlib import sha256

import psycopg
import pytest
from click.testing import CliRunner
from django.core import mail
from free_ports import free_port
from mailing.mail_server import use
from migrated_folder import migrated_folder
from site_running import run

from unsilenced.people.models import Invitation, Organisation
from unsilenced.process.postgres.embedded import embedded_postgres
from unsilenced.sealing.b64u import from_b64u
from unsilenced.site.commands.main import unsilenced
from unsilenced.site.configuration import SETTINGS

pytestmark = pytest.mark.postgres_version


@pytest.fixture
def command(transactional_db):
    """Run a command on the tests' database."""
    return lambda *arguments: CliRunner().invoke(unsilenced, arguments)


def test_a_project_is_added_listed_and_invited_to(command):
    added = command(
        "organisation", "add", "Willow  Project", "--kind", "project", "--slug", "willow"
    )
    assert (added.exit_code, added.output) == (0, "Added. Next: unsilenced invite willow\n")
    assert command("organisation", "list").output == "willow\tproject\tnot set up\tWillow Project\n"
    link = command("invite", "willow").stdout
    token = re.fullmatch(
        r"http://localhost:8000/desk/invitation/#([A-Za-z0-9_-]{43})\n", link
    ).group(1)
    assert bytes(Invitation.objects.get().token_hash) == sha256(from_b64u(token)).digest()


def test_a_project_that_is_set_up_is_listed_as_receiving(transactional_db, project, command):
    assert command("organisation", "list").output.startswith("willow\tproject\tset up\t")


@pytest.mark.parametrize("kind", ["unit", "oversight"])
def test_an_organisation_of_another_kind_is_added_and_listed(command, kind):
    added = command("organisation", "add", "Vice", "--kind", kind, "--slug", "vice")
    assert (added.exit_code, added.output) == (0, "Added. Next: unsilenced invite vice\n")
    assert command("organisation", "list").output == f"vice\t{kind}\tnot set up\tVice\n"
    assert command("invite", "vice").exit_code == 0
    assert command("project", "list").output == ""


def test_the_commands_for_projects_of_before_still_work(command):
    assert command("project", "add", "Willow", "--slug", "willow").exit_code == 0
    assert command("project", "list").output == "willow\tnot set up\tWillow\n"
    assert command("organisation", "list").output == "willow\tproject\tnot set up\tWillow\n"
    assert not re.search(r"^ +project\b", command("--help").output, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("invite", "nowhere"),
            "There is no organisation 'nowhere'. See: unsilenced organisation list",
        ),
        (("organisation", "add", "Name", "--kind", "project"), "Missing option '--slug'"),
        (("organisation", "add", "Name", "--slug", "name"), "Missing option '--kind'"),
        (
            ("organisation", "add", "Name", "--kind", "army", "--slug", "name"),
            "'army' is not one of 'project', 'unit', 'oversight'.",
        ),
        (
            ("organisation", "add", "Name", "--kind", "project", "--slug", "two words"),
            "slug: Enter a valid",
        ),
        (
            ("organisation", "add", " ", "--kind", "project", "--slug", "blank"),
            "name: This field cannot be blank.",
        ),
        (
            ("organisation", "add", "x" * 81, "--kind", "project", "--slug", "long"),
            "name: Ensure this value has at most 80",
        ),
        (("demo-code", "nobody"), "The demo has no caseworker called nobody."),
        (("restore", "no-such-file"), "File 'no-such-file' does not exist."),
        (("nonsense",), "No such command 'nonsense'."),
    ],
)
def test_what_is_asked_for_wrongly_is_refused_with_2_and_changes_nothing(command, arguments, said):
    refused = command(*arguments)
    assert refused.exit_code == 2
    assert said in refused.output
    assert not Organisation.objects.exists()
    assert not Invitation.objects.exists()


def test_where_no_demo_ever_was_its_code_is_refused_plainly(tmp_path):
    refused = run(tmp_path, "demo-code", "Amara")
    assert refused.returncode == 1
    assert f"There is no database in {tmp_path}/postgres. Is DATA_DIR set" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_short_name_is_taken_once(command):
    command("organisation", "add", "Willow", "--kind", "project", "--slug", "willow")
    refused = command("organisation", "add", "Other", "--kind", "project", "--slug", "willow")
    assert refused.exit_code == 2
    assert "There is an organisation 'willow' already." in refused.output
    assert [project.name for project in Organisation.objects.all()] == ["Willow"]


def test_the_digest_is_sent_at_once(transactional_db, caseworker, command):
    caseworker(email="amara@example.org")
    assert command("digest").output == "Sent.\n"
    assert len(mail.outbox) == 1


def test_a_digest_that_cannot_be_sent_says_why(transactional_db, caseworker, settings, command):
    caseworker("Amara", email="amara@example.org")
    use(settings, free_port())
    failed = command("digest")
    assert failed.exit_code == 1
    assert "It could not be sent to 1 people. Nothing listens at localhost:" in failed.output
    assert "Look at the port in EMAIL_URL." in failed.output
    assert "@" not in failed.output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PORT": "many"}, "Error: PORT must be a whole number from 1 to 65535, not 'many'.\n"),
        (
            {"DATABASE_URL": "canary"},
            "Error: DATABASE_URL must look like postgresql://user:password@host/name.\n",
        ),
    ],
)
def test_a_wrong_setting_is_an_error_without_a_traceback(tmp_path, settings, said):
    refused = run(tmp_path, "organisation", "list", **settings)
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", said)


def test_a_database_that_does_not_answer_is_an_error_without_a_traceback(tmp_path):
    nowhere = f"postgresql://user:canary@/name?host={tmp_path}"
    refused = run(tmp_path, "organisation", "list", DATABASE_URL=nowhere)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: PostgreSQL does not answer.")
    assert "Traceback" not in refused.stderr
    assert "canary" not in refused.stderr


def test_settings_are_listed_with_their_purpose_and_without_secrets(tmp_path):
    shown = run(
        tmp_path,
        "settings",
        DATABASE_URL="postgresql://u:canary1@db/name",
        SECRET_KEY="canary2 0123456789 abcdefghijklmnopqrstuvwxyz 0123456789",
        EMAIL_URL="smtp://u:canary3@mail.example",
        SITE_NAME="Elsewhere",
    ).stdout
    assert "canary" not in shown
    assert "SITE_NAME=Elsewhere\n" in shown
    for setting in SETTINGS:
        assert f"{setting.name}=" in shown
        assert setting.purpose in shown


def test_help_leads_a_newcomer_to_the_first_steps():
    shown = CliRunner().invoke(unsilenced, ["--help"]).output
    for line in ("unsilenced demo", "unsilenced migrate", "unsilenced invite name"):
        assert line in shown
    for name in unsilenced.commands:
        assert name in shown
    assert shown.count("...") == 1, "a line of help is cut off"


def test_a_fault_of_the_database_ends_no_command_with_a_traceback(tmp_path):
    migrated_folder(tmp_path)
    with embedded_postgres(tmp_path / "postgres", durable=False) as url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("ALTER DATABASE postgres SET default_transaction_read_only = on")
        not_migrated = run(tmp_path, "migrate", "--new-passwords")
        not_added = run(
            tmp_path, "organisation", "add", "Willow", "--kind", "project", "--slug", "willow"
        )
    assert (not_migrated.returncode, not_added.returncode) == (1, 1)
    said = "Error: The database was not brought up to date. cannot execute"
    assert not_migrated.stderr.startswith(said)
    assert not_added.stderr.startswith("Error: PostgreSQL could not do it. cannot execute INSERT")
    assert "Traceback" not in not_migrated.stderr + not_added.stderr
