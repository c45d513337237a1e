"""A warning that stands can be renewed, taken down, and entered again under another key."""

import datetime as dt

import pytest
from django.utils import timezone
from reports.stored import everything
from warned.publishing import release
from warned.warner import EMAIL, PHONE, KeyHolder, in_days

from unsilenced.reports import consent
from unsilenced.reports.models import Scope
from unsilenced.warnings.approval.ending import end_due
from unsilenced.warnings.check.epochs import open_epochs
from unsilenced.warnings.models import Release, Warning
from unsilenced.warnings.shared import Entry

pytestmark = pytest.mark.django_db


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def withdraw(report):
    consent.record(report, Scope.WARN, given=False, wording=consent.WORDING)


def renew(warner, uid, review_on):
    return warner.desk.post(f"warnings/{uid}/renew", {"review_on": review_on})


def test_a_warning_ends_on_its_review_day_unless_it_is_renewed(joel, approved):
    day = timezone.localdate() + dt.timedelta(days=90)
    assert renew(joel, approved, in_days(183)).status_code == 200
    end_due(day)
    assert Warning.objects.get().state == "approved"
    assert renew(joel, approved, str(day)).status_code == 200
    end_due(day - dt.timedelta(days=1))
    assert Warning.objects.get().state == "approved"
    end_due(day)
    warning = Warning.objects.get()
    assert (warning.state, warning.ended_because) == ("ended", "expired")
    assert not Entry.objects.exists()


def test_a_draft_never_expires(joel, draft):
    end_due(timezone.localdate() + dt.timedelta(days=1000))
    assert Warning.objects.get().state == "draft"


@pytest.mark.parametrize("day", [0, -1, 184])
def test_a_warning_is_renewed_to_a_day_that_is_near_and_to_come(joel, approved, day):
    answer = renew(joel, approved, in_days(day))
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "review_on")


def test_without_consent_nothing_is_renewed(joel, approved, report):
    withdraw(report)
    assert code(renew(joel, approved, in_days(9))) == (409, "no-consent")


def test_only_what_stands_is_renewed_or_taken_down(joel, draft):
    assert code(renew(joel, draft, in_days(9))) == (409, "not-standing")
    assert code(joel.desk.post(f"warnings/{draft}/take-down")) == (409, "not-standing")
    assert code(joel.desk.post(f"warnings/{draft}/entries", {"entries": []})) == (
        409,
        "not-standing",
    )


def test_what_was_taken_down_stays_so(joel, amara, approved):
    release()
    assert joel.desk.post(f"warnings/{approved}/take-down").status_code == 200
    before = everything()
    assert amara.desk.post(f"warnings/{approved}/take-down").status_code == 200
    assert everything() == before
    assert code(renew(joel, approved, in_days(9))) == (409, "not-standing")
    warning = Warning.objects.get()
    assert (warning.ended_because, warning.texts) == ("taken-down", {})
    assert not Entry.objects.filter(warning=warning).exists()
    assert warning.draft is not None


def test_a_warning_can_be_taken_down_whether_or_not_its_reporter_agrees(joel, approved, report):
    withdraw(report)
    assert joel.desk.post(f"warnings/{approved}/take-down").status_code == 200


def rotate(warner):
    """The key holder begins a rotation; the epoch that it leads to is returned."""
    drawn = KeyHolder.with_keys(1)
    warner.keyholder = KeyHolder((*warner.keyholder.evaluators, *drawn.evaluators)).told()
    present, coming = open_epochs()
    assert warner.keyholder.evaluators[0].public_key == present.keyholder
    return coming


def put(warner, uid, entries):
    return warner.desk.post(f"warnings/{uid}/entries", {"entries": entries})


def test_during_a_rotation_a_warning_is_entered_for_the_epoch_to_come(joel, approved):
    coming = rotate(joel)
    assert joel.listed(approved)["missing"] == [coming.id]
    assert put(joel, approved, joel.entries(approved, epochs=[coming])).status_code == 200
    assert joel.listed(approved)["missing"] == []
    assert Entry.objects.filter(epoch=coming.id).count() == 2
    again = put(joel, approved, joel.entries(approved, epochs=[coming]))
    assert code(again) == (409, "epochs-changed")
    assert Entry.objects.count() == 4


