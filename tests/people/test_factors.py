"""One-time passwords and recovery codes, and having at least one second factor."""

import re

import pyotp
import pytest
from people.authenticator import Authenticator
from people.desk import Desk, Somebody

from unsilenced.http.refusal import Refusal
from unsilenced.people.factors import recovery_codes, totp
from unsilenced.people.models import RecoveryCode, Totp, User

NOW = 1_800_000_015
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def somebody():
    return Somebody("Amara")


@pytest.fixture
def desk(project, somebody):
    desk = Desk()
    desk.enrol(project.project, somebody)
    return desk


@pytest.fixture
def person(desk, somebody):
    return User.objects.get(pk=somebody.id)


def code(offset=0):
    return pyotp.TOTP(SECRET).at(NOW, counter_offset=offset)


def begun(somebody):
    desk = Desk()
    desk.begin_log_in(somebody)
    return desk


def error_code(answer):
    return answer.json()["error"]["code"]


def test_a_code_logs_in_once(person):
    totp.confirm(person, SECRET, code(-1), now=NOW)
    totp.check(person, code(), now=NOW)
    with pytest.raises(Refusal) as refused:
        totp.check(person, code(), now=NOW)
    assert (refused.value.code, refused.value.field) == ("wrong-code", "code")


def test_a_factor_is_kept_with_its_recovery_codes_or_not_at_all(desk, person, monkeypatch):
    def fail(_person):
        raise Refusal(409, "broken", "The codes cannot be stored.")

    monkeypatch.setattr(recovery_codes, "renew", fail)
    secret = desk.post("factors/totp/begin").json()["secret"]
    answer = desk.post("factors/totp", {"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 409
    assert not Totp.objects.filter(user=person).exists()


def test_the_code_that_confirmed_an_app_does_not_log_in(person):
    totp.confirm(person, SECRET, code(), now=NOW)
    with pytest.raises(Refusal):
        totp.check(person, code(), now=NOW)
    totp.check(person, code(1), now=NOW)


def test_a_code_older_than_the_last_one_is_refused(person):
    totp.confirm(person, SECRET, code(1), now=NOW)
    with pytest.raises(Refusal):
        totp.check(person, code(), now=NOW)


@pytest.mark.parametrize(
    ("offset", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_one_step_off(person, offset, fits):
    totp.confirm(person, SECRET, code(-10), now=NOW - 300)
    if fits:
        totp.check(person, code(offset), now=NOW)
    else:
        with pytest.raises(Refusal):
            totp.check(person, code(offset), now=NOW)


@pytest.mark.parametrize("typed", ["000000", "", "12345", "١٢٣٤٥٦", "nonsense"])
def test_a_wrong_code_confirms_nothing(person, typed):
    with pytest.raises(Refusal):
        totp.confirm(person, SECRET, typed, now=NOW)
    assert not Totp.objects.exists()


def test_a_code_may_be_typed_with_spaces(person):
    digits = code()
    totp.confirm(person, SECRET, f" {digits[:3]} {digits[3:]} ", now=NOW)
    assert Totp.objects.get().secret == SECRET


def test_a_person_without_an_app_has_no_code(person):
    with pytest.raises(Refusal):
        totp.check(person, code(), now=NOW)


def test_the_app_is_told_the_sites_neutral_name_and_the_qr_code_says_the_same(desk):
    begun = desk.post("factors/totp/begin").json()
    uri = pyotp.parse_uri(begun["uri"])
    assert (uri.secret, uri.name, uri.issuer) == (begun["secret"], "Amara", "Fernway")
    assert {len(row) for row in begun["qr"]} == {len(begun["qr"])}
    assert begun["qr"][0].startswith("1111111")


def test_a_new_secret_counts_only_when_it_is_confirmed(desk, somebody):
    kept = desk.add_totp()
    desk.post("factors/totp/begin")
    assert desk.post("factors/totp", {"code": "000000"}).status_code == 422
    assert Totp.objects.get().secret == kept
    second = desk.add_totp()
    assert Totp.objects.get().secret == second != kept


def test_a_code_without_a_secret_to_confirm_is_wrong(desk):
    assert error_code(desk.post("factors/totp", {"code": "123456"})) == "wrong-code"


def test_a_code_of_the_app_logs_in(desk, somebody):
    secret = desk.add_totp()
    following = pyotp.TOTP(secret).generate_otp(Totp.objects.get().last_step + 1)
    other = begun(somebody)
    done = other.post("log-in/totp", {"code": following})
    assert (done.status_code, done.json()["next"]) == (200, "/desk/")
    assert error_code(begun(somebody).post("log-in/totp", {"code": following})) == "wrong-code"


def test_ten_recovery_codes_of_ten_characters_come_with_the_first_factor_alone(desk):
    desk.add_totp()
    codes = desk.recovery_codes
    assert len(set(codes)) == 10
    assert all(re.fullmatch("[A-Z2-7]{10}", one) for one in codes)
    secret = desk.post("factors/totp/begin").json()["secret"]
    again = desk.post("factors/totp", {"code": pyotp.TOTP(secret).now()})
    assert set(again.json()) == {"next"}
    assert RecoveryCode.objects.count() == 10


def test_a_recovery_code_logs_in_once(desk, somebody):
    desk.add_totp()
    first = desk.recovery_codes[0]
    assert begun(somebody).post("log-in/recovery-code", {"code": first}).status_code == 200
    refused = begun(somebody).post("log-in/recovery-code", {"code": first})
    assert (refused.status_code, error_code(refused)) == (422, "wrong-code")
    assert desk.get("factors").json()["recovery_codes"] == 9


def test_a_recovery_code_may_be_typed_with_spaces_and_in_small_letters(person):
    made = recovery_codes.renew(person)[0]
    recovery_codes.check(person, f" {made[:5].lower()}-{made[5:]} ")


def test_a_recovery_code_of_somebody_else_does_not_log_in(desk, project, somebody):
    desk.add_totp()
    bo = Somebody("Bo")
    bos = Desk().join(project.project, bo)
    refused = begun(somebody).post("log-in/recovery-code", {"code": bos.recovery_codes[0]})
    assert error_code(refused) == "wrong-code"


def test_new_recovery_codes_end_the_old_ones(desk, somebody):
    desk.add_totp()
    old = desk.recovery_codes[0]
    new = desk.post("factors/recovery-codes").json()["recovery_codes"]
    assert error_code(begun(somebody).post("log-in/recovery-code", {"code": old})) == "wrong-code"
    assert begun(somebody).post("log-in/recovery-code", {"code": new[0]}).status_code == 200


def test_only_hashes_of_recovery_codes_are_kept(desk):
    desk.add_totp()
    kept = b"".join(bytes(one.code_hash) for one in RecoveryCode.objects.all())
    assert len(kept) == 10 * 32
    assert not any(code.encode() in kept for code in desk.recovery_codes)


def test_factors_are_listed_and_all_but_the_last_can_be_removed(desk, somebody):
    desk.add_totp()
    device = Authenticator()
    options = desk.post("factors/passkey/begin").json()
    desk.post("factors/passkey", {"credential": device.create(options), "name": "Blue key"})
    listed = desk.get("factors").json()["factors"]
    assert [(one["kind"], one["name"]) for one in listed] == [("totp", ""), ("passkey", "Blue key")]

    app, key = (one["id"] for one in listed)
    assert desk.delete(f"factors/{app}").status_code == 200
    assert begun(somebody).post("log-in/totp", {"code": "123456"}).status_code == 422
    refused = desk.delete(f"factors/{key}")
    assert (refused.status_code, error_code(refused)) == (409, "last-factor")
    assert [one["id"] for one in desk.get("factors").json()["factors"]] == [key]


@pytest.mark.parametrize(
    "factor", ["totp-0", "passkey-0", "passkey-99999999999999999999", "other-1"]
)
def test_a_factor_that_is_not_there_cannot_be_removed(desk, factor):
    desk.add_totp()
    assert desk.delete(f"factors/{factor}").status_code == 404


def test_somebody_elses_factor_cannot_be_removed(desk, project):
    desk.add_totp()
    bos = Desk().join(project.project, Somebody("Bo"))
    theirs = desk.get("factors").json()["factors"][0]["id"]
    assert bos.delete(f"factors/{theirs}").status_code == 404
    assert len(desk.get("factors").json()["factors"]) == 1


def test_a_half_session_of_somebody_with_a_factor_adds_none(desk, somebody):
    desk.add_totp()
    assert begun(somebody).post("factors/totp/begin").status_code == 423


def test_who_left_before_adding_a_factor_adds_it_after_the_next_log_in(desk, somebody):
    other = Desk()
    assert other.begin_log_in(somebody).json()["methods"] == []
    other.add_totp()
    assert other.get("keys").status_code == 200
