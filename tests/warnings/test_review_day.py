"""On its review day a warning is gone, whether or not anybody can make a release."""

import dataclasses
import datetime as dt

import pytest
from reports.writer import Writer
from warned.publishing import release

from unsilenced.process.utc_day import utc_today
from unsilenced.reports import consent
from unsilenced.site.jobs import tasks
from unsilenced.warnings.models import EndedBecause, State, Warning
from unsilenced.warnings.releases.key_holder_site import KeyHolderError
from unsilenced.warnings.releases.publishing import publish
from unsilenced.warnings.shared import Entry

pytestmark = pytest.mark.django_db

NOON = int(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC).timestamp())


@pytest.fixture
def keyholder_away(settings):
    settings.CONFIGURATION = dataclasses.replace(
        settings.CONFIGURATION, keyholder_url="http://localhost:9"
    )


def review_in(days, uid):
    Warning.objects.filter(pk=uid).update(review_on=utc_today() + dt.timedelta(days=days))


def because(uid):
    warning = Warning.objects.get(pk=uid)
    return warning.ended_because if warning.state == State.ENDED else None


@pytest.mark.parametrize(("days", "shown"), [(1, True), (0, False), (-20, False)])
def test_members_read_a_warning_up_to_its_review_day_without_any_new_release(
    kestrel, approved, days, shown
):
    release()
    review_in(days, approved)
    feed = kestrel.get("feed").json()
    assert [each["reference"] for each in feed["warnings"]] == [approved.hex[:14]] * shown
    assert [each["kind"] for each in feed["taken_down"]] == ["robbery"] * (not shown)


@pytest.mark.usefixtures("keyholder_away")
def test_what_nobody_renewed_ends_within_the_hour_while_the_key_holder_is_away(approved):
    review_in(1, approved)
    tasks.hourly(NOON)
    assert because(approved) is None
    review_in(0, approved)
    tasks.hourly(NOON)
    assert because(approved) == EndedBecause.EXPIRED
    assert not Entry.objects.exists()


def test_what_nobody_renewed_ends_within_the_hour_whatever_else_fails(approved, monkeypatch):
    def fail():
        raise OSError("no mail today")

    monkeypatch.setattr(tasks, "send_digest", fail)
    review_in(0, approved)
    with pytest.raises(OSError, match="no mail"):
        tasks.hourly(int(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC).timestamp()))
    assert because(approved) == EndedBecause.EXPIRED


@pytest.mark.usefixtures("keyholder_away")
def test_a_release_that_fails_ends_what_is_due_all_the_same(amara, joel, approved, report):
    other = amara.compose(Writer.of(amara.of).sent(consents=["warn"]))
    assert joel.approve(other).status_code == 200
    consent.record(report, "warn", given=False, wording=consent.WORDING)
    review_in(0, other)
    with pytest.raises(KeyHolderError):
        publish()
    assert (because(approved), because(other)) == (EndedBecause.CONSENT, EndedBecause.EXPIRED)
