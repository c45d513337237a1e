"""Members: joining, logging in, and what they change of their own account."""

import datetime as dt
import secrets
import uuid

import pytest
from people.desk import Desk, MadeKey, Somebody, at_desk, remove
from people.member_browser import Browser, Person, as_member, sealed_settings

from unsilenced.people.members import invitations
from unsilenced.people.models import Member, MemberInvitation
from unsilenced.sealing.b64u import from_b64u, to_b64u


@pytest.fixture
def token(project):
    return to_b64u(invitations.make(project.project)[0])


def join(token, **changes):
    return Browser().post("join", {"token": token, **Person("Kestrel").members(), **changes})


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def salt_of(pseudonym):
    answer = Browser().post("log-in/salt", {"pseudonym": pseudonym})
    assert answer.status_code == 200
    return from_b64u(answer.json()["salt"])


def log_in(pseudonym, secret):
    return Browser().post("log-in", {"pseudonym": pseudonym, "secret": to_b64u(secret)})


# Joining


def test_an_invitation_says_which_project_it_leads_to(token):
    told = Browser().post("invitation", {"token": token}).json()
    assert told == {"project": "Willow Project (invented)"}


def test_an_invitation_lets_one_member_in(token):
    assert join(token).status_code == 201
    assert error(join(token, pseudonym="Wren")) == (404, "no-such-invitation")
    assert error(Browser().post("invitation", {"token": token})) == (404, "no-such-invitation")
    assert Member.objects.count() == 1


def test_an_invitation_lasts_fourteen_days(token):
    kept = MemberInvitation.objects.get()
    kept.expires_on -= dt.timedelta(days=14)
    kept.save()
    assert Browser().post("invitation", {"token": token}).status_code == 200
    kept.expires_on -= dt.timedelta(days=1)
    kept.save()
    assert Browser().post("invitation", {"token": token}).status_code == 404
    assert error(join(token)) == (404, "no-such-invitation")


def test_a_members_link_makes_no_caseworker_and_a_caseworkers_no_member(project, token):
    assert error(Desk().post("enrol", {"token": token, **Somebody("Amara").members()})) == (
        404,
        "no-such-invitation",
    )
    desk, _amara = at_desk(project)
    theirs = desk.post("team/invitations").json()["token"]
    assert error(join(theirs)) == (404, "no-such-invitation")


def test_only_a_hash_of_the_token_is_kept(token):
    assert token not in to_b64u(MemberInvitation.objects.get().token_hash)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("member", "not-a-uuid"),
        ("member", str(uuid.UUID(int=5))),
        ("member", None),
        ("pseudonym", "a"),
        ("pseudonym", "x" * 41),
        ("pseudonym", "a\u202eb"),
        ("pseudonym", 5),
        ("salt", to_b64u(bytes(15))),
        ("secret", to_b64u(bytes(31))),
        ("public_key", to_b64u(bytes(32))),
        ("wrapped_private_key", to_b64u(bytes(63))),
        ("settings", None),
        ("settings", ""),
        ("settings", to_b64u(b"\x01\x00\x01" + bytes(4123))),
        ("settings", to_b64u(b"\x01\x00\x01" + bytes(4125))),
        ("settings", to_b64u(b"\x02\x00\x01" + bytes(4124))),
        ("settings", to_b64u(bytes(8193))),
    ],
)
def test_a_malformed_member_is_named_and_nothing_is_stored(token, field, value):
    answer = join(token, **{field: value})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not Member.objects.exists()
    assert MemberInvitation.objects.exists()
    assert not answer.cookies


@pytest.mark.parametrize("pseudonym", ["Kestrel", "KESTREL", " kestrel "])
def test_a_pseudonym_is_given_once_on_the_whole_platform(other_project, token, pseudonym):
    as_member(other_project)
    answer = join(token, pseudonym=pseudonym)
    assert error(answer) == (409, "name-taken")
    assert answer.json()["error"]["field"] == "pseudonym"
    assert MemberInvitation.objects.count() == 1


def test_an_identifier_is_given_once(project, token):
    _browser, kestrel = as_member(project)
    assert error(join(token, pseudonym="Wren", member=str(kestrel.id))) == (409, "member-taken")
    assert Member.objects.get().pseudonym == "Kestrel"


