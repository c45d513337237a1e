"""A member gets thirty tokens a day and a caseworker a thousand, each batch once."""

import datetime as dt
import uuid

import pytest
from people.member_browser import as_member
from reports.stored import everything
from warned.warner import Warner, blinded

from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import client
from unsilenced.oblivious.evaluator import Evaluation
from unsilenced.oblivious.tokens import is_genuine, spend_mac
from unsilenced.people.models import User
from unsilenced.process.utc_day import utc_today
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.warnings.check import token_quota, tokens
from unsilenced.warnings.check.tokens import forget_issued
from unsilenced.warnings.models import CaseworkerTokens, MemberTokens, TokensIssued

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def asked(count=30, **members):
    return {"blinded": [to_b64u(each) for each in blinded(count)], **members}


def test_a_member_can_spend_what_is_issued(kestrel):
    nonces = [bytes([index]) * 32 for index in range(30)]
    blinds = [client.blind(nonce) for nonce in nonces]
    answer = kestrel.post("tokens", {"blinded": [to_b64u(each.element) for each in blinds]})
    assert answer.status_code == 200
    told = answer.json()
    evaluation = Evaluation(
        tuple(from_b64u(each) for each in told["evaluated"]), from_b64u(told["proof"])
    )
    outputs = client.finalise(blinds, evaluation, from_b64u(told["public_key"]))
    day_key = keyring().token_key(dt.date.fromisoformat(told["day"]))
    assert told["public_key"] == to_b64u(day_key.public_key)
    for nonce, output in zip(nonces, outputs, strict=True):
        mac = spend_mac(output, "platform", "00" * 8, bytes(32))
        assert is_genuine(day_key, nonce, mac, "platform", "00" * 8, bytes(32))


def test_the_same_batch_is_answered_again_and_another_is_not(kestrel):
    batch = asked()
    first, again = kestrel.post("tokens", batch), kestrel.post("tokens", batch)
    assert first.json()["evaluated"] == again.json()["evaluated"]
    assert (first.json()["again"], again.json()["again"]) == (False, True)
    before = everything()
    assert code(kestrel.post("tokens", asked())) == (409, "tokens-issued")
    shifted = {"blinded": batch["blinded"][1:] + batch["blinded"][:1]}
    assert code(kestrel.post("tokens", shifted)) == (409, "tokens-issued")
    assert everything() == before


@pytest.mark.parametrize("count", [0, 1, 29, 31])
def test_a_member_asks_for_all_thirty_at_once(kestrel, count):
    answer = kestrel.post("tokens", asked(count))
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "blinded")
    assert not MemberTokens.objects.exists()


@pytest.mark.parametrize("element", ["AAAA", to_b64u(bytes(32)), to_b64u(b"\xff" * 32)])
def test_what_is_no_blinded_nonce_uses_nothing_up(kestrel, element):
    batch = asked()
    answer = kestrel.post("tokens", {"blinded": [element, *batch["blinded"][1:]]})
    assert code(answer) == (422, "wrong-element")
    assert kestrel.post("tokens", batch).status_code == 200


def test_a_caseworker_gets_ten_batches_of_a_hundred(amara):
    for batch in (0, 9):
        sent = asked(100, batch=batch)
        first, again = amara.desk.post("tokens", sent), amara.desk.post("tokens", sent)
        assert (first.status_code, len(first.json()["evaluated"])) == (200, 100)
        assert first.json()["evaluated"] == again.json()["evaluated"]
        assert code(amara.desk.post("tokens", asked(100, batch=batch))) == (409, "tokens-issued")
    assert CaseworkerTokens.objects.count() == 2


@pytest.mark.parametrize(
    ("batch", "count", "field"),
    [
        (10, 100, "batch"),
        (-1, 100, "batch"),
        (None, 100, "batch"),
        (0, 99, "blinded"),
        (0, 101, "blinded"),
    ],
)
def test_there_is_no_eleventh_batch_and_none_of_another_size(amara, batch, count, field):
    answer = amara.desk.post("tokens", asked(count, batch=batch))
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not CaseworkerTokens.objects.exists()


def test_each_person_has_tokens_of_their_own(amara, joel):
    for each in (amara, joel):
        assert each.desk.post("tokens", asked(100, batch=0)).status_code == 200


