"""The demo is whole: what it prints logs in, opens and recovers."""

import json
import stat
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from stored_records import key_of, project_wrap_of, reporter_wrap_of
from two_recipients import content_key_for_reporter, open_body, open_for_project

from unsilenced.demo import demonstration
from unsilenced.demo.demonstration import PASSPHRASES, SLUG
from unsilenced.demo.samples.store import PHOTO
from unsilenced.demo.samples.stories import STORIES
from unsilenced.people.models import Organisation, User
from unsilenced.reports.models import Attachment, Report, Scope, SealedBy
from unsilenced.sealing import grants, passphrase, receipt, recovery
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.chunks import open_chunks
from unsilenced.sealing.context import RecordKind
from unsilenced.site.configuration import configuration
from unsilenced.warnings.models import Warning


@pytest.fixture(scope="module")
def set_up(tmp_path_factory):
    return configuration({"DATA_DIR": str(tmp_path_factory.mktemp("demo"))})


@pytest.fixture(scope="module")
def shown(made_once, set_up):
    """What a first start prints."""
    return demonstration.prepare(set_up)


def post(client, path, members, csrf=""):
    answer = client.post(
        path, json.dumps(members), content_type="application/json", headers={"X-CSRFToken": csrf}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def log_in(name):
    """Log in with what the demo prints; return the client and what unlocks the keys."""
    client = Client(SERVER_NAME="localhost")
    salt = from_b64u(post(client, "/desk/api/log-in/salt", {"name": name})["salt"])
    derived = passphrase.derive(PASSPHRASES[name], salt)
    secret = to_b64u(derived.log_in_secret)
    half = post(client, "/desk/api/log-in", {"name": name, "secret": secret})
    code = {"code": demonstration.code(name)}
    assert post(client, "/desk/api/log-in/totp", code, half["csrf"])["next"]
    return client, derived.wrapping_key


@pytest.mark.parametrize("name", PASSPHRASES)
def test_the_printed_passphrase_and_code_log_in_and_open_every_report(shown, name):
    client, wrapping_key = log_in(name)
    keys = client.get("/desk/api/keys").json()
    user = User.objects.get(name=name)
    private_key = passphrase.unwrap_private_key(
        from_b64u(keys["user"]["wrapped_private_key"]), wrapping_key=wrapping_key, user=user.id
    )
    (granted,) = user.grants.all()
    project_key = grants.open_grant(
        bytes(granted.envelope), key=granted.key_id, user=user.id, user_private_key=private_key
    )
    told = []
    for report in Report.objects.all():
        first = report.records.get(kind="report")
        inside = open_for_project(
            bytes(first.body),
            project_wrap_of(first),
            kind=RecordKind.REPORT,
            report=report.uid,
            record=first.uid,
            key=key_of(first),
            private_key=project_key,
        )
        told.append(json.loads(inside)["what"])
    assert sorted(told) == sorted(story.answers.what for story in STORIES)


def test_the_printed_words_open_the_conversation_and_the_photo(shown):
    keys = receipt.derive(receipt.parse_receipt(shown.receipt))
    lookup = {"Authorization": f"Receipt {to_b64u(keys.lookup_secret)}"}
    seen = Client(SERVER_NAME="localhost").get("/return/open", headers=lookup).json()
    assert len(seen["messages"]) == 5
    (attachment,) = Attachment.objects.all()
    record = attachment.record
    place = {"kind": RecordKind.ATTACHMENT, "report": record.subject, "record": record.uid}
    content_key = content_key_for_reporter(
        reporter_wrap_of(record), private_key=keys.private_key, **place
    )
    size = json.loads(open_body(bytes(record.body), content_key=content_key, **place))["size"]
    pieces = open_chunks(
        [bytes(chunk.sealed) for chunk in attachment.chunks.order_by("index")],
        size=size,
        content_key=content_key,
        report=record.subject,
        record=record.uid,
    )
    assert b"".join(pieces) == PHOTO.read_bytes()


def test_the_printed_recovery_sheet_opens_the_projects_key(shown):
    recovering = recovery.derive(recovery.parse_sheet(shown.sheet))
    project = Organisation.objects.get(slug=SLUG)
    assert bytes(project.recovery_secret_hash) == recovery.secret_hash(recovering.secret)
    key = project.keys.get()
    assert grants.open_from_recovery(
        bytes(key.recovery_envelope), key=key.id, recovery_private_key=recovering.private_key
    )


def test_a_printed_recovery_code_stands_in_for_the_app(shown):
    client = Client(SERVER_NAME="localhost")
    salt = from_b64u(post(client, "/desk/api/log-in/salt", {"name": "Joel"})["salt"])
    secret = to_b64u(passphrase.derive(PASSPHRASES["Joel"], salt).log_in_secret)
    half = post(client, "/desk/api/log-in", {"name": "Joel", "secret": secret})
    code = {"code": shown.recovery_codes["Joel"][0]}
    assert post(client, "/desk/api/log-in/recovery-code", code, half["csrf"])["next"]


def test_all_of_it_is_marked_as_invented(shown, set_up):
    assert Organisation.objects.get().invented
    assert all(story.answers.what.lower().startswith("(invent") for story in STORIES)
    assert "INVENTED" in demonstration.sheet(set_up, shown)


def test_the_samples_show_every_way_of_sealing_every_consent_and_more_than_one_language():
    assert {story.sealed_by for story in STORIES} == set(SealedBy)
    assert {change.scope for story in STORIES for change in story.changes} >= set(Scope) - {"full"}
    assert {story.language for story in STORIES} == {"en", "pt-br"}


def test_everything_that_is_needed_is_printed(shown, set_up):
    printed = demonstration.sheet(set_up, shown)
    for words in (
        set_up.address,
        shown.receipt,
        *shown.sheet.split(),
        *PASSPHRASES.values(),
        *(user.totp.secret for user in User.objects.all()),
        *(code for codes in shown.recovery_codes.values() for code in codes),
    ):
        assert words in printed


@pytest.mark.parametrize(
    ("settings", "before"),
    [
        ({}, ""),
        ({"DATA_DIR": "/srv/two words"}, "DATA_DIR='/srv/two words' "),
        ({"DATABASE_URL": "postgresql://me:secret@db.example/x"}, "DATABASE_URL=… "),
    ],
)
def test_the_printed_command_finds_the_demo_from_a_terminal_where_nothing_is_set(
    db, settings, before
):
    printed = demonstration.sheet(configuration(settings), None)
    assert f"    code for now       {before}.venv/bin/unsilenced demo-code Amara\n" in printed
    assert "secret" not in printed


def test_a_second_start_keeps_everything_and_prints_the_same(shown, set_up):
    Report.objects.first().records.filter(kind="note").delete()
    count = Report.objects.count()
    again = demonstration.prepare(set_up)
    assert again == shown
    assert Report.objects.count() == count == len(STORIES)
    kept = set_up.data_dir / "demonstration.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_with_another_data_folder_the_words_are_not_made_up(shown, set_up, tmp_path):
    elsewhere = replace(set_up, data_dir=tmp_path / "elsewhere")
    assert demonstration.prepare(elsewhere) is None
    assert "--reset makes new ones" in demonstration.sheet(elsewhere, None)


def test_a_reset_empties_the_demos_own_database_and_an_empty_one(shown):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        demonstration.clear()
        assert connection.introspection.table_names(cursor) == []
        demonstration.clear()


def test_without_a_key_holder_of_its_own_the_demo_has_no_warnings(shown, set_up):
    demonstration.publish(set_up)
    assert not Warning.objects.exists()
