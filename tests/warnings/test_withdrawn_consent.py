"""A warning is shared only while its reporter agrees: what is withdrawn is out at once."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from reports.stored import everything
from reports.writer import Writer, fresh_keys
from stored_records import project_wrap_of, store_draft
from warned.publishing import release
from warned.warner import in_days

from unsilenced.demo.invented_people import invent_caseworker, invent_project
from unsilenced.reports import consent, conversation
from unsilenced.reports.models import Scope
from unsilenced.warnings.approval import sharing
from unsilenced.warnings.approval.ending import end, end_due
from unsilenced.warnings.feed.contents import feed
from unsilenced.warnings.models import EndedBecause, ReleasedRecord, State, Warning
from unsilenced.warnings.shared import Entry, ReleasedWarning

pytestmark = pytest.mark.django_db


def withdraw(writer, *, given=False):
    answer = writer.call(
        "/return/consents", {"scope": "warn", "given": given, "wording": consent.WORDING}
    )
    assert answer.status_code == 200


def shown(member):
    return [each["reference"] for each in member.get("feed").json()["warnings"]]


def shared():
    """All that leaves by the one door: warnings, and entries."""
    epochs = set(Entry.objects.values_list("epoch", flat=True))
    return (
        [one.warning.pk for one in sharing.canonical(Warning.objects.all(), timezone.localdate())],
        sorted(entry.pk for epoch in epochs for entry in sharing.entries(epoch)),
    )


def test_withdrawing_takes_a_warning_out_of_the_feed_at_once(kestrel, approved, writer):
    release()
    assert shown(kestrel) == [approved.hex[:14]]
    withdraw(writer)
    assert shown(kestrel) == []
    today = str(timezone.localdate())
    told = kestrel.get("feed").json()["taken_down"]
    assert told == [{"kind": "robbery", "areas": ["E09000012", "E09000030"], "day": today}]


def test_nothing_of_it_is_left_for_the_next_release(approved, writer):
    release()
    assert shared() == ([approved], sorted(Entry.objects.values_list("pk", flat=True)))
    withdraw(writer)
    assert shared() == ([], [])
    release()
    warning = Warning.objects.get()
    assert (warning.state, warning.ended_because) == ("ended", "consent")
    assert warning.texts == {}
    assert not Entry.objects.exists()
    assert not ReleasedWarning.objects.exists()


def test_who_agrees_again_before_the_next_release_has_lost_nothing(kestrel, approved, writer):
    release()
    withdraw(writer)
    withdraw(writer, given=True)
    assert shown(kestrel) == [approved.hex[:14]]
    release()
    assert shown(kestrel) == [approved.hex[:14]]
    assert kestrel.get("feed").json()["taken_down"] == []


def test_a_warning_that_ended_does_not_come_back(kestrel, approved, writer, joel):
    release()
    withdraw(writer)
    release()
    withdraw(writer, given=True)
    release()
    assert shown(kestrel) == []
    for what, members in (("renew", {"review_on": in_days(9)}), ("take-down", {})):
        answer = joel.desk.post(f"warnings/{approved}/{what}", members)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not-standing")


def test_deleting_a_report_takes_its_warning_out_at_once_and_leaves_no_word(
    kestrel, approved, writer
):
    release()
    sealed, said = Warning.objects.get().draft, "He takes the money back."
    # The published one stands there as bytes.
    traces = [bytes(sealed.body).hex(), project_wrap_of(sealed).hex(), said, said.encode().hex()]
    assert all(trace in str(everything()) for trace in traces)
    assert writer.call("/return/delete", {}).status_code == 200
    assert shown(kestrel) == []
    assert len(kestrel.get("feed").json()["taken_down"]) == 1
    stored = str(everything())
    assert not any(trace in stored for trace in traces)
    assert shared() == ([], [])
    assert not Entry.objects.exists()


def test_a_record_of_a_deleted_report_is_known_to_the_next_release_as_no_longer_agreed_to(
    approved, writer
):
    first = release()
    entry = Entry.objects.first()
    standing = ReleasedRecord.objects.create(
        epoch=entry.epoch,
        place=entry.place,
        record=entry.record,
        warning_id=approved,
        entry=entry,
        since=first.number,
    )
    assert writer.call("/return/delete", {}).status_code == 200
    standing.refresh_from_db()
    assert (standing.entry, standing.warning_id) == (None, approved)
    assert not sharing.shareable(Warning.objects.filter(pk=standing.warning_id)).exists()


@pytest.mark.parametrize("stage", ["draft", "approved"])
def test_a_warning_that_nobody_saw_goes_with_its_report(request, writer, stage):
    request.getfixturevalue(stage)
    assert writer.call("/return/delete", {}).status_code == 200
    assert not Warning.objects.exists()
    assert not Entry.objects.exists()


def test_an_expired_warning_keeps_no_draft_of_a_deleted_report(approved, writer):
    release()
    end_due(timezone.localdate() + dt.timedelta(days=365))
    assert writer.call("/return/delete", {}).status_code == 200
    warning = Warning.objects.get()
    assert (warning.ended_because, warning.draft) == ("expired", None)


def test_a_warning_of_a_deleted_report_stays_listed_without_its_draft(amara, approved, writer):
    release()
    writer.call("/return/delete", {})
    listed = amara.listed(approved)
    assert (listed["state"], listed["ended_because"]) == ("ended", "consent")
    assert (listed["body"], listed["project_wrap"], listed["consent"]) == (None, None, False)


def test_another_warning_is_left_as_it_was(amara, joel, approved, writer, kestrel):
    other = amara.compose(Writer.of(writer.to).sent(consents=["warn"]))
    assert joel.approve(other).status_code == 200
    release()
    withdraw(writer)
    assert shown(kestrel) == [other.hex[:14]]
    release()
    writer.call("/return/delete", {})
    assert shown(kestrel) == [other.hex[:14]]
    assert Warning.objects.get(pk=other).texts


def give_or_withdraw(report, *, given):
    consent.record(report, Scope.WARN, given=given, wording=consent.WORDING)


def end_as(because, warning):
    end(Warning.objects.filter(pk=warning.pk), because)


STEPS = {
    "give": lambda report, _warning: give_or_withdraw(report, given=True),
    "withdraw": lambda report, _warning: give_or_withdraw(report, given=False),
    "release": lambda _report, _warning: release(),
    "expire": lambda _report, warning: end_as(EndedBecause.EXPIRED, warning),
    "take down": lambda _report, warning: end_as(EndedBecause.TAKEN_DOWN, warning),
    "delete": lambda report, _warning: conversation.delete_everything(report),
}
ENDS = {"expire", "take down", "delete"}


class AnyStory(TestCase):
    """What is shared follows the reporter's last word, whatever else happens in whatever order."""

    def setUp(self):
        self.project = invent_project("Willow Project (invented)", "willow")
        self.person = invent_caseworker(self.project, "amara").user

    @given(st.lists(st.sampled_from(sorted(STEPS)), max_size=8))
    @settings(max_examples=60)
    def test_nothing_is_shared_that_is_not_agreed_to(self, steps):
        writer = Writer.of(self.project, fresh_keys())
        report = writer.sent(consents=["warn"])
        warning = approved_from(report, self.person, writer.seal())
        agreed, stands = True, True
        for step in until_deleted(steps):
            STEPS[step](report, warning)
            agreed = {"give": True, "withdraw": False, "delete": False}.get(step, agreed)
            stands = stands and step not in ENDS and (agreed or step != "release")
            assert (warning.pk in shared()[0]) is (agreed and stands)
            listed = {each["reference"] for each in feed()["warnings"]}
            assert listed <= ({warning.reference} if agreed and stands else set())


def until_deleted(steps):
    """The steps up to the first deletion, after which a reporter can do nothing more."""
    return steps[: steps.index("delete") + 1] if "delete" in steps else steps


def approved_from(report, person, sealed):
    """A warning as an approval leaves it, without the crypto that other tests show."""
    store_draft(report, sealed)
    return Warning.objects.create(
        uid=sealed.uid,
        reference=sealed.uid.hex[:14],
        project=report.project,
        report=report,
        state=State.APPROVED,
        composed_by=person,
        composed_on=timezone.localdate(),
        approved_by=person,
        kind="threats",
        areas=["E09000030"],
        month_from=dt.date(2026, 9, 1),
        month_to=dt.date(2026, 10, 1),
        original="en",
        texts={"en": "He shouts."},
        review_on=timezone.localdate() + dt.timedelta(days=30),
        published_on=timezone.localdate(),
    )
