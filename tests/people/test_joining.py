"""Joining a project by invitation, and setting it up, each once."""

import datetime as dt
import uuid

import pyotp
import pytest
from people.desk import Desk, MadeKey, Somebody, at_desk, sheet_members

from unsilenced.people.models import Invitation, KeyGrant, Organisation, OrganisationKey, User
from unsilenced.people.organisations import enrolment
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.recovery import RecoverySheet


@pytest.fixture
def token(project):
    return to_b64u(enrolment.invite(project.project)[0])


@pytest.fixture
def empty(db):
    return Organisation.objects.create(slug="empty", name="Empty Project (invented)")


def enrol(token, **changes):
    return Desk().post("enrol", {"token": token, **Somebody("Amara").members(), **changes})


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_an_invitation_says_which_project_it_leads_to(token):
    assert Desk().post("invitation", {"token": token}).json() == {
        "project": "Willow Project (invented)"
    }


def test_an_invitation_is_used_once(token):
    assert enrol(token).status_code == 201
    assert error(enrol(token, name="Bo")) == (404, "no-such-invitation")
    assert error(Desk().post("invitation", {"token": token})) == (404, "no-such-invitation")
    assert User.objects.count() == 1


def test_an_invitation_lasts_fourteen_days(token):
    kept = Invitation.objects.get()
    kept.expires_on -= dt.timedelta(days=14)
    kept.save()
    assert Desk().post("invitation", {"token": token}).status_code == 200
    kept.expires_on -= dt.timedelta(days=1)
    kept.save()
    assert Desk().post("invitation", {"token": token}).status_code == 404
    assert error(enrol(token)) == (404, "no-such-invitation")


def test_only_a_hash_of_the_token_is_kept(token):
    assert token not in to_b64u(Invitation.objects.get().token_hash)


@pytest.mark.parametrize("wrong", ["", "AAAA", "A" * 43, None, 7])
def test_a_wrong_token_opens_nothing(token, wrong):
    assert enrol(wrong).status_code in {404, 422}
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("user", "not-a-uuid"),
        ("user", str(uuid.UUID(int=5))),
        ("user", None),
        ("name", "a"),
        ("name", "x" * 41),
        ("name", "a\u202eb"),
        ("name", ["Amara"]),
        ("salt", to_b64u(bytes(15))),
        ("secret", to_b64u(bytes(31))),
        ("public_key", to_b64u(bytes(32))),
        ("public_key", to_b64u(bytes(31))),
        ("wrapped_private_key", to_b64u(bytes(63))),
        ("wrapped_private_key", to_b64u(b"\x01\x00\x01" + bytes(59))),
        ("wrapped_private_key", to_b64u(b"\x01\x00\x02" + bytes(60))),
        ("wrapped_private_key", "!"),
    ],
)
def test_a_malformed_member_is_named_and_nothing_is_stored(token, field, value):
    answer = enrol(token, **{field: value})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not User.objects.exists()
    assert Invitation.objects.exists()
    assert not answer.cookies


@pytest.mark.parametrize("name", ["Amara", "AMARA", " amara "])
def test_a_name_is_given_once_whatever_its_case(project, token, name):
    Desk().join(project.project, Somebody("Amara"))
    answer = enrol(token, name=name)
    assert error(answer) == (409, "name-taken")
    assert answer.json()["error"]["field"] == "name"
    assert Invitation.objects.count() == 1


def test_an_identifier_is_given_once(project, token):
    amara = Somebody("Amara")
    Desk().join(project.project, amara)
    assert error(enrol(token, name="Bo", user=str(amara.id))) == (409, "user-taken")
    assert User.objects.get().name == "Amara"


def test_an_invitation_can_be_withdrawn(project):
    desk, _amara = at_desk(project)
    made = desk.post("team/invitations")
    assert made.status_code == 201
    listed = desk.get("team").json()["invitations"]
    assert listed == [{"id": made.json()["id"], "expires_on": made.json()["expires_on"]}]
    assert desk.delete(f"team/invitations/{made.json()['id']}").status_code == 200
    assert enrol(made.json()["token"], name="Bo").status_code == 404
    assert desk.get("team").json()["invitations"] == []


def test_who_enrols_belongs_to_the_project_that_invited(project, other_project, token):
    enrol(token)
    assert User.objects.get().organisation == project.project


def members_of_set_up(key, somebody):
    return {
        "key": {**key.members(), "grant": key.envelope_for(somebody.id, somebody.public_key)},
        "recovery": sheet_members(key.sheet),
    }


def test_who_joins_an_empty_project_is_led_to_set_it_up(empty):
    desk, amara = Desk(), Somebody("Amara")
    desk.enrol(empty, amara)
    secret = desk.post("factors/totp/begin").json()["secret"]
    done = desk.post("factors/totp", {"code": pyotp.TOTP(secret).now()})
    assert done.json()["next"] == "/desk/set-up/"
    told = desk.get("keys").json()["project"]
    assert told["current"] is None


def test_a_project_is_set_up_once(empty):
    amara, bo = Somebody("Amara"), Somebody("Bo")
    amaras, bos = Desk().join(empty, amara), Desk().join(empty, bo)
    first = MadeKey(RecoverySheet.draw())
    assert amaras.post("set-up", members_of_set_up(first, amara)).status_code == 201
    second = MadeKey(RecoverySheet.draw())
    assert error(bos.post("set-up", members_of_set_up(second, bo))) == (409, "set-up-before")
    assert OrganisationKey.objects.get().pk == first.id
    assert KeyGrant.objects.get().user_id == amara.id


def test_a_key_of_another_project_cannot_be_taken(empty, project):
    amara = Somebody("Amara")
    desk = Desk().join(empty, amara)
    key = MadeKey(RecoverySheet.draw(), id=project.key.pk)
    assert error(desk.post("set-up", members_of_set_up(key, amara))) == (409, "key-taken")
    assert not Organisation.objects.get(pk=empty.pk).is_set_up


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("key", "id"),
        ("key", "public_key"),
        ("key", "recovery_envelope"),
        ("key", "grant"),
        ("recovery", "public_key"),
        ("recovery", "secret_hash"),
    ],
)
@pytest.mark.parametrize("value", [None, "", "AAAA", to_b64u(bytes(32))])
def test_a_malformed_set_up_sets_nothing_up(empty, part, field, value):
    if (field, value) == ("secret_hash", to_b64u(bytes(32))):
        value = to_b64u(bytes(33))
    amara = Somebody("Amara")
    desk = Desk().join(empty, amara)
    members = members_of_set_up(MadeKey(RecoverySheet.draw()), amara)
    members[part][field] = value
    answer = desk.post("set-up", members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not Organisation.objects.get(pk=empty.pk).is_set_up
    assert not OrganisationKey.objects.exists()