def test_who_joins_belongs_to_the_project_that_invited(project, other_project, token):
    join(token)
    assert Member.objects.get().organisation == project.project


def test_of_the_day_of_joining_the_month_alone_is_kept(token):
    join(token)
    assert Member.objects.get().joined_on.day == 1


def test_who_has_joined_is_logged_in_and_gets_what_the_browser_unlocks(project):
    browser, kestrel = as_member(project)
    given = browser.get("account").json()
    assert given["csrf"]
    settings = Member.objects.get().settings
    assert given == {
        "member": {
            "id": str(kestrel.id),
            "pseudonym": "Kestrel",
            "salt": to_b64u(kestrel.salt),
            "public_key": to_b64u(kestrel.public_key),
            "wrapped_private_key": given["member"]["wrapped_private_key"],
        },
        "project": "Willow Project (invented)",
        "settings": to_b64u(settings),
        "csrf": given["csrf"],
    }
    assert len(from_b64u(given["member"]["wrapped_private_key"])) == 63


# Logging in


@pytest.mark.parametrize("pseudonym", ["Kestrel Red", "kestrel  RED ", "\uff2bestrel red"])
def test_a_pseudonym_is_found_whatever_its_case_spaces_and_width(project, pseudonym):
    _browser, kestrel = as_member(project, "Kestrel Red")
    assert salt_of(pseudonym) == kestrel.salt
    assert log_in(pseudonym, kestrel.derived.log_in_secret).status_code == 200


def test_a_pseudonym_nobody_has_gets_a_steady_salt_of_its_own(project, settings):
    _browser, kestrel = as_member(project)
    first = salt_of("Nobody")
    assert first == salt_of("nobody")
    assert len(first) == len(kestrel.salt)
    assert first not in {kestrel.salt, salt_of("nobody else")}
    settings.SECRET_KEY = "another"
    assert salt_of("nobody") != first


@pytest.mark.django_db
def test_an_upgrade_leaves_an_invented_salt_as_it_was(settings):
    settings.SECRET_KEY = "the same before and after"
    assert salt_of("nobody").hex() == "03cded9467bd6bb8fef28663a16be40f"


def test_a_wrong_passphrase_and_an_unknown_pseudonym_are_answered_alike(project):
    as_member(project)
    wrong, unknown = (log_in(name, secrets.token_bytes(32)) for name in ("Kestrel", "nobody"))
    assert error(wrong) == (422, "wrong-log-in")
    assert wrong.content == unknown.content
    assert not wrong.cookies


@pytest.mark.parametrize("pseudonym", ["Kestrel", "Nobody"])
def test_guessing_is_slowed_down_for_known_and_unknown_alike(project, pseudonym):
    as_member(project)
    answers = [log_in(pseudonym, secrets.token_bytes(32)) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert error(answers[5]) == (429, "slow-down")
    assert 0 < answers[5].json()["retry_after"] <= 5


def test_during_the_pause_the_right_passphrase_waits_too(project):
    _browser, kestrel = as_member(project)
    for _ in range(5):
        log_in("kestrel", secrets.token_bytes(32))
    assert log_in("Kestrel", kestrel.derived.log_in_secret).status_code == 429


def test_a_right_passphrase_counts_for_nothing_and_takes_back_no_wrong_one(project):
    _browser, kestrel = as_member(project)
    for _ in range(4):
        log_in("Kestrel", secrets.token_bytes(32))
    for _ in range(3):
        assert log_in("Kestrel", kestrel.derived.log_in_secret).status_code == 200
    assert log_in("Kestrel", secrets.token_bytes(32)).status_code == 422
    assert log_in("Kestrel", secrets.token_bytes(32)).status_code == 429


def test_guesses_at_a_caseworker_of_the_same_name_do_not_slow_the_member(project):
    _browser, kestrel = as_member(project)
    for _ in range(6):
        Desk().post("log-in", {"name": "Kestrel", "secret": to_b64u(bytes(32))})
    assert log_in("Kestrel", kestrel.derived.log_in_secret).status_code == 200


def test_a_caseworker_cannot_log_in_as_a_member_nor_a_member_as_a_caseworker(project):
    _desk, amara = at_desk(project)
    _browser, kestrel = as_member(project)
    assert error(log_in("Amara", amara.derived.log_in_secret)) == (422, "wrong-log-in")
    secret = to_b64u(kestrel.derived.log_in_secret)
    assert error(Desk().post("log-in", {"name": "Kestrel", "secret": secret})) == (
        422,
        "wrong-log-in",
    )


def test_only_a_hash_of_the_secret_is_kept(project):
    _browser, kestrel = as_member(project)
    kept = Member.objects.get()
    assert to_b64u(kestrel.derived.log_in_secret) not in kept.password
    assert kept.password.startswith("pbkdf2_sha256_log_in_secret$")
    assert kept.check_password(to_b64u(kestrel.derived.log_in_secret))


# One's own account


def test_settings_are_kept_as_they_were_sealed(project):
    browser, _kestrel = as_member(project)
    sealed = sealed_settings(areas=["camden"])
    assert browser.post("settings", {"settings": sealed}).json() == {}
    assert browser.get("account").json()["settings"] == sealed


def test_settings_that_are_not_sealed_are_refused(project):
    browser, _kestrel = as_member(project)
    before = bytes(Member.objects.get().settings)
    answer = browser.post("settings", {"settings": to_b64u(b'{"v": 1}')})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "settings")
    assert bytes(Member.objects.get().settings) == before


