"""From an invitation to a report that two caseworkers open, with keys made as a browser does."""

import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from people.desk import Desk, MadeKey, SheetHolder, Somebody, new_report, remove, sheet_members
from two_recipients import open_for_project

from unsilenced.people.models import KeyGrant, Organisation, RecoveryRequest, User
from unsilenced.sealing import passphrase, recovery
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.errors import WillNotOpen
from unsilenced.sealing.keys import public_key_of
from unsilenced.sealing.recovery import RecoverySheet

WORDS = "seven green kettles sing"


@pytest.fixture
def empty_project(db):
    return Organisation.objects.create(slug="new", name="New Project (invented)")


def set_up(desk, somebody):
    key = MadeKey()
    done = desk.post(
        "set-up",
        {
            "key": {**key.members(), "grant": key.envelope_for(somebody.id, somebody.public_key)},
            "recovery": sheet_members(key.sheet),
        },
    )
    assert done.status_code == 201, done.content
    return key


def send(project, key, text):
    members, _reporter = new_report(key.id, public_key_of(key.private_key), text)
    sent = Client().post(
        "/report/send",
        json.dumps({"project": project.slug, **members}),
        content_type="application/json",
    )
    assert sent.status_code == 201, sent.content
    return members["uid"]


def open_report(desk, somebody, report_uid):
    report = desk.get(f"reports/{report_uid}").json()
    return open_with(report, desk.project_key(somebody, report["key"]))


def open_with(report, private_key):
    return open_for_project(
        from_b64u(report["body"]),
        from_b64u(report["project_wrap"]),
        kind=RecordKind.REPORT,
        report=uuid.UUID(report["uid"]),
        record=uuid.UUID(report["uid"]),
        key=uuid.UUID(report["key"]),
        private_key=private_key,
    )


def grant_all(desk, somebody, to):
    key_ids = [grant["key"] for grant in desk.get("keys").json()["grants"]]
    grants = []
    for key_id in key_ids:
        key = MadeKey(RecoverySheet.draw(), id=key_id)
        key.private_key = desk.project_key(somebody, key_id)
        envelope = key.envelope_for(to.id, to.public_key)
        grants.append({"user": str(to.id), "key": key_id, "envelope": envelope})
    done = desk.post("team/grants", {"grants": grants})
    assert done.status_code == 200, done.content


def test_two_caseworkers_open_the_same_report(empty_project):
    amara, bo = Somebody("Amara"), Somebody("Bo")
    amaras = Desk().join(empty_project, amara)
    key = set_up(amaras, amara)
    report_uid = send(empty_project, key, b"it was raining")

    bos = Desk().join(empty_project, bo)
    grant_all(amaras, amara, bo)

    assert open_report(amaras, amara, report_uid) == b"it was raining"
    assert open_report(bos, bo, report_uid) == b"it was raining"


def test_who_was_not_granted_the_key_holds_nothing_to_open_a_report_with(empty_project):
    amara, bo = Somebody("Amara"), Somebody("Bo")
    amaras = Desk().join(empty_project, amara)
    set_up(amaras, amara)
    assert Desk().join(empty_project, bo).get("keys").json()["grants"] == []


def test_a_passphrase_logs_in_and_unlocks_in_another_browser(empty_project):
    amara = Somebody("Amara")
    amara.derived = passphrase.derive(WORDS, amara.salt)
    first = Desk().join(empty_project, amara)
    key = set_up(first, amara)

    second = Desk()
    salt = from_b64u(second.post("log-in/salt", {"name": "amara"}).json()["salt"])
    derived = passphrase.derive(WORDS, salt)
    begun = second.post("log-in", {"name": "amara", "secret": to_b64u(derived.log_in_secret)})
    assert begun.json()["methods"] == ["totp", "recovery-code"]
    done = second.post("log-in/recovery-code", {"code": first.recovery_codes[0]})
    assert done.json()["next"] == "/desk/"

    held = second.get("keys").json()
    amara.private_key = passphrase.unwrap_private_key(
        from_b64u(held["user"]["wrapped_private_key"]),
        wrapping_key=derived.wrapping_key,
        user=uuid.UUID(held["user"]["id"]),
    )
    assert second.project_key(amara, key.id) == key.private_key
    assert held["project"]["current"] == str(key.id)


def test_after_a_removal_the_old_key_does_not_open_what_is_new(empty_project):
    amara, bo = Somebody("Amara"), Somebody("Bo")
    amaras, bos = Desk().join(empty_project, amara), Desk()
    old_key = set_up(amaras, amara)
    bos.join(empty_project, bo)
    grant_all(amaras, amara, bo)
    before = send(empty_project, old_key, b"before")

    new_key = MadeKey()
    assert remove(amaras, bo.id, new_key).status_code == 200
    after = send(empty_project, new_key, b"after")

    report = amaras.get(f"reports/{after}").json()
    with pytest.raises(WillNotOpen):
        open_with(report, old_key.private_key)
    assert open_report(amaras, amara, before) == b"before"
    assert open_report(amaras, amara, after) == b"after"


def test_a_removed_persons_session_grants_and_log_in_end_at_once(empty_project):
    amara, bo = Somebody("Amara"), Somebody("Bo")
    amaras, bos = Desk().join(empty_project, amara), Desk()
    set_up(amaras, amara)
    bos.join(empty_project, bo)
    grant_all(amaras, amara, bo)
    assert bos.get("reports").status_code == 200

    remove(amaras, bo.id, MadeKey())

    assert bos.get("reports").status_code == 401
    assert bos.get("keys").status_code == 401
    assert Desk().begin_log_in(bo).status_code == 422
    assert not KeyGrant.objects.filter(user=bo.id).exists()
    kept = User.objects.get(pk=bo.id)
    assert (bytes(kept.wrapped_private_key), bytes(kept.salt), kept.email) == (b"", b"", "")
    assert [member["name"] for member in amaras.get("team").json()["members"]] == ["Amara"]


def test_a_removed_persons_half_session_ends_too(empty_project):
    amara, bo = Somebody("Amara"), Somebody("Bo")
    amaras, bos = Desk().join(empty_project, amara), Desk()
    set_up(amaras, amara)
    bos.join(empty_project, bo)
    half = Desk()
    half.begin_log_in(bo)
    remove(amaras, bo.id, MadeKey())
    done = half.post("log-in/recovery-code", {"code": bos.recovery_codes[0]})
    assert done.status_code == 401


def test_the_recovery_sheet_restores_a_project_whose_people_lost_their_passphrases(empty_project):
    amara, bo, dara = Somebody("Amara"), Somebody("Bo"), Somebody("Dara")
    amaras = Desk().join(empty_project, amara)
    first_key = set_up(amaras, amara)
    Desk().join(empty_project, bo)
    old = send(empty_project, first_key, b"old")
    second_key = MadeKey()
    remove(amaras, bo.id, second_key, amara)
    new = send(empty_project, second_key, b"new")

    # The sheet is typed from paper, in a browser that knows nothing.
    sheet = recovery.parse_sheet(" ".join(second_key.sheet.words))
    holder = SheetHolder("new", sheet, dara)
    assert holder.ask().json()["state"] == "waiting"
    RecoveryRequest.objects.update(goes_on=timezone.localdate())
    assert set(holder.opened()) == {first_key.id, second_key.id}
    assert holder.come_in().status_code == 201
    daras = holder.desk
    assert daras.get("reports").status_code == 423
    daras.add_totp()

    assert open_report(daras, dara, old) == b"old"
    assert open_report(daras, dara, new) == b"new"
