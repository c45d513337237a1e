"""At the same moment: nothing is shared that is being withdrawn, and nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from people.member_browser import as_member
from people.test_at_once import at_once
from warned.asker import request_to, send
from warned.warner import KeyHolder, Warner, blinded

from unsilenced.json_object import to_b64u
from unsilenced.reports import consent
from unsilenced.reports.models import Report, Scope
from unsilenced.warnings import purses, reviews, sharing
from unsilenced.warnings.models import MemberTokens, PursesIssued, ReviewRequest, Warning
from unsilenced.warnings.releases import publishing, rolling_back
from unsilenced.warnings.releases.building import build
from unsilenced.warnings.releases.publishing import publish
from unsilenced.warnings.releases.rolling_back import roll_back

pytestmark = pytest.mark.django_db(transaction=True)


def must_wait(report):
    """Whether whoever would change the report's ledger now must wait."""

    def look():
        try:
            with transaction.atomic():
                held = Report.objects.select_for_update(nowait=True, no_key=True)
                return not held.filter(pk=report.pk).exists()
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
        sharing.hold_consents(Warning.objects.all())
        assert must_wait(report)


@pytest.fixture
def seen_from_outside(monkeypatch, report):
    """Whether who withdraws had to wait, each time that a release was about to be stored."""
    waited = []

    def build_and_look(*about):
        waited.append(must_wait(report))
        return build(*about)

    for module in (publishing, rolling_back):
        monkeypatch.setattr(module, "build", build_and_look)
    return waited


def test_who_withdraws_waits_while_a_release_is_made_or_rolled_back(
    keyholder, amara, joel, report, seen_from_outside
):
    theirs = KeyHolder(keyholder.keys.evaluators).told()
    amara.keyholder = joel.keyholder = theirs
    assert joel.approve(amara.compose(report)).status_code == 200
    publish()
    publish()
    roll_back()
    assert seen_from_outside == [True, True, True]
    assert not must_wait(report)


def test_a_draft_is_approved_once(amara, joel, draft, keys_of_keyholder, project):
    dara = Warner.at(project, keys_of_keyholder, "Dara")
    calls = [(each.desk, each.approval(draft)) for each in (joel, dara)]
    answers = at_once(*[lambda d=d, m=m: d.post(f"warnings/{draft}/approve", m) for d, m in calls])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert Warning.objects.get().entries.count() == 2


def test_the_tokens_of_a_day_are_issued_once(kestrel):
    asked = [{"blinded": [to_b64u(each) for each in blinded(30)]} for _each in range(3)]
    answers = at_once(*[lambda a=a: kestrel.post("tokens", a) for a in asked])
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert MemberTokens.objects.count() == 1


def test_no_more_purses_are_issued_at_once_than_the_project_is_given(project, monkeypatch):
    monkeypatch.setattr(purses, "SPARE", -2)
    browsers = [as_member(project, f"Member {index}")[0] for index in range(4)]
    asked = {"blinded": [to_b64u(each) for each in blinded(30)]}
    answers = at_once(*[lambda b=b: b.post("tokens", asked) for b in browsers])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409]
    assert PursesIssued.objects.get().count == 2


def test_no_more_requests_for_review_are_taken_than_a_day_has(project, monkeypatch):
    monkeypatch.setattr(reviews, "MOST_A_DAY", 3)
    requests = [request_to(project) for _each in range(6)]
    answers = at_once(*[lambda r=r: send(r) for r in requests])
    assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 429, 429, 429]
    assert ReviewRequest.objects.count() == 3
