"""Releases: what stands in them, what members and the key holder can verify, and what goes."""

import dataclasses
import datetime as dt
import json
import secrets
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reports.writer import Writer
from warned.warner import EMAIL, PHONE, KeyHolder, Warner, in_days

from unsilenced.evaluator import keys_file, rotation
from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import merkle, signing
from unsilenced.oblivious.combined import bucket_of
from unsilenced.oblivious.manifest import Entry as LogEntry
from unsilenced.oblivious.manifest import Manifest
from unsilenced.oblivious.record import RECORD_SIZE, find
from unsilenced.oblivious.signing import Purpose
from unsilenced.oblivious.texts import texts_hash
from unsilenced.reports import consent
from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.warnings import as_json, push
from unsilenced.warnings.check.epochs import open_epochs
from unsilenced.warnings.feed.contents import feed
from unsilenced.warnings.models import (
    EndedBecause,
    KeyHolderKey,
    Release,
    ReleasedRecord,
    State,
    Warning,
)
from unsilenced.warnings.releases import keeping, known_keys, publishing, rolling_back
from unsilenced.warnings.releases.comparing import compare
from unsilenced.warnings.releases.key_holder_site import KeyHolderError
from unsilenced.warnings.releases.publishing import (
    ReleaseError,
    behind,
    publish,
    publish_after_restore,
)
from unsilenced.warnings.releases.rolling_back import roll_back
from unsilenced.warnings.releases.standing import lay_out
from unsilenced.warnings.shared import Entry

OTHER = ("tel", "07700 900999")


@contextmanager
def always_answering(answers):
    """A key holder that answers the same whatever it is sent; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps(answers[self.path]).encode()
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *anything):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def keys_of_keyholder(keyholder):
    """The running key holder's keys: entries are made with those."""
    return KeyHolder(keyholder.keys.evaluators).told()


@pytest.fixture
def told(monkeypatch):
    """How often members' browsers were told that there is something new."""
    calls = []
    monkeypatch.setattr(push, "send_all", lambda: calls.append(None))
    return calls


def warn(amara, joel, writer, *identifiers):
    """Compose and approve one more warning; return it."""
    report = writer.to.project.reports.get(uid=writer.report)
    uid = amara.compose(report)
    answer = joel.approve(uid, entries=joel.entries(uid, identifiers))
    assert answer.status_code == 200, answer.content
    return Warning.objects.get(pk=uid)


def withdraw(warning):
    consent.record(warning.report, "warn", given=False, wording=consent.WORDING)


def fetched(path):
    return Client().get(f"/check/release{path}")


def present():
    """The release that anybody is given: its manifest, and the key holder's entry."""
    answer = fetched("").json()
    return Manifest.from_bytes(from_b64u(answer["manifest"])), answer


def found(warner, identifier):
    """The references of the warnings that a member finds an identifier named in."""
    manifest, _ = present()
    epoch = next(each for each in open_epochs() if each.keyholder == manifest.keyholder_key)
    derived = warner.keyholder.derived(epoch, identifier)
    index = bucket_of(derived.place, manifest.bucket_count)
    sent = fetched(f"/{manifest.number}/{index}").content
    records = sent[-manifest.bucket_records * RECORD_SIZE :]
    path = sent[: -len(records)]
    merkle.verify(
        manifest.root,
        merkle.leaf_of(records),
        index,
        manifest.bucket_count,
        [path[start : start + 32] for start in range(0, len(path), 32)],
    )
    return [label.reference.hex() for label in find(derived, records)]


def test_a_release_is_signed_logged_and_found_in(keyholder, amara, approved):
    publish()
    manifest, answer = present()
    signing.verify(
        keyring().signing_key,
        Purpose.RELEASE,
        from_b64u(answer["manifest"]),
        from_b64u(answer["signature"]),
    )
    entry = from_b64u(answer["entry"]["entry"])
    signature = from_b64u(answer["entry"]["signature"])
    signing.verify(keyholder.keys.signing_key, Purpose.LOG, entry, signature)
    assert LogEntry.from_bytes(entry).release == manifest.hash()
    assert keyholder.send("/check/log").json == answer["entry"]
    reference = approved.hex[:14]
    assert found(amara, PHONE) == [reference]
    assert found(amara, EMAIL) == [reference]
    assert found(amara, OTHER) == []


