"""The feed is whole and the same for every member: what the release holds, and what is gone."""

import datetime as dt
import gzip
import json
from hashlib import sha256

import pytest
from django.utils import timezone
from people.desk import at_desk
from people.member_browser import as_member
from reports.writer import Writer
from warned.publishing import release
from warned.warner import in_days

from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.warnings.models import Release, Warning

pytestmark = pytest.mark.django_db


def test_before_the_first_release_there_is_nothing(kestrel, approved):
    nothing = {"release": None, "texts": "", "warnings": [], "taken_down": []}
    assert kestrel.get("feed").json() == nothing


def test_a_release_that_the_key_holder_has_not_logged_is_not_shown(kestrel, approved):
    made = release()
    Release.objects.update(entry=None)
    assert kestrel.get("feed").json()["release"] is None
    Release.objects.update(entry=b"{}")
    assert kestrel.get("feed").json()["release"] == made.number


def test_the_feed_holds_what_a_warning_says(kestrel, approved, project):
    release()
    (warning,) = kestrel.get("feed").json()["warnings"]
    assert warning == {
        "reference": approved.hex[:14],
        "kind": "robbery",
        "areas": ["E09000012", "E09000030"],
        "months": {"from": "2026-09", "to": "2026-10"},
        "original": "en",
        "texts": {"en": "He takes the money back.", "pt-br": "Ele pega o dinheiro de volta."},
        "project": "Willow Project (invented)",
        "four_eyes": True,
        "published_on": str(timezone.localdate()),
        "review_on": in_days(90),
    }


def test_the_release_vouches_for_each_warning_as_the_browser_reads_it(kestrel, amara, joel, report):
    for texts in (
        {"en": "“Não”, 他没有付钱 \u2028 \U0001f641 </script>\t\\ \x7f"},
        {"en": "Plain."},
    ):
        draft = amara.compose(report)
        assert joel.approve(draft, texts=texts).status_code == 200
    release()
    feed = kestrel.get("feed").json()
    vouched = json.loads(from_b64u(feed["texts"]))
    assert vouched == [[each["reference"], hashed(each)] for each in feed["warnings"]]
    assert vouched == sorted(vouched)
    assert len(vouched) == 2


def hashed(warning):
    """As web/oblivious does: sorted members, no spaces, UTF-8."""
    text = json.dumps(warning, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return to_b64u(sha256(text.encode()).digest())


def test_every_member_is_given_the_same_wherever_they_are(kestrel, approved, other_project):
    release()
    other = as_member(other_project, "Merlin")[0]
    assert kestrel.get("feed").content == other.get("feed").content


def test_a_warning_changes_in_the_feed_with_the_next_release_alone(kestrel, joel, approved):
    release()
    before = kestrel.get("feed").json()
    assert (
        joel.desk.post(f"warnings/{approved}/renew", {"review_on": in_days(5)}).status_code == 200
    )
    assert kestrel.get("feed").json() == before
    release()
    assert kestrel.get("feed").json()["warnings"][0]["review_on"] == in_days(5)


def test_members_are_told_for_thirty_days_that_a_warning_is_gone(kestrel, joel, approved):
    release()
    joel.desk.post(f"warnings/{approved}/take-down")
    feed = kestrel.get("feed").json()
    assert feed["warnings"] == []
    assert feed["taken_down"] == [
        {
            "kind": "robbery",
            "areas": ["E09000012", "E09000030"],
            "day": str(timezone.localdate()),
        }
    ]
    for days, told in ((29, 1), (30, 0)):
        Warning.objects.update(ended_on=timezone.localdate() - dt.timedelta(days=days))
        assert len(kestrel.get("feed").json()["taken_down"]) == told


def test_what_nobody_saw_is_not_told_to_be_gone(kestrel, amara, joel, approved, report):
    release()
    unseen = amara.compose(report)
    assert joel.approve(unseen).status_code == 200
    joel.desk.post(f"warnings/{unseen}/take-down")
    assert kestrel.get("feed").json()["taken_down"] == []


def test_what_is_gone_tells_the_latest_first_and_not_why(kestrel, amara, joel, project):
    warnings = []
    for _each in range(2):
        report = Writer.of(project).sent(consents=["warn"])
        warnings.append(amara.compose(report))
        assert joel.approve(warnings[-1]).status_code == 200
    release()
    joel.desk.post(f"warnings/{warnings[0]}/take-down")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Warning.objects.filter(pk=warnings[0]).update(ended_on=yesterday)
    Warning.objects.filter(pk=warnings[1]).update(review_on=timezone.localdate())
    release()
    gone = kestrel.get("feed").json()["taken_down"]
    assert [each["day"] for each in gone] == [str(timezone.localdate()), str(yesterday)]
    assert {frozenset(each) for each in gone} == {frozenset({"kind", "areas", "day"})}


def test_a_caseworker_reads_no_feed(project, approved):
    desk = at_desk(project, "Dara")[0]
    assert desk.client.get("/members/api/feed").status_code == 401


def test_the_feed_is_compressed_as_it_holds_nothing_of_who_asks(kestrel, approved):
    release()
    plain = kestrel.get("feed")
    packed = kestrel.client.get("/members/api/feed", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == plain.json()