def test_another_day_brings_other_tokens_and_the_day_before_is_forgotten(
    kestrel, amara, monkeypatch
):
    today = utc_today()
    kestrel.post("tokens", asked())
    amara.desk.post("tokens", asked(100, batch=0))
    forget_issued()
    assert (MemberTokens.objects.count(), CaseworkerTokens.objects.count()) == (1, 1)
    assert TokensIssued.objects.count() == 1
    monkeypatch.setattr(tokens, "utc_today", lambda: today + dt.timedelta(days=1))
    answer = kestrel.post("tokens", asked())
    assert (answer.status_code, answer.json()["day"]) == (200, str(today + dt.timedelta(days=1)))
    assert TokensIssued.objects.count() == 2
    forget_issued()
    assert [each.day for each in TokensIssued.objects.all()] == [today + dt.timedelta(days=1)]
    assert [each.day for each in MemberTokens.objects.all()] == [today + dt.timedelta(days=1)]
    assert not CaseworkerTokens.objects.exists()


def test_a_member_who_leaves_takes_it_along(kestrel):
    kestrel.post("tokens", asked())
    assert kestrel.post("leave").status_code == 200
    assert not MemberTokens.objects.exists()


def in_and_out(project):
    """Join the project, take the day's tokens, and leave; return how many there were."""
    browser, _person = as_member(project, f"Passing {uuid.uuid4().hex[:8]}")
    answer = browser.post("tokens", asked())
    assert browser.post("leave").status_code == 200
    return len(answer.json()["evaluated"]) if answer.status_code == 200 else code(answer)


def test_who_comes_and_goes_uses_up_what_the_project_is_given_that_day(project, kestrel):
    passing = [in_and_out(project) for _each in range(token_quota.SPARE + 4)]
    assert passing[: token_quota.SPARE + 2] == [30] * (token_quota.SPARE + 2)
    assert passing[token_quota.SPARE + 2 :] == [(409, "project-tokens-issued")] * 2
    assert code(kestrel.post("tokens", asked())) == (409, "project-tokens-issued")


def test_each_member_who_stays_has_the_days_tokens_whoever_came_and_went(
    project, kestrel, other_project
):
    for _each in range(token_quota.SPARE):
        assert in_and_out(project) == 30
    for name in ("Merlin", "Hobby"):
        staying, _person = as_member(project, name)
        assert staying.post("tokens", asked()).status_code == 200
    assert kestrel.post("tokens", asked()).status_code == 200
    assert in_and_out(other_project) == 30


def test_a_caseworker_who_invites_and_removes_others_has_no_more_than_the_project(
    project, amara, keys_of_keyholder
):
    def come_and_go(name):
        passing = Warner.at(project, keys_of_keyholder, name)
        answer = passing.desk.post("tokens", asked(100, batch=0))
        User.objects.filter(pk=passing.person.id).update(removed_on=utc_today())
        return answer.status_code

    room = project.project.people.active().count() + 1 + token_quota.SPARE_CASEWORKERS
    came = [come_and_go(f"Passing {index}") for index in range(room + 2)]
    assert came == [200] * room + [409] * 2
    assert code(amara.desk.post("tokens", asked(100, batch=0))) == (409, "project-tokens-issued")


def test_a_caseworker_has_all_batches_whoever_else_was_removed_that_day(
    project, amara, joel, keys_of_keyholder
):
    assert amara.desk.post("tokens", asked(100, batch=0)).status_code == 200
    for index in range(token_quota.SPARE_CASEWORKERS):
        passing = Warner.at(project, keys_of_keyholder, f"Passing {index}")
        assert passing.desk.post("tokens", asked(100, batch=0)).status_code == 200
        User.objects.filter(pk=passing.person.id).update(removed_on=utc_today())
    assert amara.desk.post("tokens", asked(100, batch=1)).status_code == 200
    assert joel.desk.post("tokens", asked(100, batch=0)).status_code == 200


def test_what_is_asked_for_again_is_counted_once_and_what_is_refused_never(project, kestrel):
    batch = asked()
    refused = {"blinded": [to_b64u(bytes(32)), *batch["blinded"][1:]]}
    for sent, status in ((refused, 422), (batch, 200), (batch, 200), (asked(), 409)):
        assert kestrel.post("tokens", sent).status_code == status
    assert TokensIssued.objects.get().count == 1


def test_only_a_hash_of_what_was_asked_for_is_kept(kestrel):
    batch = asked()
    kestrel.post("tokens", batch)
    stored = str(everything())
    for element in batch["blinded"]:
        assert from_b64u(element).hex() not in stored
        assert element not in stored
