"""A release that waits for the key holder's log: nobody has seen it, and it waits alone."""

import dataclasses
import datetime as dt

import pytest
from warned.warner import KeyHolder

from unsilenced.evaluator import keys_file
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import signing
from unsilenced.oblivious.layout import STEP
from unsilenced.oblivious.manifest import Entry as LogEntry
from unsilenced.process.utc_day import utc_today
from unsilenced.reports import consent
from unsilenced.sealing.b64u import from_b64u
from unsilenced.warnings.models import Bucket, Release, State, Warning
from unsilenced.warnings.releases import key_holder_site, publishing
from unsilenced.warnings.releases.comparing import compare
from unsilenced.warnings.releases.key_holder_site import KeyHolderError
from unsilenced.warnings.releases.publishing import ReleaseError, publish
from unsilenced.warnings.releases.rolling_back import roll_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys_of_keyholder(keyholder):
    """The running key holder's keys: entries are made with those."""
    return KeyHolder(keyholder.keys.evaluators).told()


def believe(log_key, settings):
    """Have the platform believe entries of the log that this key signed."""
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, keyholder_log_key=log_key)


@pytest.fixture
def mended(keyholder, settings):
    """No entry is believed, until this is called."""
    believe(signing.public_key_of(bytes(32)), settings)
    return lambda: believe(keyholder.keys.signing_key, settings)


def fail_to_publish(times=1):
    for _each in range(times):
        with pytest.raises(KeyHolderError):
            publish()


def waiting():
    return list(Release.objects.filter(entry=None).values_list("number", flat=True))


def test_however_often_the_log_refuses_one_release_waits(approved, mended):
    fail_to_publish(6)
    assert waiting() == [1]
    assert Bucket.objects.count() == 1
    mended()
    assert publish().number == 2
    assert waiting() == []


def test_nothing_is_rolled_back_either_while_one_waits(approved, keyholder, settings):
    publish()
    publish()
    believe(signing.public_key_of(bytes(32)), settings)
    fail_to_publish()
    with pytest.raises(KeyHolderError):
        roll_back()
    assert waiting() == [3]
    believe(keyholder.keys.signing_key, settings)
    assert roll_back().number == 4


def test_a_warning_is_published_on_the_day_on_which_members_can_see_it(
    approved, mended, kestrel, amara
):
    fail_to_publish()
    warning = Warning.objects.get()
    assert (warning.state, warning.published_on) == (State.APPROVED, None)
    assert amara.listed(approved)["state"] == "approved"
    mended()
    publish()
    warning.refresh_from_db()
    assert (warning.state, warning.published_on) == (State.LIVE, utc_today())
    (shown,) = kestrel.get("feed").json()["warnings"]
    assert shown["published_on"] == str(utc_today())


def test_what_was_only_in_a_release_that_waited_is_not_told_to_be_gone(
    approved, mended, kestrel, report
):
    fail_to_publish()
    consent.record(report, "warn", given=False, wording=consent.WORDING)
    mended()
    publish()
    assert kestrel.get("feed").json()["taken_down"] == []


def test_what_is_no_longer_agreed_to_when_its_first_release_is_logged_was_never_published(
    approved, keyholder, kestrel, report, monkeypatch
):
    log = key_holder_site.log

    def withdrawn_meanwhile(manifest, signature):
        consent.record(report, "warn", given=False, wording=consent.WORDING)
        return log(manifest, signature)

    monkeypatch.setattr(key_holder_site, "log", withdrawn_meanwhile)
    publish()
    feed = kestrel.get("feed").json()
    assert (feed["release"], feed["warnings"], feed["taken_down"]) == (1, [], [])
    assert Warning.objects.get().published_on is None


def test_a_report_can_be_deleted_while_its_warning_waits(approved, mended, writer, kestrel):
    fail_to_publish()
    assert writer.call("/return/delete", {}).status_code == 200
    warning = Warning.objects.get()
    assert (warning.state, warning.draft, warning.texts) == (State.ENDED, None, {})
    mended()
    publish()
    feed = kestrel.get("feed").json()
    assert (feed["warnings"], feed["taken_down"]) == ([], [])


def test_what_waits_is_never_shown_before_what_came_after_it_is_logged(
    approved, keyholder, kestrel, monkeypatch, report
):
    publish()
    log = key_holder_site.log
    refused = {2}

    def away_for_some(manifest, signature):
        if manifest.number in refused:
            raise KeyHolderError("away")
        return log(manifest, signature)

    monkeypatch.setattr(key_holder_site, "log", away_for_some)
    fail_to_publish()
    consent.record(report, "warn", given=False, wording=consent.WORDING)
    refused = {3}
    fail_to_publish()
    assert (Release.objects.current().number, waiting()) == (1, [2, 3])
    assert kestrel.get("feed").json()["release"] == 1
    refused = set()
    assert publish().number == 4
    assert Release.objects.current().number == 4


@pytest.mark.parametrize("days", [30, -1])
def test_a_release_of_a_wrong_clock_stops_none_of_those_that_follow(
    approved, keyholder, kestrel, monkeypatch, days
):
    publish()
    with monkeypatch.context() as wrong:
        wrong.setattr(publishing, "utc_today", lambda: utc_today() + dt.timedelta(days))
        with pytest.raises(KeyHolderError, match="Compare the clocks"):
            publish()
    assert publish().number == 2
    assert kestrel.get("feed").json()["release"] == 2
    assert waiting() == []
    assert compare(1, 2).gone == compare(1, 2).come == STEP


def test_what_waits_is_not_logged_while_the_next_cannot_be_made(
    approved, keyholder, settings, tmp_path, monkeypatch
):
    publish()

    def away(*_):
        raise KeyHolderError("away")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("unsilenced.warnings.releases.key_holder_site.log", away)
        fail_to_publish()
    drawn = dataclasses.replace(keyring().secrets, evaluation=(keys_file.draw_seed(),))
    settings.CHECK_KEYS_FILE = tmp_path / "keys.json"
    settings.CHECK_KEYS_FILE.write_text(drawn.to_json())
    with pytest.raises(ReleaseError, match="Not under the new ones yet: 1"):
        publish()
    last = LogEntry.from_bytes(from_b64u(keyholder.send("/check/log").json["entry"]))
    assert (last.number, Release.objects.current().number) == (1, 1)