def test_what_members_read_is_what_the_release_vouches_for(approved, kestrel, amara):
    publish()
    manifest, _ = present()
    feed = kestrel.get("feed").json()
    assert feed["release"] == manifest.number
    assert texts_hash(from_b64u(feed["texts"])) == manifest.texts
    assert [each["reference"] for each in feed["warnings"]] == [approved.hex[:14]]
    assert Warning.objects.get().state == State.LIVE


def test_a_release_without_any_warning_looks_like_one_with_some(keyholder, amara, approved):
    Warning.objects.filter(pk=approved).update(review_on=timezone.localdate())
    publish()
    empty, _ = present()
    assert (empty.bucket_count, empty.bucket_records) == (1, 256)
    assert found(amara, PHONE) == []


def test_withdrawing_takes_record_and_text_out_of_the_next_release(approved, amara, kestrel):
    publish()
    withdraw(Warning.objects.get(pk=approved))
    assert kestrel.get("feed").json()["warnings"] == []
    publish()
    assert found(amara, PHONE) == []
    feed = kestrel.get("feed").json()
    assert [each["kind"] for each in feed["taken_down"]] == ["robbery"]
    ended = Warning.objects.get(pk=approved)
    assert (ended.state, ended.ended_because) == (State.ENDED, EndedBecause.CONSENT)


def test_a_warning_that_nobody_renewed_is_in_no_release_from_its_review_day_on(approved, amara):
    publish()
    Warning.objects.filter(pk=approved).update(review_on=timezone.localdate())
    publish()
    assert found(amara, PHONE) == []
    assert Warning.objects.get(pk=approved).ended_because == EndedBecause.EXPIRED


def test_releases_differ_by_a_multiple_of_64_however_little_changed(amara, joel, writer):
    publish()
    first = warn(amara, joel, writer, PHONE)
    warn(amara, joel, writer, EMAIL, OTHER)
    publish()
    withdrawn = warn(amara, joel, writer, ("plate", "AB12 CDE"))
    publish()
    first.refresh_from_db()
    assert amara.desk.post(f"warnings/{first.pk}/take-down", {}).status_code == 200
    assert withdrawn.pk != first.pk
    publish()
    publish()
    changes = [compare(number, number + 1) for number in range(1, 5)]
    assert {(each.gone, each.come) for each in changes} == {(64, 64)}
    assert {each.stayed for each in changes} == {192}


def test_a_record_keeps_its_bytes_from_release_to_release(approved):
    publish()
    before = {bytes(each.record) for each in ReleasedRecord.objects.standing().real()}
    publish()
    after = {bytes(each.record) for each in ReleasedRecord.objects.standing().real()}
    assert after == before == {bytes(each.record) for each in Entry.objects.all()}


def test_members_keep_their_release_while_the_key_holder_is_away(
    approved, keyholder, settings, amara
):
    first = publish()
    there = settings.CONFIGURATION
    settings.CONFIGURATION = dataclasses.replace(there, keyholder_url="http://localhost:9")
    with pytest.raises(
        KeyHolderError, match=r"does not answer at http://localhost:9: its port is closed\."
    ):
        publish()
    assert present()[0].number == first.number
    assert found(amara, PHONE) == [approved.hex[:14]]
    settings.CONFIGURATION = there
    assert publish().number == first.number + 1


def test_what_was_withdrawn_while_a_release_waited_for_the_log_is_never_shown(
    approved, keyholder, monkeypatch, amara
):
    publish()
    log = "unsilenced.warnings.releases.key_holder_site.log"
    with monkeypatch.context() as away:

        def fail(*_):
            raise KeyHolderError("away")

        away.setattr(log, fail)
        with pytest.raises(KeyHolderError):
            publish()
    waiting = Release.objects.get(entry=None)
    withdraw(Warning.objects.get(pk=approved))
    made = publish()
    assert made.number == waiting.number + 1
    assert found(amara, PHONE) == []
    earlier = [fetched(f"/{number}/0").status_code for number in range(1, made.number)]
    assert earlier == [404, 404]
    assert (
        LogEntry.from_bytes(from_b64u(keyholder.send("/check/log").json["entry"])).number
        == made.number
    )


