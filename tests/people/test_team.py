"""A project's people: passing keys on, and removing somebody with a new key, at once or not."""

import uuid

import pytest
from people import desk as at
from people.desk import Desk, MadeKey, Somebody, at_desk, remove

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import digest_address, passphrase
from unsilenced.people.factors import owned, recovery_codes
from unsilenced.people.keys import grants, new_sheet, rotation
from unsilenced.people.keys.key_fields import NewKey, NewSheet, Passphrase, Sheet
from unsilenced.people.models import Invitation, KeyGrant, OrganisationKey, Passkey, Totp, User
from unsilenced.people.organisations import enrolment
from unsilenced.sealing.b64u import from_b64u, to_b64u


@pytest.fixture
def amara(project):
    return at_desk(project)


@pytest.fixture
def bo(project):
    return at_desk(project, "Bo")


@pytest.fixture
def dara(project, amara):
    """Somebody who has joined and holds no key yet."""
    somebody = Somebody("Dara")
    return Desk().join(project.project, somebody), somebody


@pytest.fixture
def stranger(other_project):
    return at_desk(other_project, "Eve")


@pytest.fixture
def new_key():
    return MadeKey()


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def grant_of(project, to, **changes):
    key = MadeKey(project.sheet, id=project.key.pk, private_key=project.private_key)
    envelope = key.envelope_for(to.id, to.public_key)
    return {"user": str(to.id), "key": str(key.id), "envelope": envelope, **changes}


def state():
    return (
        sorted(User.objects.active().values_list("name", flat=True)),
        sorted(OrganisationKey.objects.values_list("pk", "retired_on")),
        sorted(KeyGrant.objects.values_list("user_id", "key_id")),
        Invitation.objects.count(),
    )


def test_the_team_shows_who_holds_which_key(project, amara, dara):
    members = amara[0].get("team").json()["members"]
    assert [(one["name"], one["keys"], one["you"]) for one in members] == [
        ("Amara", [str(project.key.pk)], True),
        ("Dara", [], False),
    ]
    assert from_b64u(members[1]["public_key"]) == dara[1].public_key


def test_people_of_another_project_are_not_in_the_team(amara, stranger):
    assert [one["name"] for one in amara[0].get("team").json()["members"]] == ["Amara"]


def test_a_key_is_passed_on_and_opens(project, amara, dara):
    assert amara[0].post("team/grants", {"grants": [grant_of(project, dara[1])]}).status_code == 200
    assert dara[0].project_key(dara[1], project.key.pk) == project.private_key


def test_a_grant_that_stands_is_not_replaced(project, amara, bo):
    desk, somebody = bo
    other = grant_of(project, somebody, envelope=to_b64u(b"\x01\x00\x01" + bytes(80)))
    assert amara[0].post("team/grants", {"grants": [other]}).status_code == 200
    assert desk.project_key(somebody, project.key.pk) == project.private_key


def test_who_holds_no_key_cannot_pass_it_on(project, dara):
    desk, somebody = dara
    answer = desk.post("team/grants", {"grants": [grant_of(project, somebody)]})
    assert error(answer) == (403, "key-not-held")
    assert not KeyGrant.objects.filter(user=somebody.id).exists()


def test_who_holds_no_key_cannot_take_the_project_over(project, amara, bo, dara, new_key):
    before = state()
    assert error(remove(dara[0], amara[1].id, new_key)) == (403, "key-not-held")
    assert error(dara[0].post("team/invitations")) == (403, "key-not-held")
    assert state() == before
    assert OrganisationKey.objects.current().get().pk == project.key.pk


def test_a_key_that_was_retired_gives_no_say(project, amara, bo, dara, new_key):
    remove(amara[0], bo[1].id, MadeKey())
    KeyGrant.objects.filter(user=dara[1].id).delete()
    grants.store([grants.NewGrant(dara[1].id, project.key.pk, b"sealed")])
    dara_user, amara_user = (User.objects.get(pk=one[1].id) for one in (dara, amara))
    refused = [
        lambda: enrolment.invite_colleague(dara_user),
        lambda: grants.give(dara_user, []),
        lambda: rotation.remove(
            dara_user,
            amara_user.pk,
            NewKey(new_key.id, b"public", b"sealed"),
            {dara_user.pk: b"sealed"},
            NewSheet(Sheet(b"public", b"hash"), {}),
        ),
        lambda: new_sheet.replace(dara_user, NewSheet(Sheet(b"public", b"hash"), {})),
    ]
    before = state()
    for call in refused:
        with pytest.raises(Refusal, match="do not have the team's key yet"):
            call()
    assert state() == before


