"""Logging in: unknown names get the same answer as known ones, and guessing is slow."""

import secrets

import pytest
from people.desk import Desk, Somebody, at_desk

from unsilenced.people.accounts.session_store import SessionStore
from unsilenced.people.factors import totp
from unsilenced.people.models import User
from unsilenced.sealing.b64u import from_b64u, to_b64u


@pytest.fixture
def amara(project):
    somebody = Somebody("Amara Okafor")
    Desk().join(project.project, somebody)
    return somebody


def salt_of(name):
    answer = Desk().post("log-in/salt", {"name": name})
    assert answer.status_code == 200
    return from_b64u(answer.json()["salt"])


def log_in(name, secret):
    return Desk().post("log-in", {"name": name, "secret": to_b64u(secret)})


def shape(answer):
    body = answer.json()
    names = {key: sorted(value) for key, value in body.items() if isinstance(value, dict)}
    return answer.status_code, sorted(body), names, body["error"].get("code")


@pytest.mark.parametrize(
    "name", ["Amara Okafor", "amara okafor", "  AMARA   OKAFOR ", "\uff21mara Okafor"]
)
def test_a_name_is_found_whatever_its_case_spaces_and_width(amara, name):
    assert salt_of(name) == amara.salt
    assert log_in(name, amara.derived.log_in_secret).status_code == 200


def test_a_session_that_ends_elsewhere_during_a_call_asks_for_a_new_log_in(project, monkeypatch):
    desk, _amara = at_desk(project)
    draw = totp.draw_secret

    def log_out_meanwhile():
        SessionStore(desk.client.cookies["s"].value).delete()
        return draw()

    monkeypatch.setattr(totp, "draw_secret", log_out_meanwhile)
    ended = desk.post("factors/totp/begin")
    assert (ended.status_code, ended.json()["error"]["code"]) == (401, "log-in")
    monkeypatch.undo()
    again = desk.get("keys")
    assert (again.status_code, again.json()["error"]["code"]) == (401, "log-in")


def test_a_name_nobody_has_gets_a_steady_salt_of_its_own(amara):
    first = salt_of("Nobody")
    assert first == salt_of("nobody") == salt_of("nobody")
    assert len(first) == len(amara.salt)
    assert first not in {amara.salt, salt_of("nobody else")}


def test_an_upgrade_leaves_an_invented_salt_as_it_was(amara, settings):
    settings.SECRET_KEY = "the same before and after"
    assert salt_of("nobody").hex() == "dbf8259c7bd635ddb19a8032c50867c8"


def test_the_invented_salt_is_not_to_be_had_without_the_sites_secret(amara, settings):
    first = salt_of("nobody")
    settings.SECRET_KEY = "another"
    assert salt_of("nobody") != first


def test_a_wrong_passphrase_and_an_unknown_name_are_answered_alike(amara):
    wrong = log_in("amara okafor", secrets.token_bytes(32))
    unknown = log_in("nobody", secrets.token_bytes(32))
    assert wrong.status_code == 422
    assert wrong.content == unknown.content
    assert not wrong.cookies


@pytest.mark.parametrize("name", ["Amara Okafor", "Nobody"])
def test_names_known_and_unknown_are_slowed_down_alike(amara, name):
    answers = [log_in(name, secrets.token_bytes(32)) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert shape(answers[5]) == (
        429,
        ["error", "retry_after"],
        {"error": ["code", "message"]},
        "slow-down",
    )


def test_during_the_pause_the_right_passphrase_waits_too(amara):
    for _ in range(5):
        log_in("amara okafor", secrets.token_bytes(32))
    assert log_in("amara okafor", amara.derived.log_in_secret).status_code == 429


def test_a_right_passphrase_counts_for_nothing_and_takes_back_no_wrong_one(amara):
    for _ in range(4):
        log_in("amara okafor", secrets.token_bytes(32))
    for _ in range(3):
        assert log_in("amara okafor", amara.derived.log_in_secret).status_code == 200
    assert log_in("amara okafor", secrets.token_bytes(32)).status_code == 422
    assert log_in("amara okafor", secrets.token_bytes(32)).status_code == 429


def test_the_second_factor_cannot_be_guessed_quickly_either(amara):
    desk = Desk()
    desk.begin_log_in(amara)
    statuses = [desk.post("log-in/totp", {"code": "nonsense"}).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    again = Desk()
    again.begin_log_in(amara)
    assert again.post("log-in/recovery-code", {"code": "nonsense"}).status_code == 429


def test_only_a_hash_of_the_secret_is_kept(amara):
    kept = User.objects.get()
    assert to_b64u(amara.derived.log_in_secret) not in kept.password
    assert kept.password.startswith("pbkdf2_sha256_log_in_secret$")
    assert kept.check_password(to_b64u(amara.derived.log_in_secret))


def test_no_moment_of_a_log_in_is_kept():
    assert User.last_login is None


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({}, "name"),
        ({"name": 5}, "name"),
        ({"name": "a\0b", "secret": "x"}, "name"),
        ({"name": "x" * 201, "secret": "x"}, "name"),
        ({"name": "amara"}, "secret"),
        ({"name": "amara", "secret": "AAAA"}, "secret"),
        ({"name": "amara", "secret": "no base64!"}, "secret"),
        ({"name": "amara", "secret": None}, "secret"),
    ],
)
@pytest.mark.django_db
def test_a_malformed_log_in_names_the_member_at_fault(members, field):
    answer = Desk().post("log-in", members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
