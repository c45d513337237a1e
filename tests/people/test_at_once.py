"""What may happen only once happens only once, even if many ask at the same moment."""

import contextlib
import dataclasses
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pyotp
import pytest
from django.db import connection
from django.http import Http404
from people.desk import Desk, MadeKey, SheetHolder, Somebody, at_desk, new_sheet, removal

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import throttle
from unsilenced.people.factors import recovery_codes
from unsilenced.people.keys import recovery
from unsilenced.people.models import FailedTries, KeyGrant, OrganisationKey, RecoveryRequest, User
from unsilenced.people.organisations import enrolment
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.recovery import RecoverySheet

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_guesses_at_the_same_moment_all_count():
    def guess():
        try:
            throttle.begin_try("log-in", "amara")
        except Refusal as refusal:
            return refusal.code
        return "judged"

    answers = at_once(*[guess] * 12)
    assert sorted(answers) == ["judged"] * 5 + ["slow-down"] * 7
    assert FailedTries.objects.get().count == 5


def test_one_invitation_lets_one_person_in(project):
    token = to_b64u(enrolment.invite(project.project)[0])
    people = [Somebody(name) for name in ("Amara", "Bo", "Dara", "Eve")]
    answers = at_once(
        *[lambda p=p: Desk().post("enrol", {"token": token, **p.members()}) for p in people]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 404, 404, 404]
    assert User.objects.count() == 1


