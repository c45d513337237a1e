"""Changing a passphrase."""

import secrets

import pytest
from people.desk import Desk, at_desk

from unsilenced.sealing import passphrase
from unsilenced.sealing.b64u import to_b64u
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
