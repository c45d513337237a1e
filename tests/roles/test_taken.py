"""An identifier that a browser draws, but another organisation has, which nobody here may see.

A look for the row says that it is free; the answer is the documented one all the same.
"""

import uuid

import pytest
from fuzz.world import World
from people.authenticator import Authenticator
from people.desk import (
    Desk,
    MadeKey,
    SheetHolder,
    Somebody,
    at_desk,
    remove,
    sealed_for,
    sheet_members,
)
from people.member_browser import Person
from reports.stored import everything
from reports.writer import Writer, as_json, call
from warned import asker

from unsilenced.people.models import Organisation, Passkey, User
from unsilenced.reports.models import Report
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecordKind


@pytest.fixture
def world(transactional_db, keyholder):
    made = World(keyholder)
    made.inside.client.raise_request_exception = False
    yield made
    made.end()


def code_of(answer):
    assert answer.status_code == 409, answer.content
    return answer.json()["error"]["code"]


@pytest.fixture
def their_keys(world):
    """The identifiers of the other project's keys: a retired one, and the current one."""
    retired, current = world.harbour.key.pk, MadeKey()
    _desk, gone = at_desk(world.harbour, "Gone")
    desk, _stays = at_desk(world.harbour, "Stays")
    assert remove(desk, gone.id, current).status_code == 200
    return {"retired": retired, "current": current.id}


@pytest.mark.parametrize("which", ["retired", "current"])
def test_a_key(world, their_keys, which):
    before = everything()
    removing = world.members_of("desk/api/team/remove")
    removing["key"]["id"] = str(their_keys[which])
    assert code_of(world.inside.post("team/remove", removing)) == "key-taken"
    assert everything() == before


@pytest.mark.parametrize("which", ["retired", "current"])
def test_a_first_key(world, their_keys, which):
    empty = Organisation.objects.create(slug="empty", name="Empty Project (invented)")
    eve, key = Somebody("Eve"), MadeKey(id=their_keys[which])
    desk = Desk().join(empty, eve)
    desk.client.raise_request_exception = False
    grant = key.envelope_for(eve.id, eve.public_key)
    setting_up = {"key": {**key.members(), "grant": grant}, "recovery": sheet_members(key.sheet)}
    assert code_of(desk.post("set-up", setting_up)) == "key-taken"
    empty.refresh_from_db()
    assert not empty.is_set_up


def test_a_person(world):
    taken = {"token": to_b64u(world.token), **Somebody("Noor", id=world.theirs.person.id).members()}
    assert code_of(Desk().post("enrol", taken)) == "user-taken"
    taken = {"token": to_b64u(world.token), **Somebody(world.theirs.person.name).members()}
    assert code_of(Desk().post("enrol", taken)) == "name-taken"


def test_a_person_who_comes_in_with_the_sheet(world):
    theirs = Somebody("Noor", id=world.amara.id)
    asking = SheetHolder("harbour", world.harbour.sheet, theirs)
    assert code_of(asking.ask()) == "user-taken"
    asking = SheetHolder("harbour", world.harbour.sheet, Somebody(world.amara.name))
    assert code_of(asking.ask()) == "name-taken"
    # People who wait in another organisation are not visible, either.
    asking = SheetHolder("harbour", world.harbour.sheet, Somebody(world.nadia.somebody.name))
    assert code_of(asking.ask()) == "name-taken"


def test_a_name_that_somebody_took_while_one_waited_with_the_sheet(world):
    theirs = User.objects.get(pk=world.theirs.person.id)
    theirs.name = world.nadia.somebody.name
    theirs.save()
    assert code_of(world.nadia.come_in({world.willow.key.pk: world.willow.private_key})) == (
        "name-taken"
    )


def test_a_member(world):
    token = {"token": to_b64u(world.members_token)}
    for taken, code in (
        (Person("Heron", id=world.theirs.member.id), "member-taken"),
        (Person(world.theirs.member.pseudonym), "name-taken"),
    ):
        answer = Desk().client.post(
            "/members/api/join", {**token, **taken.members()}, content_type="application/json"
        )
        assert code_of(answer) == code


def test_a_passkey(world):
    device = Authenticator()
    Passkey.objects.create(
        user_id=world.theirs.person.id, credential_id=device.id, public_key=b"x", name="Phone"
    )
    options = world.inside.post("factors/passkey/begin").json()
    new = {"credential": device.create(options), "name": "Phone"}
    assert code_of(world.inside.post("factors/passkey", new)) == "passkey-known"


def test_a_report_and_its_receipt(world):
    theirs = world.theirs.report
    stored = bytes(Report.objects.get(pk=theirs.pk).lookup_hash)
    for taken, code in (
        ({"uid": str(theirs.uid)}, "uid-taken"),
        ({"uid": str(world.theirs.uid)}, "uid-taken"),
        ({"uid": str(world.theirs.draft)}, "uid-taken"),
        ({"lookup_hash": to_b64u(stored)}, "receipt-taken"),
    ):
        new = {**as_json(Writer.of(world.willow).submission()), **taken}
        assert code_of(call("/report/send", new)) == code
        own = {**world.members_of("desk/api/reports"), **taken}
        assert code_of(world.inside.post("reports", own)) == code


def test_a_record(world):
    before = everything()
    mine = world.report.uid
    for taken in (world.theirs.report.uid, world.theirs.uid, world.theirs.draft):
        uid = {"uid": str(taken)}
        message = {**as_json(world.writer.seal()), **uid}
        assert code_of(world.writer.call("/return/messages", message)) == "uid-taken"
        photo = {**as_json(world.writer.photo()), **uid, "chunks": 1}
        assert code_of(world.writer.call("/return/attachments", photo)) == "uid-taken"
        answer = {**as_json(world.writer.seal(kind=RecordKind.PROJECT_MESSAGE)), **uid}
        assert code_of(world.inside.post(f"reports/{mine}/messages", answer)) == "uid-taken"
        note = {**sealed_for(world.willow, mine, RecordKind.NOTE), **uid}
        assert code_of(world.inside.post(f"reports/{mine}/notes", note)) == "uid-taken"
        warning = world.joels.sealed(mine, taken)
        assert code_of(world.inside.post(f"reports/{mine}/warnings", warning)) == "uid-taken"
    assert everything() == before


def test_the_reference_of_a_warning(world):
    begins_alike = uuid.UUID(bytes=world.theirs.draft.bytes[:8] + uuid.uuid4().bytes[8:])
    warning = world.joels.sealed(world.report.uid, begins_alike)
    answer = world.inside.post(f"reports/{world.report.uid}/warnings", warning)
    assert code_of(answer) == "uid-taken"


def test_a_request_for_review(world):
    uid = world.theirs.uid
    for projects in ([world.willow], [world.willow, world.harbour]):
        again = {"uid": str(uid), "sealed": [asker.sealed_for(uid, each) for each in projects]}
        assert code_of(asker.send(again)) == "uid-taken"