def test_an_entry_that_another_key_signed_is_not_believed(keyholder, settings, approved):
    settings.CONFIGURATION = dataclasses.replace(
        settings.CONFIGURATION, keyholder_log_key=signing.public_key_of(bytes(32))
    )
    with pytest.raises(KeyHolderError, match="not signed with the key"):
        publish()
    assert fetched("").status_code == 404


def test_an_entry_of_another_release_is_not_believed_though_the_key_holder_signed_it(
    keyholder, settings, approved
):
    first = publish()
    entry = keyholder.send("/check/log").json
    keys = keyholder.send("/check/keys").json
    with always_answering({"/check/keys": keys, "/check/log": entry}) as address:
        settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, keyholder_url=address)
        with pytest.raises(KeyHolderError, match="another release"):
            publish()
    assert present()[0].number == first.number


def test_rolling_back_brings_an_earlier_release_back_as_a_new_one(amara, joel, writer):
    kept = warn(amara, joel, writer, PHONE)
    earlier = publish()
    warn(amara, joel, writer, OTHER)
    mistaken = publish()
    assert found(amara, OTHER)
    back = roll_back()
    manifest, _ = present()
    assert (back.number, manifest.rolled_back_to) == (mistaken.number + 1, earlier.number)
    assert found(amara, OTHER) == []
    assert found(amara, PHONE) == [kept.reference]
    assert bytes(back.text_hashes) == bytes(earlier.text_hashes)
    change = compare(mistaken.number, back.number)
    assert change.gone == change.come == 64


def test_rolling_back_never_brings_back_what_was_withdrawn(amara, joel, writer, kestrel):
    withdrawn = warn(amara, joel, writer, PHONE)
    earlier = publish()
    withdraw(withdrawn)
    publish()
    roll_back(earlier.number)
    assert found(amara, PHONE) == []
    assert kestrel.get("feed").json()["warnings"] == []


def test_rolling_back_never_brings_back_what_nobody_renewed(amara, joel, writer):
    expired = warn(amara, joel, writer, PHONE)
    earlier = publish()
    publish()
    Warning.objects.filter(pk=expired.pk).update(review_on=timezone.localdate())
    roll_back(earlier.number)
    assert found(amara, PHONE) == []
    expired.refresh_from_db()
    assert expired.ended_because == EndedBecause.EXPIRED


def test_rolling_back_brings_back_a_record_that_a_later_release_did_not_have(
    amara, joel, writer, monkeypatch
):
    kept = warn(amara, joel, writer, PHONE)
    publish()
    record = ReleasedRecord.objects.standing().real()
    lost = record.update(until=2)
    assert lost == 1
    publish()
    assert roll_back(1).rolled_back_to == 1
    assert found(amara, PHONE) == [kept.reference]


def test_there_is_nothing_to_roll_back_to_before_the_second_release(keyholder, db):
    with pytest.raises(ReleaseError, match="no release"):
        roll_back()
    publish()
    with pytest.raises(ReleaseError, match="this is the first"):
        roll_back()


def test_a_release_that_is_forgotten_meanwhile_is_not_gone_back_to(
    keyholder, approved, monkeypatch
):
    publish()
    last = publish().number
    log_with_earlier = rolling_back.log_with_earlier

    def forgotten_first(make):
        keeping.forget_old(1 + keeping.KEPT)
        return log_with_earlier(make)

    monkeypatch.setattr(rolling_back, "log_with_earlier", forgotten_first)
    with pytest.raises(ReleaseError, match="no earlier one that is kept"):
        roll_back(1)
    assert Release.objects.current().number == last


def test_releases_are_kept_for_a_fortnight_and_no_longer(keyholder, approved):
    for _each in range(keeping.KEPT + 2):
        last = publish()
    assert Release.objects.count() == keeping.KEPT
    oldest = last.number - keeping.KEPT + 1
    assert not ReleasedRecord.objects.before(oldest).exists()
    kept = ReleasedRecord.objects.of(oldest)
    assert kept.count() == 256