def test_a_new_passphrase_takes_the_place_of_the_old_one(project):
    browser, kestrel = as_member(project)
    members, changed = kestrel.new_passphrase()
    assert browser.post("passphrase", members).json() == {}
    assert error(log_in("Kestrel", kestrel.derived.log_in_secret)) == (422, "wrong-log-in")
    assert salt_of("Kestrel") == changed.salt
    given = Browser().log_in(changed).get("account").json()["member"]
    assert given["wrapped_private_key"] == members["wrapped_private_key"]


def test_the_old_passphrase_is_needed_and_cannot_be_guessed_quickly(project):
    browser, kestrel = as_member(project)
    before = Member.objects.values().get()
    members, _changed = kestrel.new_passphrase()
    wrong = {**members, "old_secret": to_b64u(bytes(32))}
    assert error(browser.post("passphrase", wrong)) == (422, "wrong-passphrase")
    statuses = [browser.post("passphrase", wrong).status_code for _ in range(5)]
    assert statuses == [422] * 4 + [429]
    assert browser.post("passphrase", members).status_code == 429
    assert Member.objects.values().get() == before


# Inviting and removing, at the desk


def test_a_caseworker_invites_sees_and_withdraws(project):
    desk, _amara = at_desk(project)
    made = desk.post("member-invitations")
    assert made.status_code == 201
    expires = {"id": made.json()["id"], "expires_on": made.json()["expires_on"]}
    assert desk.get("members").json() == {"members": [], "invitations": [expires]}
    assert desk.delete(f"member-invitations/{made.json()['id']}").status_code == 200
    assert error(join(made.json()["token"])) == (404, "no-such-invitation")
    assert desk.get("members").json() == {"members": [], "invitations": []}


def test_the_list_holds_ones_own_projects_members_alone(project, other_project):
    desk, _amara = at_desk(project)
    _wrens, wren = as_member(project, "wren")
    _kestrels, kestrel = as_member(project, "Kestrel")
    as_member(other_project, "Merlin")
    invitations.make(other_project.project)
    assert desk.get("members").json() == {
        "members": [
            {"id": str(kestrel.id), "pseudonym": "Kestrel"},
            {"id": str(wren.id), "pseudonym": "wren"},
        ],
        "invitations": [],
    }


def test_the_links_that_a_removed_caseworker_may_have_kept_let_nobody_in(project):
    desk, _amara = at_desk(project)
    bos, bo = at_desk(project, "Bo")
    kept = bos.post("member-invitations").json()["token"]
    assert remove(desk, bo.id, MadeKey()).status_code == 200
    assert error(join(kept)) == (404, "no-such-invitation")
