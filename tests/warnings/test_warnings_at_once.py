"""At the same moment: nothing is shared that is being withdrawn, and nothing is done twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from people.member_browser import as_member
from people.test_at_once import at_once
from warned.asker import request_to, send
from warned.warner import KeyHolder, Warner, blinded

from unsilenced.reports import consent
from unsilenced.reports.models import Scope
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.approval import renewing, sharing
from unsilenced.warnings.check import token_quota
from unsilenced.warnings.models import (
    MemberTokens,
    Release,
    ReviewRequest,
    State,
    TokensIssued,
    Warning,
)
from unsilenced.warnings.releases import key_holder_site, publishing, rolling_back
from unsilenced.warnings.releases.building import build
from unsilenced.warnings.releases.publishing import publish
from unsilenced.warnings.releases.rolling_back import roll_back
from unsilenced.warnings.reviews import intake
from unsilenced.warnings.shared import Entry, ReleasedWarning

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_version]


def must_wait(held):
    """Whether whoever would change a report's ledger, or a warning, now must wait."""

    def look():
        try:
            with transaction.atomic():
                rows = type(held).objects.select_for_update(nowait=True, no_key=True)
                return not rows.filter(pk=held.pk).exists()
        except OperationalError:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(look).result()


def test_who_withdraws_waits_for_a_share_that_has_begun(report):
    assert not must_wait(report)
    with transaction.atomic():
        consent.require(report, Scope.WARN)
        assert must_wait(report)


def test_who_withdraws_waits_for_a_release_that_has_begun(approved, report):
    with transaction.atomic():
        sharing.lock_all(Warning.objects.all())
        assert must_wait(report)
        assert must_wait(Warning.objects.get())


@pytest.fixture
def warning(keyholder, amara, joel, report):
    """An approved warning, under the keys of the key holder that runs."""
    amara.keyholder = joel.keyholder = KeyHolder(keyholder.keys.evaluators).told()
    uid = amara.compose(report)
    assert joel.approve(uid).status_code == 200
    return Warning.objects.get(pk=uid)


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something done each time that a release was stored and not yet committed."""

    def do(look):
        def build_and_look(*about):
            made = build(*about)
            look()
            return made

        for module in (publishing, rolling_back):
            monkeypatch.setattr(module, "build", build_and_look)

    return do


def test_who_withdraws_waits_while_a_release_is_made_or_rolled_back(warning, report, meanwhile):
    waited = []
    meanwhile(lambda: waited.append(must_wait(report)))
    publish()
    publish()
    roll_back()
    assert waited == [True, True, True]
    assert not must_wait(report)


@pytest.mark.parametrize(("before", "make"), [(0, publish), (2, publish), (2, roll_back)])
def test_what_is_taken_down_while_a_release_is_stored_leaves_nothing(
    warning, joel, meanwhile, before, make
):
    def take_down():
        try:
            return joel.desk.post(f"warnings/{warning.pk}/take-down", {})
        finally:
            connection.close()

    def begin_to_take_down():
        must = must_wait(warning)
        answers.append(colleague.submit(take_down))
        if not must:
            answers[0].result()

    for _each in range(before):
        publish()
    answers = []
    meanwhile(begin_to_take_down)
    with ThreadPoolExecutor(1) as colleague:
        make()
    (answer,) = answers
    assert answer.result().status_code == 200
    assert Warning.objects.get().state == State.ENDED
    assert not Entry.objects.exists()
    assert not ReleasedWarning.objects.exists()


def somebody_waits_for_me():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]


def test_what_is_taken_down_while_its_first_release_is_shown_stays_down(
    warning, keyholder, monkeypatch
):
    began, over = threading.Event(), threading.Event()

    def take_down():
        try:
            with transaction.atomic():
                renewing.take_down(warning)
                began.set()
                while not (somebody_waits_for_me() or over.is_set()):
                    pass
        finally:
            began.set()
            connection.close()

    def log_and_begin(*about):
        logged = log(*about)
        taking_down.append(colleague.submit(take_down))
        began.wait()
        return logged

    log, taking_down = key_holder_site.log, []
    monkeypatch.setattr(key_holder_site, "log", log_and_begin)
    with ThreadPoolExecutor(1) as colleague:
        try:
            number = publish().number
        finally:
            over.set()
    taking_down[0].result()
    assert Release.objects.current().number == number
    warning.refresh_from_db()
    assert (warning.state, warning.published_on) == (State.ENDED, None)


def test_a_draft_is_approved_once(amara, joel, draft, keys_of_keyholder, project):
    dara = Warner.at(project, keys_of_keyholder, "Dara")
    calls = [(each.desk, each.approval(draft)) for each in (joel, dara)]
    answers = at_once(*[lambda d=d, m=m: d.post(f"warnings/{draft}/approve", m) for d, m in calls])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert Entry.objects.count() == 2


def test_the_tokens_of_a_day_are_issued_once(kestrel):
    asked = [{"blinded": [to_b64u(each) for each in blinded(30)]} for _each in range(3)]
    answers = at_once(*[lambda a=a: kestrel.post("tokens", a) for a in asked])
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert MemberTokens.objects.count() == 1


def test_no_more_tokens_are_issued_at_once_than_the_project_is_given(project, monkeypatch):
    monkeypatch.setattr(token_quota, "SPARE", -2)
    browsers = [as_member(project, f"Member {index}")[0] for index in range(4)]
    asked = {"blinded": [to_b64u(each) for each in blinded(30)]}
    answers = at_once(*[lambda b=b: b.post("tokens", asked) for b in browsers])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409]
    assert TokensIssued.objects.get().count == 2


def test_no_more_requests_for_review_are_taken_than_a_day_has(project, monkeypatch):
    monkeypatch.setattr(intake, "MOST_A_DAY", 3)
    requests = [request_to(project) for _each in range(6)]
    answers = at_once(*[lambda r=r: send(r) for r in requests])
    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 429, 429, 429]
    assert ReviewRequest.objects.count() == 3