def test_what_is_approved_while_a_release_is_made_waits_whole_for_the_next(
    keyholder, approved, amara, joel, monkeypatch
):
    later = amara.compose(Warning.objects.get().report)

    def lay_out_and_approve(*about):
        layout = lay_out(*about)
        assert joel.approve(later).status_code == 200
        return layout

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(publishing, "lay_out", lay_out_and_approve)
        publish()
    assert [each["reference"] for each in feed()["warnings"]] == [approved.hex[:14]]
    assert Warning.objects.get(pk=later).state == State.APPROVED
    assert found(amara, PHONE) == [approved.hex[:14]]
    publish()
    assert Warning.objects.get(pk=later).state == State.LIVE
    assert sorted(found(amara, PHONE)) == sorted([approved.hex[:14], later.hex[:14]])


def test_only_the_present_release_is_handed_out(keyholder, approved):
    for _each in range(3):
        publish()
    answers = [fetched(f"/{number}/0").status_code for number in (1, 2, 3, 4)]
    assert answers == [404, 404, 200, 404]
    assert fetched("/3/1").status_code == 404
    assert fetched(f"/3/{10**12}").status_code == 404
    assert not fetched("/3/0").cookies


def test_no_browser_keeps_a_release_on_its_device(keyholder, approved):
    publish()
    assert fetched("/1/0")["Cache-Control"] == "no-store"
    assert fetched("")["Cache-Control"] == "no-store"


def test_during_a_rotation_members_change_over_when_every_warning_is_in(
    amara, joel, writer, settings, tmp_path
):
    staying, moving = (warn(amara, joel, writer, each) for each in (PHONE, OTHER))
    publish()
    own_copy = tmp_path / "keys.json"
    own_copy.write_text(keyring().secrets.to_json())
    settings.CHECK_KEYS_FILE = own_copy
    rotation.begin(own_copy)
    coming = open_epochs()[1]
    for warning, is_last in ((staying, False), (moving, True)):
        publish()
        assert present()[0].platform_key != coming.platform
        identifier = OTHER if is_last else PHONE
        entries = amara.entries(warning.pk, (identifier,), (coming,))
        answer = amara.desk.post(f"warnings/{warning.pk}/entries", {"entries": entries})
        assert answer.status_code == 200, answer.content
    with pytest.raises(rotation.KeysError, match="old key"):
        rotation.finish(own_copy, in_use=present()[0].platform_key)
    publish()
    assert present()[0].platform_key == coming.platform
    rotation.finish(own_copy, in_use=present()[0].platform_key)
    publish()
    assert found(amara, PHONE) == [staying.reference]
    assert found(amara, OTHER) == [moving.reference]


@pytest.fixture
def begun(settings, tmp_path):
    """Begin a rotation of the platform's key; return the epoch that it leads to."""

    def begin():
        own_copy = tmp_path / "keys.json"
        own_copy.write_text(keyring().secrets.to_json())
        settings.CHECK_KEYS_FILE = own_copy
        rotation.begin(own_copy)
        return open_epochs()[-1]

    return begin


def test_after_a_rotation_no_record_of_the_old_epoch_stands(approved, amara, begun):
    old = Release.objects.get(number=publish().number).epoch
    coming = begun()
    entries = amara.entries(approved, epochs=(coming,))
    assert amara.desk.post(f"warnings/{approved}/entries", {"entries": entries}).status_code == 200
    made = publish()
    standing = ReleasedRecord.objects.standing()
    assert {each.epoch for each in standing} == {coming.id} != {old}
    assert standing.count() == present()[0].bucket_records
    assert not ReleasedRecord.objects.of(made.number).filter(epoch=old).exists()