def test_a_name_is_given_once(project):
    tokens = [to_b64u(enrolment.invite(project.project)[0]) for _ in range(4)]
    answers = at_once(
        *[
            lambda t=t: Desk().post("enrol", {"token": t, **Somebody("Amara").members()})
            for t in tokens
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


def test_a_recovery_code_is_used_once(project):
    desk, amara = at_desk(project)
    halves = [Desk() for _ in range(3)]
    for half in halves:
        half.begin_log_in(amara)
    code = {"code": desk.recovery_codes[0]}
    answers = at_once(*[lambda h=h: h.post("log-in/recovery-code", code) for h in halves])
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422]


def test_recovery_codes_made_anew_twice_at_once_are_ten(project):
    _desk, amara = at_desk(project)
    person = User.objects.get(pk=amara.id)
    lists = at_once(*[lambda: recovery_codes.renew(person)] * 4)
    assert person.recovery_codes.count() == 10
    hashes = {bytes(one.code_hash) for one in person.recovery_codes.all()}
    kept = [
        codes for codes in lists if {sha256(code.encode()).digest() for code in codes} == hashes
    ]
    assert len(kept) == 1


def test_of_two_half_sessions_one_alone_adds_the_first_factor(project):
    amara = Somebody("Amara")
    Desk().enrol(project.project, amara)
    halves = [Desk() for _ in range(4)]
    for half in halves:
        half.begin_log_in(amara)
    codes = [
        {"code": pyotp.TOTP(half.post("factors/totp/begin").json()["secret"]).now()}
        for half in halves
    ]
    answers = at_once(
        *[lambda h=h, c=c: h.post("factors/totp", c) for h, c in zip(halves, codes, strict=True)]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 423, 423, 423]
    assert User.objects.get().recovery_codes.count() == 10


def test_two_who_remove_each_other_leave_one_and_one_key(project):
    amaras, amara = at_desk(project)
    bos, bo = at_desk(project, "Bo")
    amaras_wish = removal(amaras, bo.id, MadeKey())
    bos_wish = removal(bos, amara.id, MadeKey())
    answers = at_once(
        lambda: amaras.post("team/remove", amaras_wish),
        lambda: bos.post("team/remove", bos_wish),
    )
    removed, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert removed.status_code == 200
    # The refusal may be about any of these first: the session, the key, or the removed colleague.
    code = refused.json()["error"]["code"]
    assert code in {"log-in", "key-not-held", "not-here"}
    (staying,) = User.objects.active()
    key = OrganisationKey.objects.current().get()
    assert list(key.grants.values_list("user_id", flat=True)) == [staying.pk]


def test_who_joins_while_somebody_is_removed_joins_wholly_or_not_at_all(project):
    amaras, _amara = at_desk(project)
    _bos, bo = at_desk(project, "Bo")
    token = to_b64u(enrolment.invite(project.project)[0])
    wish = removal(amaras, bo.id, MadeKey())
    removed, joined = at_once(
        lambda: amaras.post("team/remove", wish),
        lambda: Desk().post("enrol", {"token": token, **Somebody("Dara").members()}),
    )
    # Either the removal ended the invitation, or the person who joined before stays without a key.
    assert (removed.status_code, joined.status_code) in {(200, 404), (200, 201)}
    assert not KeyGrant.objects.exclude(user__name="Amara").exists()
    assert User.objects.active().count() == {404: 1, 201: 2}[joined.status_code]


TRIES = 100


def waiting(project, name="Nadia"):
    holder = SheetHolder(project.project.slug, project.sheet, Somebody(name))
    assert holder.ask().status_code == 201
    return holder


def begin_anew():
    RecoveryRequest.objects.all().delete()
    User.objects.filter(name__in=["Nadia", "Other"]).delete()


def test_of_two_with_the_same_sheet_one_waits(project):
    at_desk(project)
    for _ in range(TRIES):
        both = [
            SheetHolder(project.project.slug, project.sheet, Somebody(name))
            for name in ("Nadia", "Other")
        ]
        answers = at_once(*[one.ask for one in both])
        assert sorted(each.status_code for each in answers) == [201, 409]
        begin_anew()


def test_after_a_yes_and_a_no_at_once_nobody_comes_in(project):
    amaras, bos = (User.objects.get(pk=at_desk(project, name)[1].id) for name in ("Amara", "Bo"))
    keys = {project.key.pk: project.private_key}
    for _ in range(TRIES):
        holder = waiting(project)
        user = holder.somebody.id

        def say_yes(user=user):
            with contextlib.suppress(Refusal):
                recovery.answer(bos, user, yes=True)

        at_once(say_yes, lambda user=user: recovery.answer(amaras, user, yes=False))
        assert RecoveryRequest.objects.get().answer == "no"
        assert holder.come_in(keys).status_code == 403
        begin_anew()


def test_a_no_and_coming_in_at_once_end_in_one_of_both(project):
    amara = User.objects.get(pk=at_desk(project)[1].id)
    keys = {project.key.pk: project.private_key}
    for _ in range(TRIES):
        holder = waiting(project)
        recovery.answer(amara, holder.somebody.id, yes=True)

        def say_no(user=holder.somebody.id):
            try:
                return recovery.answer(amara, user, yes=False).answer
            except Http404:
                return "too late"

        came, said = at_once(lambda holder=holder: holder.come_in(keys), say_no)
        assert (came.status_code, said) in {(201, "too late"), (403, "no")}
        assert User.objects.filter(name="Nadia").exists() is (came.status_code == 201)
        begin_anew()


def test_a_sheet_replaced_while_somebody_comes_in_voids_it_or_comes_after(project):
    desk, somebody = at_desk(project)
    amara = User.objects.get(pk=somebody.id)
    keys = {project.key.pk: project.private_key}
    for _ in range(TRIES):
        holder = waiting(project)
        recovery.answer(amara, holder.somebody.id, yes=True)
        sheet = RecoverySheet.draw()
        members = {"sheet": new_sheet(desk, sheet, somebody)}
        came, laid = at_once(
            lambda holder=holder: holder.come_in(keys),
            lambda members=members: desk.post("team/sheet", members),
        )
        assert laid.status_code == 200
        # The old words prove nothing, or came a moment before.
        assert came.status_code in {201, 409, 422}
        assert User.objects.filter(name="Nadia").exists() is (came.status_code == 201)
        assert not RecoveryRequest.objects.exists()
        project = dataclasses.replace(project, sheet=sheet)
        begin_anew()


def test_a_removal_while_somebody_comes_in_gives_them_no_new_key(project):
    desk, somebody = at_desk(project)
    amara = User.objects.get(pk=somebody.id)
    for number in range(TRIES // 5):
        _bos, bo = at_desk(project, f"Bo {number}")
        holder = waiting(project)
        recovery.answer(amara, holder.somebody.id, yes=True)
        private_keys = holder.opened()
        key = MadeKey()
        wish = removal(desk, bo.id, key, somebody)
        came, removed = at_once(
            lambda holder=holder, keys=private_keys: holder.come_in(keys),
            lambda wish=wish: desk.post("team/remove", wish),
        )
        # If somebody came in a moment before, they hold the current key: the removal is refused.
        assert (came.status_code == 201) is (removed.status_code == 409)
        assert removed.status_code in {200, 409}
        if removed.status_code == 200:
            assert came.status_code in {409, 422}
            project = dataclasses.replace(
                project,
                sheet=key.sheet,
                key=OrganisationKey.objects.get(pk=key.id),
                private_key=key.private_key,
            )
        begin_anew()
