"""A warning begins as a sealed draft beside its report, while the reporter agrees."""

import uuid

import pytest
from reports.stored import everything
from reports.writer import Writer, rotated

from unsilenced.reports import consent, conversation
from unsilenced.reports.models import Scope
from unsilenced.warnings.drafting import composing
from unsilenced.warnings.models import Warning

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def withdraw(report, *, given=False):
    consent.record(report, Scope.WARN, given=given, wording=consent.WORDING)


def test_a_draft_is_kept_sealed_and_opens_at_the_desk_alone(amara, joel, report):
    uid = amara.compose(report, texts={"en": "He has a blue van."})
    assert joel.opened(uid)["texts"] == {"en": "He has a blue van."}
    listed = joel.listed(uid)
    assert (listed["state"], listed["consent"], listed["missing"]) == ("draft", True, [])
    assert listed["report"]["uid"] == str(report.uid)
    assert listed["reference"] == uid.hex[:14]
    assert listed["composed_by"] == {"id": str(amara.person.id), "name": "Amara"}
    assert "blue van" not in str(everything())


def test_the_same_draft_sent_again_is_kept_once(amara, report):
    members = amara.sealed(report.uid)
    path = f"reports/{report.uid}/warnings"
    first, again = amara.desk.post(path, members), amara.desk.post(path, members)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Warning.objects.count() == 1


@pytest.mark.parametrize("change", ["body", "project_wrap"])
def test_another_draft_under_the_same_uid_is_refused(amara, report, change):
    members = amara.sealed(report.uid)
    other = amara.sealed(report.uid)
    path = f"reports/{report.uid}/warnings"
    amara.desk.post(path, members)
    assert code(amara.desk.post(path, {**members, change: other[change]})) == (409, "uid-taken")


def test_a_project_has_so_many_drafts_and_warnings_and_their_list_an_end(
    amara, bo, report, monkeypatch
):
    one = amara.compose(report)
    size = len(Warning.objects.get().draft.body)
    monkeypatch.setattr(composing, "MOST_BYTES", 2 * size)
    two = amara.compose(report)
    before = everything()
    answer = amara.desk.post(f"reports/{report.uid}/warnings", amara.sealed(report.uid))
    assert code(answer) == (409, "too-many-warnings")
    assert everything() == before
    longer = amara.rewrite(one, texts={"en": "long " * 1_000})
    assert code(longer) == (409, "too-many-warnings")
    assert amara.rewrite(one).status_code == 200
    assert amara.desk.post(f"warnings/{two}/discard").status_code == 200
    assert amara.compose(report)


def test_another_reports_draft_under_the_same_uid_is_refused(amara, report, project):
    other = Writer.of(project).sent(consents=["warn"])
    members = amara.sealed(report.uid)
    amara.desk.post(f"reports/{report.uid}/warnings", members)
    answer = amara.desk.post(f"reports/{other.uid}/warnings", members)
    assert code(answer) == (409, "uid-taken")


def test_two_warnings_never_have_the_same_reference(amara, report):
    uid = amara.compose(report)
    alike = uuid.UUID(bytes=uid.bytes[:8] + uuid.uuid4().bytes[8:])
    members = amara.sealed(report.uid, alike)
    answer = amara.desk.post(f"reports/{report.uid}/warnings", members)
    assert code(answer) == (409, "uid-taken")


def test_without_consent_there_is_no_draft(amara, report, project):
    silent = Writer.of(project).sent(consents=["count", "full"])
    withdraw(report)
    for each in (silent, report):
        answer = amara.desk.post(f"reports/{each.uid}/warnings", amara.sealed(each.uid))
        assert code(answer) == (409, "no-consent")
    assert not Warning.objects.exists()


def test_a_deleted_report_has_no_draft(amara, report):
    members = amara.sealed(report.uid)
    conversation.delete_everything(report)
    assert amara.desk.post(f"reports/{report.uid}/warnings", members).status_code == 404


def test_a_draft_is_sealed_to_the_current_key(amara, report, project):
    members = amara.sealed(report.uid)
    rotated(project)
    # Who does not hold the new key is stopped before.
    answer = amara.desk.post(f"reports/{report.uid}/warnings", members)
    assert code(answer) == (403, "key-not-held")


@pytest.mark.parametrize("field", ["uid", "key", "body", "project_wrap"])
def test_what_could_not_be_a_draft_is_refused(amara, report, field):
    members = {**amara.sealed(report.uid), field: "AAAA"}
    answer = amara.desk.post(f"reports/{report.uid}/warnings", members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert not Warning.objects.exists()


def test_whoever_writes_a_draft_anew_is_who_composed_it(amara, joel, draft):
    assert joel.rewrite(draft, texts={"en": "Again."}).status_code == 200
    assert joel.listed(draft)["composed_by"]["name"] == "Joel"
    assert amara.opened(draft)["texts"] == {"en": "Again."}


@pytest.mark.parametrize("field", ["key", "body", "project_wrap"])
def test_a_draft_is_not_replaced_by_what_could_be_none(amara, draft, field):
    members = {**amara.sealed(uuid.uuid4()), field: "AAAA"}
    before = everything()
    answer = amara.desk.post(f"warnings/{draft}/draft", members)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert everything() == before


def test_a_draft_is_not_written_anew_without_consent(amara, draft, report):
    withdraw(report)
    before = everything()
    assert code(amara.rewrite(draft)) == (409, "no-consent")
    assert everything() == before
    withdraw(report, given=True)
    assert amara.rewrite(draft).status_code == 200


def test_what_is_approved_is_a_draft_no_more(amara, joel, approved):
    before = everything()
    assert code(amara.rewrite(approved)) == (409, "not-a-draft")
    assert code(amara.desk.post(f"warnings/{approved}/discard")) == (409, "not-a-draft")
    assert code(joel.approve(approved)) == (409, "not-a-draft")
    assert everything() == before


def test_a_draft_can_be_discarded(amara, joel, draft):
    assert joel.desk.post(f"warnings/{draft}/discard").status_code == 200
    assert amara.listing()["warnings"] == []
    assert amara.desk.post(f"warnings/{draft}/discard").status_code == 404


def test_another_projects_warnings_are_not_here(bo, draft, report):
    assert bo.listing()["warnings"] == []
    for what, members in (
        ("draft", bo.sealed(report.uid)),
        ("discard", {}),
        ("approve", {}),
        ("renew", {}),
        ("take-down", {}),
        ("entries", {}),
    ):
        assert bo.desk.post(f"warnings/{draft}/{what}", members).status_code == 404
    assert bo.desk.get(f"warnings/{draft}").status_code == 404
    composed = bo.desk.post(f"reports/{report.uid}/warnings", bo.sealed(report.uid))
    assert composed.status_code == 404
    assert Warning.objects.get().pk == draft


def test_ended_warnings_are_listed_for_thirty_days(amara, joel, approved):
    joel.desk.post(f"warnings/{approved}/take-down")
    ended = Warning.objects.get(pk=approved)
    assert amara.listed(approved)["state"] == "ended"
    for days, shown in ((29, True), (30, False)):
        past = ended.ended_on.fromordinal(ended.ended_on.toordinal() - days)
        Warning.objects.filter(pk=approved).update(ended_on=past)
        assert bool(amara.listing()["warnings"]) is shown