def test_what_was_entered_under_old_keys_goes_with_the_last_release_of_theirs(
    approved, amara, begun, monkeypatch
):
    monkeypatch.setattr(keeping, "KEPT", 2)

    def epochs():
        return set(Entry.objects.values_list("epoch", flat=True))

    publish()
    old, coming = open_epochs()[0], begun()
    publish()
    entries = amara.entries(approved, epochs=(coming,))
    assert amara.desk.post(f"warnings/{approved}/entries", {"entries": entries}).status_code == 200
    publish()
    assert epochs() == {old.id, coming.id}
    publish()
    assert epochs() == {coming.id}
    publish()
    assert found(amara, PHONE) == [approved.hex[:14]]


def test_nothing_is_rolled_back_to_a_release_of_other_keys(approved, amara, begun):
    publish()
    coming = begun()
    entries = amara.entries(approved, epochs=(coming,))
    assert amara.desk.post(f"warnings/{approved}/entries", {"entries": entries}).status_code == 200
    made = publish()
    with pytest.raises(ReleaseError, match="made with other keys"):
        roll_back()
    assert Release.objects.current().number == made.number == Release.objects.count()


def test_a_next_key_that_the_key_holder_dropped_is_forgotten(keyholder, db):
    KeyHolderKey.objects.create(order=0, public_key=b"o" * 32)
    KeyHolderKey.objects.create(order=1, public_key=b"n" * 32)
    known_keys.refresh()
    [known] = KeyHolderKey.objects.all()
    assert (known.order, bytes(known.public_key)) == (0, keyholder.keys.current.public_key)


def gone_through_for_each_row(plan):
    """The tables that PostgreSQL would go through again for each row of another."""
    if plan.get("Parent Relationship") == "SubPlan":
        yield from tables_in(plan)
    for part in plan.get("Plans", ()):
        yield from gone_through_for_each_row(part)


def tables_in(plan):
    if name := plan.get("Relation Name"):
        yield name
    for part in plan.get("Plans", ()):
        yield from tables_in(part)


def test_warnings_that_are_behind_are_found_without_going_through_all_entries_for_each(
    approved, amara
):
    with CaptureQueriesContext(connection) as asked:
        assert behind(open_epochs()[0]) == 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked.captured_queries[-1]['sql']}")
        [[[explained]]] = cursor.fetchall()
    assert "warnings_entry" in tables_in(explained["Plan"])
    # Among ten million entries such a search had not ended after eight minutes.
    assert "warnings_entry" not in gone_through_for_each_row(explained["Plan"])


def test_a_key_that_changes_at_once_never_makes_a_release_without_the_warnings(
    approved, amara, kestrel, settings, tmp_path
):
    first = publish()
    own_copy = tmp_path / "keys.json"
    drawn = dataclasses.replace(keyring().secrets, evaluation=(keys_file.draw_seed(),))
    own_copy.write_text(drawn.to_json())
    settings.CHECK_KEYS_FILE = own_copy
    with pytest.raises(ReleaseError, match="Not under the new ones yet: 1"):
        publish()
    assert present()[0].number == first.number
    assert not Release.objects.filter(entry=None).exists()
    entries = amara.entries(approved, (PHONE, EMAIL), open_epochs())
    answer = amara.desk.post(f"warnings/{approved}/entries", {"entries": entries})
    assert answer.status_code == 200, answer.content
    publish()
    assert found(amara, PHONE) == [approved.hex[:14]]


def test_a_key_that_changes_at_once_never_leaves_out_what_was_approved_since(
    approved, settings, tmp_path
):
    drawn = dataclasses.replace(keyring().secrets, evaluation=(keys_file.draw_seed(),))
    settings.CHECK_KEYS_FILE = tmp_path / "keys.json"
    settings.CHECK_KEYS_FILE.write_text(drawn.to_json())
    assert Warning.objects.get().state == State.APPROVED
    with pytest.raises(ReleaseError, match="Not under the new ones yet: 1"):
        publish()
    assert not Release.objects.exists()


def test_a_copied_record_cannot_outlive_the_consent_to_its_own_warning(
    approved, amara, bo, other_project, keys_of_keyholder
):
    publish()
    report = Writer.of(other_project).sent(consents=["warn"])
    zoe = Warner.at(other_project, keys_of_keyholder, "Zoe")
    uid = bo.compose(report)
    copied = [as_json.entry(each) for each in Entry.objects.all()]
    for each in copied:
        each["place"] = to_b64u(secrets.token_bytes(8))
    answer = zoe.approve(uid, entries=copied)
    assert answer.status_code == 422, answer.content
    assert answer.json()["error"]["code"] == "wrong-entries"
    withdraw(Warning.objects.get(pk=approved))
    publish()
    assert not Entry.objects.exists()
    answer = zoe.approve(uid, entries=copied)
    assert answer.json()["error"]["code"] == "wrong-entries"


