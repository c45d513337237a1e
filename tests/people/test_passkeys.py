"""Passkeys as a second factor, with a device written for the test."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people.authenticator import Authenticator
from people.desk import Desk, Somebody

from unsilenced.http.refusal import Refusal
from unsilenced.people.factors import passkeys
from unsilenced.people.models import Passkey, User
from unsilenced.sealing.b64u import from_b64u, to_b64u

SITE = passkeys.RelyingParty("localhost", "http://localhost")


@pytest.fixture
def amara(project):
    return Somebody("Amara")


@pytest.fixture
def enrolled(project, amara):
    desk = Desk()
    desk.enrol(project.project, amara)
    return desk


def add(desk, device, name="Blue key"):
    options = desk.post("factors/passkey/begin").json()
    return desk.post("factors/passkey", {"credential": device.create(options), "name": name})


def begun(amara):
    desk = Desk()
    assert desk.begin_log_in(amara).status_code == 200
    return desk


def answer(desk, device):
    options = desk.post("log-in/passkey/options").json()
    return desk.post("log-in/passkey", {"credential": device.get(options)})


def test_a_passkey_is_added_and_logs_in(enrolled, amara):
    device = Authenticator()
    added = add(enrolled, device)
    assert added.status_code == 201
    assert len(added.json()["recovery_codes"]) == 10
    assert enrolled.get("keys").status_code == 200

    desk = Desk()
    assert desk.begin_log_in(amara).json()["methods"] == ["passkey", "recovery-code"]
    done = answer(desk, device)
    assert (done.status_code, done.json()["next"]) == (200, "/desk/")
    assert desk.get("keys").status_code == 200


def test_the_device_is_asked_for_what_the_site_needs_and_no_more(enrolled, amara):
    device = Authenticator()
    options = enrolled.post("factors/passkey/begin").json()
    assert options["rp"]["id"] == "localhost"
    assert options["user"] == {
        "id": to_b64u(amara.id.bytes),
        "name": "Amara",
        "displayName": "Amara",
    }
    assert options["attestation"] == "none"
    assert options["authenticatorSelection"]["userVerification"] == "preferred"
    assert options["authenticatorSelection"]["residentKey"] == "discouraged"
    add(enrolled, device)
    asked = begun(amara).post("log-in/passkey/options").json()
    assert [one["id"] for one in asked["allowCredentials"]] == [to_b64u(device.id)]
    assert asked["userVerification"] == "preferred"


def test_an_answer_is_accepted_once(enrolled, amara):
    device = Authenticator()
    add(enrolled, device)
    desk = begun(amara)
    given_once = device.get(desk.post("log-in/passkey/options").json())
    assert desk.post("log-in/passkey", {"credential": given_once}).status_code == 200

    other = begun(amara)
    other.post("log-in/passkey/options")
    refused = other.post("log-in/passkey", {"credential": given_once})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "wrong-passkey")
    assert other.get("keys").status_code == 423


def test_a_challenge_is_gone_after_a_wrong_answer(enrolled, amara):
    device = Authenticator()
    add(enrolled, device)
    desk = begun(amara)
    options = desk.post("log-in/passkey/options").json()
    assert desk.post("log-in/passkey", {"credential": {}}).status_code == 422
    late = desk.post("log-in/passkey", {"credential": device.get(options)})
    assert late.status_code == 422


def test_an_answer_without_a_challenge_is_refused(enrolled, amara):
    device = Authenticator()
    add(enrolled, device)
    desk = begun(amara)
    assert (
        desk.post("log-in/passkey", {"credential": device.get({"challenge": ""})}).status_code
        == 422
    )


def test_a_new_passkey_without_a_challenge_is_refused(enrolled):
    forged = Authenticator().create({"challenge": ""})
    refused = enrolled.post("factors/passkey", {"credential": forged, "name": "Key"})
    assert refused.status_code == 422
    assert not Passkey.objects.exists()


def test_a_challenge_of_another_session_is_refused(enrolled, amara):
    device = Authenticator()
    add(enrolled, device)
    options = begun(amara).post("log-in/passkey/options").json()
    desk = begun(amara)
    desk.post("log-in/passkey/options")
    assert desk.post("log-in/passkey", {"credential": device.get(options)}).status_code == 422


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"origin": "https://localhost.example"},
        {"origin": "http://localhost:8000"},
        {"rp_id": "localhost.example"},
    ],
)
def test_a_passkey_given_to_another_site_is_refused(enrolled, amara, elsewhere):
    device = Authenticator()
    add(enrolled, device)
    for name, value in elsewhere.items():
        setattr(device, name, value)
    assert answer(begun(amara), device).status_code == 422
    assert add(enrolled, Authenticator(**elsewhere)).status_code == 422


def test_nothing_that_is_kept_says_how_often_a_passkey_was_used(enrolled, amara):
    device = Authenticator()
    add(enrolled, device)
    before = Passkey.objects.values().get()
    for _each in range(3):
        assert answer(begun(amara), device).status_code == 200
    assert Passkey.objects.values().get() == before
    assert device.count not in before.values()


def test_another_key_under_the_same_identifier_is_refused(enrolled, amara):
    device, forged = Authenticator(), Authenticator()
    add(enrolled, device)
    forged.id = device.id
    assert answer(begun(amara), forged).status_code == 422


def test_a_passkey_of_somebody_else_does_not_log_in(enrolled, project, amara):
    bos_device = Authenticator()
    bos = Desk()
    bos.enrol(project.project, Somebody("Bo"))
    add(bos, bos_device)
    add(enrolled, Authenticator())
    assert answer(begun(amara), bos_device).status_code == 422


def test_a_passkey_is_added_once(enrolled):
    device = Authenticator()
    assert add(enrolled, device).status_code == 201
    options = enrolled.post("factors/passkey/begin").json()
    assert [one["id"] for one in options["excludeCredentials"]] == [to_b64u(device.id)]
    again = enrolled.post("factors/passkey", {"credential": device.create(options), "name": "Two"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "passkey-known")
    assert Passkey.objects.count() == 1


def test_a_passkey_needs_a_name(enrolled):
    refused = add(enrolled, Authenticator(), name="")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "name")
    assert not Passkey.objects.exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=8,
)
FORGED = st.binary(max_size=80).map(to_b64u) | JSON
RESPONSE = st.fixed_dictionaries(
    {},
    optional={
        "clientDataJSON": FORGED,
        "attestationObject": FORGED,
        "authenticatorData": FORGED,
        "signature": FORGED,
        "transports": JSON,
        "userHandle": FORGED,
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    credential=st.fixed_dictionaries(
        {}, optional={"rawId": FORGED, "type": st.just("public-key") | JSON, "response": RESPONSE}
    )
    | st.dictionaries(st.text(max_size=9), JSON, max_size=4)
)
def test_a_forged_answer_is_refused_and_nothing_else_happens(enrolled, amara, credential):
    device = Authenticator()
    person = User.objects.get(pk=amara.id)
    Passkey.objects.get_or_create(user=person, credential_id=device.id, public_key=b"x", name="Key")
    forged = {"id": to_b64u(device.id), "rawId": to_b64u(device.id), **credential}
    before = Passkey.objects.count()
    with pytest.raises(Refusal):
        passkeys.check(SITE, person, b"challenge", forged)
    with pytest.raises(Refusal):
        passkeys.register(SITE, person, "Key", b"challenge", forged)
    assert Passkey.objects.count() == before


@pytest.mark.parametrize("flipped", range(0, 400, 29))
def test_a_changed_answer_is_refused(enrolled, amara, flipped):
    device = Authenticator()
    person = User.objects.get(pk=amara.id)
    challenge, options = passkeys.registration(SITE, person)
    passkeys.register(SITE, person, "Key", challenge, device.create(options))
    challenge, options = passkeys.authentication(SITE, person)
    credential = device.get(options)
    part = ["authenticatorData", "signature"][flipped % 2]
    data = bytearray(from_b64u(credential["response"][part]))
    data[flipped % len(data)] ^= 1 << (flipped % 8)
    credential["response"][part] = to_b64u(data)
    with pytest.raises(Refusal):
        passkeys.check(SITE, person, challenge, credential)


def test_a_site_with_a_port_keeps_its_name_alone(rf):
    site = passkeys.RelyingParty.of(rf.get("/", headers={"host": "localhost:8000"}))
    assert site == passkeys.RelyingParty("localhost", "http://localhost:8000")
