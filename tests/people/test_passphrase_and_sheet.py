"""Changing a passphrase, and proving to have the recovery sheet."""

import secrets
import uuid

import pytest
from people.desk import Desk, MadeKey, Somebody, at_desk

from unsilenced.json_object import to_b64u
from unsilenced.people.models import KeyGrant, Project, User
from unsilenced.sealing import passphrase, recovery
from unsilenced.sealing.passphrase import PassphraseKeys


@pytest.fixture
def amara(project):
    return at_desk(project)


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def change(somebody, derived, **changes):
    return {
        "old_secret": to_b64u(somebody.derived.log_in_secret),
        "salt": to_b64u(passphrase.draw_salt()),
        "secret": to_b64u(derived.log_in_secret),
        "wrapped_private_key": to_b64u(somebody.wrapped(derived)),
        **changes,
    }


def fresh():
    return PassphraseKeys(secrets.token_bytes(32), secrets.token_bytes(32))


def test_a_new_passphrase_takes_the_old_ones_place(amara):
    desk, somebody = amara
    derived = fresh()
    members = change(somebody, derived)
    assert desk.post("passphrase", members).status_code == 200
    assert Desk().begin_log_in(somebody).status_code == 422
    assert Desk().post("log-in/salt", {"name": "Amara"}).json()["salt"] == members["salt"]
    held = desk.get("keys").json()["user"]
    assert held["wrapped_private_key"] == members["wrapped_private_key"]
    somebody.derived = derived
    assert Desk().begin_log_in(somebody).status_code == 200


def test_other_sessions_end_with_the_old_passphrase(amara):
    desk, somebody = amara
    other = Desk().log_in(somebody, desk.recovery_codes[0])
    half = Desk()
    half.begin_log_in(somebody)
    desk.post("passphrase", change(somebody, fresh()))
    assert desk.get("keys").status_code == 200
    assert other.get("keys").status_code == 401
    assert half.post("log-in/recovery-code", {"code": desk.recovery_codes[1]}).status_code == 401


def test_a_wrong_present_passphrase_changes_nothing_and_is_slowed_down(amara):
    desk, somebody = amara
    members = change(somebody, fresh(), old_secret=to_b64u(bytes(32)))
    answers = [error(desk.post("passphrase", members)) for _ in range(6)]
    assert answers == [(422, "wrong-passphrase")] * 5 + [(429, "slow-down")]
    assert Desk().begin_log_in(somebody).status_code == 200


@pytest.mark.parametrize("field", ["old_secret", "salt", "secret", "wrapped_private_key"])
def test_a_malformed_change_changes_nothing(amara, field):
    desk, somebody = amara
    answer = desk.post("passphrase", change(somebody, fresh(), **{field: "AAAA"}))
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert Desk().begin_log_in(somebody).status_code == 200


def proof(project, /, **changes):
    secret = recovery.derive(project.sheet).secret
    return {"project": project.project.slug, "secret": to_b64u(secret), **changes}


def test_the_sheet_opens_its_own_projects_keys(project, other_project):
    opened = Desk().post("recover/open", proof(project))
    assert [key["id"] for key in opened.json()["keys"]] == [str(project.key.pk)]
    assert not opened.cookies


def test_another_sheet_an_unknown_project_and_one_without_a_sheet_are_answered_alike(
    project, other_project
):
    Project.objects.create(slug="empty", name="Empty Project (invented)")
    answers = [
        Desk().post("recover/open", members)
        for members in (
            proof(project, secret=proof(other_project)["secret"]),
            proof(project, project="nowhere"),
            proof(project, project="empty"),
        )
    ]
    assert error(answers[0]) == (422, "wrong-sheet")
    assert len({answer.content for answer in answers}) == 1


def test_nobody_can_keep_the_right_sheet_out_by_trying_wrong_ones(project):
    wrong = {"project": "willow", "secret": to_b64u(bytes(32))}
    assert {Desk().post("recover/open", wrong).status_code for _ in range(12)} == {422}
    assert Desk().post("recover/open", proof(project)).status_code == 200


def recover(project, somebody, /, **changes):
    key = MadeKey(project.sheet, id=project.key.pk, private_key=project.private_key)
    members = somebody.members()
    members["log_in_secret"] = members.pop("secret")
    envelope = key.envelope_for(somebody.id, somebody.public_key)
    members["grants"] = [{"key": str(key.id), "envelope": envelope}]
    return {**members, **proof(project), **changes}


def test_who_has_the_sheet_joins_with_every_key(project):
    somebody = Somebody("Dara")
    desk = Desk()
    assert desk.post("recover", recover(project, somebody)).status_code == 201
    desk.add_totp()
    assert desk.project_key(somebody, project.key.pk) == project.private_key
    assert Desk().begin_log_in(somebody).status_code == 200


def test_a_wrong_sheet_adds_nobody(project, other_project):
    members = recover(project, Somebody("Dara"), secret=proof(other_project)["secret"])
    assert error(Desk().post("recover", members)) == (422, "wrong-sheet")
    assert not User.objects.exists()


def test_recovering_needs_a_grant_of_every_key_and_no_other(project, other_project):
    somebody = Somebody("Dara")
    good = recover(project, somebody)["grants"][0]
    for grants in (
        [],
        [{**good, "key": str(uuid.uuid4())}],
        [good, {**good, "key": str(other_project.key.pk)}],
    ):
        answer = Desk().post("recover", recover(project, somebody, grants=grants))
        assert error(answer) == (409, "keys-changed")
    assert not User.objects.exists()
    assert not KeyGrant.objects.exists()


def test_a_taken_name_adds_nobody_and_no_grant(project, amara):
    before = KeyGrant.objects.count()
    answer = Desk().post("recover", recover(project, Somebody("amara")))
    assert error(answer) == (409, "name-taken")
    assert KeyGrant.objects.count() == before


@pytest.mark.parametrize(
    "field", ["project", "secret", "user", "salt", "log_in_secret", "public_key", "grants"]
)
def test_a_malformed_recovery_adds_nobody(project, field):
    answer = Desk().post("recover", recover(project, Somebody("Dara"), **{field: 5}))
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not User.objects.exists()