def test_many_records_are_cut_into_buckets_of_one_size_of_over_a_thousand(approved, amara):
    epoch = open_epochs()[0].id
    before = list(Entry.objects.values_list("pk", flat=True))
    Entry.objects.bulk_create(
        Entry(
            warning_id=approved,
            epoch=epoch,
            place=uuid4().bytes[:8],
            record=uuid4().bytes + uuid4().bytes + uuid4().bytes[:12],
        )
        for _each in range(21_000)
    )
    # A UUID's version is in its first half: places must be spread evenly to fill buckets evenly.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE warnings_entry SET place = decode(md5(id::text), 'hex') WHERE NOT id = ANY(%s)",
            [before],
        )
        cursor.execute("UPDATE warnings_entry SET place = substring(place FROM 1 FOR 8)")
        # PostgreSQL would otherwise look for each record's entry in all of them: it planned that
        # when there were none.
        cursor.execute("ANALYZE warnings_entry")
    publish()
    manifest, _ = present()
    assert (manifest.bucket_count, manifest.bucket_records) == (26, 1_024)
    assert found(amara, PHONE) == [approved.hex[:14]]
    sizes = {len(fetched(f"/{manifest.number}/{index}").content) for index in range(26)}
    assert max(sizes) - min(sizes) <= 2 * merkle.HASH_SIZE


def test_members_are_told_only_of_releases_with_news(told, approved):
    publish()
    publish()
    assert len(told) == 1
    withdraw(Warning.objects.get())
    publish()
    assert len(told) == 2


def test_nothing_is_published_before_the_key_holder_is_known(db):
    with pytest.raises(KeyHolderError, match="KEYHOLDER_URL"):
        publish()
    assert not Release.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_releases_made_at_once_come_one_after_the_other(keyholder):
    numbers = []

    def one():
        try:
            numbers.append(publish().number)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(numbers) == [1, 2, 3, 4]
    assert Release.objects.filter(entry=None).count() == 0


def test_a_release_says_the_day_of_the_log_and_no_time(keyholder, db):
    publish()
    manifest = json.loads(from_b64u(fetched("").json()["manifest"]))
    assert manifest["day"] == f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
    assert ":" not in manifest["day"]


def test_a_renewed_warning_stays(approved, amara):
    publish()
    answer = amara.desk.post(f"warnings/{approved}/renew", {"review_on": in_days(120)})
    assert answer.status_code == 200
    publish()
    assert found(amara, PHONE) == [approved.hex[:14]]


def lose_the_latest(kept):
    """Leave the database as a backup of that release would."""
    Release.objects.filter(number__gt=kept.number).delete()
    ReleasedRecord.objects.filter(since__gt=kept.number).delete()
    ReleasedRecord.objects.filter(until__gt=kept.number).update(until=None)


def test_after_a_restore_releases_go_on_from_the_key_holders_log(keyholder, approved, amara):
    kept = publish()
    for _each in range(2):
        publish()
    lose_the_latest(kept)
    for _hour in range(3):
        with pytest.raises(KeyHolderError, match="refused"):
            publish()
    assert Release.objects.filter(entry=None).count() == 1
    made = publish_after_restore()
    assert made.number == 4
    assert present()[0].number == 4
    assert not Release.objects.filter(entry=None).exists()
    assert found(amara, PHONE) == [approved.hex[:14]]
    assert publish().number == 5


def test_the_log_is_not_gone_on_from_where_nothing_is_lost(keyholder, approved):
    with pytest.raises(ReleaseError, match="nothing that is not known here"):
        publish_after_restore()
    publish()
    with pytest.raises(ReleaseError, match="nothing that is not known here"):
        publish_after_restore()
    assert Release.objects.count() == 1