def test_who_is_removed_meanwhile_lets_nobody_in(project, amara, bo, dara, new_key):
    bo_user = User.objects.get(pk=bo[1].id)
    remove(amara[0], bo[1].id, new_key)
    before = state()
    grant = grants.NewGrant(dara[1].id, new_key.id, b"sealed")
    for call in (
        lambda: enrolment.invite_colleague(bo_user),
        lambda: grants.give(bo_user, [grant]),
    ):
        with pytest.raises(Refusal):
            call()
    assert state() == before


def test_nothing_of_somebody_removed_meanwhile_changes(amara, bo, new_key):
    person = User.objects.get(pk=bo[1].id)
    new = Passphrase(bytes(16), bytes(32), bytes(63))
    remove(amara[0], bo[1].id, new_key)
    before = User.objects.values().get(pk=person.pk)
    old = bo[1].derived.log_in_secret
    for call in (
        lambda: passphrase.change(person, old, new),
        lambda: digest_address.choose(person, "bo@example.org"),
        lambda: recovery_codes.renew(person),
        lambda: owned.remove(person, "totp-1"),
    ):
        with pytest.raises(Refusal) as refused:
            call()
        assert refused.value.code == "log-in"
    assert User.objects.values().get(pk=person.pk) == before
    assert not person.recovery_codes.exists()


def test_the_last_one_with_the_key_cannot_leave(amara, dara, new_key):
    before = state()
    assert error(remove(amara[0], amara[1].id, new_key)) == (409, "last-person")
    assert state() == before


def test_a_key_goes_to_nobody_outside_the_project(project, other_project, amara, dara, stranger):
    outside = [
        grant_of(project, stranger[1]),
        grant_of(project, dara[1], key=str(other_project.key.pk)),
        grant_of(project, dara[1], user=str(uuid.uuid4())),
    ]
    before = state()
    for grant in outside:
        answer = amara[0].post("team/grants", {"grants": [grant_of(project, dara[1]), grant]})
        assert error(answer) == (404, "not-here")
    assert state() == before


@pytest.mark.parametrize(
    "changes", [{"user": "x"}, {"key": 3}, {"envelope": "AAAA"}, {"envelope": None}]
)
def test_a_malformed_grant_is_named_and_none_is_stored(project, amara, dara, changes):
    good = grant_of(project, dara[1])
    answer = amara[0].post("team/grants", {"grants": [good, {**good, **changes}]})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, *changes)
    assert not KeyGrant.objects.filter(user=dara[1].id).exists()


def test_a_removal_retires_the_key_and_grants_the_new_one_to_all_who_stay(
    project, amara, bo, dara, new_key
):
    assert remove(amara[0], bo[1].id, new_key).status_code == 200
    assert OrganisationKey.objects.current().get().pk == new_key.id
    assert OrganisationKey.objects.get(pk=project.key.pk).retired_on is not None
    for desk, somebody in (amara, dara):
        assert desk.project_key(somebody, new_key.id) == new_key.private_key
    assert amara[0].project_key(amara[1], project.key.pk) == project.private_key
    assert not User.objects.get(pk=bo[1].id).is_active


def test_nothing_of_a_removed_persons_factors_is_kept(amara, bo, new_key):
    Passkey.objects.create(user_id=bo[1].id, credential_id=b"x", public_key=b"x", name="Key")
    remove(amara[0], bo[1].id, new_key)
    kept = User.objects.get(pk=bo[1].id)
    assert not kept.has_usable_password()
    assert not kept.passkeys.exists()
    assert not kept.recovery_codes.exists()
    assert not Totp.objects.filter(user=kept).exists()