def test_it_stays_known_who_entered_a_warning_anew_and_on_which_day(amara, joel, approved):
    coming = rotate(joel)
    before = amara.listed(approved)
    assert (before["entered_by"], before["entered_on"]) == (None, None)
    one = joel.entries(approved, [PHONE], [coming])
    assert code(put(joel, approved, one)) == (422, "wrong-entries")
    assert amara.listed(approved)["entered_by"] is None
    assert put(joel, approved, joel.entries(approved, epochs=[coming])).status_code == 200
    after = amara.listed(approved)
    assert after["entered_by"] == {"id": str(joel.person.id), "name": "Joel"}
    assert after["entered_on"] == str(timezone.localdate())
    assert after["approved_by"] == before["approved_by"]


def test_each_identifier_is_entered_anew(joel, approved):
    coming = rotate(joel)
    before = everything()
    one = joel.entries(approved, [PHONE], [coming])
    more = joel.entries(approved, [PHONE, EMAIL, ("tel", "07700 900999")], [coming])
    both_epochs = joel.entries(approved)
    assert code(put(joel, approved, one)) == (422, "wrong-entries")
    assert code(put(joel, approved, more)) == (422, "wrong-entries")
    assert code(put(joel, approved, one * 2)) == (422, "wrong-entries")
    assert code(put(joel, approved, both_epochs)) == (409, "epochs-changed")
    assert code(put(joel, approved, [])) == (409, "epochs-changed")
    assert everything() == before


def test_nothing_is_entered_without_consent(joel, approved, report):
    coming = rotate(joel)
    entries = joel.entries(approved, epochs=[coming])
    withdraw(report)
    assert code(put(joel, approved, entries)) == (409, "no-consent")


def released_in(epoch):
    """Have members check in that epoch."""
    release()
    Release.objects.update(epoch=epoch.id)


def hold_keys(keys, monkeypatch):
    """Have this site hold those evaluation keys: any will do."""
    here = type("Keyring", (), {"evaluators": keys})
    monkeypatch.setattr("unsilenced.warnings.check.epochs.keyring", lambda: here)


def test_once_members_check_in_the_epoch_to_come_nobody_is_asked_for_the_old_one(
    amara, joel, approved, report
):
    old, coming = open_epochs()[0], rotate(joel)
    assert put(joel, approved, joel.entries(approved, epochs=[coming])).status_code == 200
    released_in(coming)
    assert open_epochs() == (coming,)
    # The key holder drops its old key now; this site learns of it within the hour.
    joel.keyholder = KeyHolder(joel.keyholder.evaluators[1:])
    assert joel.listed(approved)["missing"] == []
    draft = amara.compose(report)
    answer = joel.approve(draft)
    assert answer.status_code == 200, answer.content
    assert {each.epoch for each in Entry.objects.filter(warning=draft)} == {coming.id} != {old.id}


def test_whoever_of_two_finishes_a_rotation_first_asks_for_nothing_anew(
    joel, approved, monkeypatch
):
    rotate(joel)
    ours = joel.keyholder.evaluators
    hold_keys(ours, monkeypatch)
    _old, coming = open_epochs()
    Entry.objects.filter(warning=approved).update(epoch=coming.id)
    released_in(coming)
    hold_keys(ours[1:], monkeypatch)
    assert open_epochs() == (coming,)
    assert joel.listed(approved)["missing"] == []
    hold_keys(ours, monkeypatch)
    KeyHolder(ours[1:]).told()
    assert open_epochs() == (coming,)
    assert joel.listed(approved)["missing"] == []


def test_a_release_whose_key_is_gone_does_not_count(joel, approved):
    released_in(open_epochs()[0])
    KeyHolder.with_keys()
    [present] = open_epochs()
    assert joel.listed(approved)["missing"] == [present.id]


def test_both_sides_may_rotate_at_once(joel, approved, monkeypatch):
    present, coming = open_epochs()[0], rotate(joel)
    ours = joel.keyholder.evaluators
    hold_keys(ours, monkeypatch)
    first, last = open_epochs()
    assert (first.platform, first.keyholder) == (ours[0].public_key, present.keyholder)
    assert (last.platform, last.keyholder) == (ours[1].public_key, coming.keyholder)