def test_open_invitations_end_with_a_removal(project, other_project, amara, bo, new_key):
    bos_link = bo[0].post("team/invitations").json()["token"]
    enrolment.invite(other_project.project)
    remove(amara[0], bo[1].id, new_key)
    again = Desk().post("enrol", {"token": bos_link, **Somebody("Bo again").members()})
    assert error(again) == (404, "no-such-invitation")
    assert Invitation.objects.count() == 1


def removal(desk, removed, key, change):
    members = at.removal(desk, removed, key)
    envelopes = {one["user"]: one["envelope"] for one in members["key"]["grants"]}
    change(envelopes)
    grants = [{"user": user, "envelope": envelope} for user, envelope in envelopes.items()]
    members["key"]["grants"] = grants
    return desk.post("team/remove", members)


def test_somebody_without_a_key_is_not_given_one_by_a_removal(amara, bo, dara, new_key):
    answer = removal(amara[0], bo[1].id, new_key, lambda sealed: sealed.pop(str(dara[1].id)))
    assert answer.status_code == 200
    assert not KeyGrant.objects.filter(user_id=dara[1].id).exists()


def test_a_removal_without_a_grant_for_every_holder_who_stays_is_refused(amara, bo, dara, new_key):
    changes = [
        lambda envelopes: envelopes.pop(str(amara[1].id)),
        lambda envelopes: envelopes.clear(),
        lambda envelopes: envelopes.update({str(bo[1].id): next(iter(envelopes.values()))}),
        lambda envelopes: envelopes.update({str(uuid.uuid4()): next(iter(envelopes.values()))}),
    ]
    before = state()
    for change in changes:
        assert error(removal(amara[0], bo[1].id, new_key, change)) == (409, "team-changed")
        assert state() == before
    assert bo[0].get("reports").status_code == 200


def test_naming_somebody_twice_is_refused(amara, bo, new_key):
    grants = [
        {
            "user": str(amara[1].id),
            "envelope": new_key.envelope_for(amara[1].id, amara[1].public_key),
        }
    ] * 2
    members = at.removal(amara[0], bo[1].id, new_key)
    members["key"]["grants"] = grants
    answer = amara[0].post("team/remove", members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "grants")


def test_a_new_key_must_be_new(project, other_project, amara, bo):
    before = state()
    same_pair = MadeKey(private_key=project.private_key)
    same_id = MadeKey(id=project.key.pk)
    others_id = MadeKey(id=other_project.key.pk)
    for key in (same_pair, same_id, others_id):
        assert error(remove(amara[0], bo[1].id, key)) == (409, "key-taken")
        assert state() == before


@pytest.mark.parametrize("field", ["id", "public_key", "recovery_envelope"])
def test_a_malformed_key_removes_nobody(amara, bo, new_key, field):
    before = state()
    members = at.removal(amara[0], bo[1].id, new_key)
    members["key"][field] = "AAAA"
    answer = amara[0].post("team/remove", members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert state() == before


def test_the_last_person_cannot_be_removed(amara, new_key):
    assert error(remove(amara[0], amara[1].id, new_key)) == (409, "last-person")
    assert amara[0].get("reports").status_code == 200


def test_a_person_may_leave_while_others_stay(amara, bo, new_key):
    assert remove(amara[0], amara[1].id, new_key).status_code == 200
    assert amara[0].get("reports").status_code == 401
    assert bo[0].project_key(bo[1], new_key.id) == new_key.private_key


def test_nobody_of_another_project_and_nobody_gone_can_be_removed(
    project, amara, bo, stranger, new_key
):
    assert remove(amara[0], bo[1].id, new_key).status_code == 200
    before = state()
    for gone in (stranger[1].id, bo[1].id, uuid.uuid4()):
        assert error(remove(amara[0], gone, MadeKey())) == (404, "not-here")
    assert state() == before


def test_a_removed_persons_name_stays_theirs(project, amara, bo, new_key):
    remove(amara[0], bo[1].id, new_key)
    token = to_b64u(enrolment.invite(project.project)[0])
    answer = Desk().post("enrol", {"token": token, **Somebody("bo").members()})
    assert error(answer) == (409, "name-taken")
