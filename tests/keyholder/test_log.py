"""The key holder logs each release once, in order, signed by the platform, and changes nothing."""

import datetime as dt
import json
import secrets
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from keyholder.releasing import after, first, signed, today

from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import signing
from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.manifest import Entry
from unsilenced.oblivious.signing import Purpose
from unsilenced.sealing.b64u import from_b64u, to_b64u

DAY = dt.timedelta(days=1)


@pytest.fixture
def release(keyholder):
    """The first release, not yet logged."""
    return first(keyholder.keys.current.public_key)


def entry_of(answer):
    return Entry.from_bytes(from_b64u(answer.json["entry"]))


def refused(keyholder, release):
    answer = keyholder.log(*release.sent)
    return answer.status, answer.code


def test_before_the_first_release_there_is_none(keyholder):
    for path in ("/check/log", "/check/log/1", "/check/log/0", f"/check/log/{1 << 80}"):
        answer = keyholder.send(path)
        assert (answer.status, answer.code) == (404, "no-release")


def test_a_release_is_logged_signed_and_told(keyholder, release):
    logged = keyholder.log(*release.sent)
    assert logged.status == 201
    assert entry_of(logged) == Entry(
        number=1,
        day=today(),
        release=release.release.hash(),
        previous=b"",
        public_key=keyholder.keys.current.public_key,
    )
    signing.verify(
        keyholder.keys.signing_key,
        Purpose.LOG,
        from_b64u(logged.json["entry"]),
        from_b64u(logged.json["signature"]),
    )
    for path in ("/check/log", "/check/log/1"):
        assert keyholder.send(path).json == logged.json


def test_entries_form_a_chain_and_the_latest_is_told(keyholder, release):
    one = entry_of(keyholder.log(*release.sent))
    second = after(release)
    two = entry_of(keyholder.log(*second.sent))
    assert (two.number, two.previous) == (2, one.hash())
    assert entry_of(keyholder.send("/check/log")) == two
    assert entry_of(keyholder.send("/check/log/1")) == one


def test_the_same_release_again_is_answered_with_the_same_entry_later_too(keyholder, release):
    logged = keyholder.log(*release.sent)
    keyholder.log(*after(release).sent)
    again = keyholder.log(*release.sent)
    assert (again.status, again.json) == (200, logged.json)


def test_what_another_signed_is_refused(keyholder, release):
    forged = signed(release.release, secrets.token_bytes(32))
    assert refused(keyholder, forged) == (422, "wrong-signature")
    for_the_log = signing.sign(secrets.token_bytes(32), Purpose.LOG, release.release.to_bytes())
    assert keyholder.log(release.manifest, to_b64u(for_the_log)).code == "wrong-signature"
    assert keyholder.send("/check/log").status == 404


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[" * 4000, b"\xff\0"])
def test_what_is_signed_and_no_manifest_is_refused(keyholder, manifest):
    signature = signing.sign(keyring().secrets.signing, Purpose.RELEASE, manifest)
    answer = keyholder.log(to_b64u(manifest), to_b64u(signature))
    assert (answer.status, answer.code) == (422, "wrong-manifest")


def test_another_release_with_a_logged_number_is_a_fork(keyholder, release):
    keyholder.log(*release.sent)
    other = first(keyholder.keys.current.public_key, root=b"\x01" * 32)
    assert refused(keyholder, other) == (409, "log-fork")
    assert entry_of(keyholder.send("/check/log")).release == release.release.hash()


def test_a_release_after_another_than_the_logged_one_is_a_fork(keyholder, release):
    keyholder.log(*release.sent)
    other = first(keyholder.keys.current.public_key, root=b"\x01" * 32)
    assert refused(keyholder, after(other)) == (409, "log-fork")
    beginning_anew = after(release, previous=b"")
    assert refused(keyholder, beginning_anew) == (409, "log-fork")


def test_a_number_left_out_is_a_gap(keyholder, release):
    assert refused(keyholder, after(release)) == (409, "log-gap")
    keyholder.log(*release.sent)
    assert refused(keyholder, after(release, number=3)) == (409, "log-gap")


def test_a_first_release_with_a_release_before_it_is_a_fork(keyholder):
    odd = first(keyholder.keys.current.public_key, previous=b"\x01" * 32)
    assert refused(keyholder, odd) == (409, "log-fork")


def test_a_release_of_a_day_to_come_is_refused(keyholder):
    early = first(keyholder.keys.current.public_key, day=today() + DAY)
    assert refused(keyholder, early) == (422, "wrong-manifest")


def test_a_release_older_than_the_last_is_refused_and_one_made_while_we_were_away_is_not(keyholder):
    third = first(keyholder.keys.current.public_key, day=today() - 3 * DAY)
    keyholder.log(*third.sent)
    assert refused(keyholder, after(third, day=today() - 4 * DAY)) == (422, "wrong-manifest")
    rolled_back = after(third, rolled_back_to=1)
    late = after(rolled_back, day=today() - DAY)
    assert keyholder.log(*rolled_back.sent).status == 201
    assert keyholder.log(*late.sent).status == 201


def test_a_release_with_another_key_than_ours_is_refused(keyholder):
    assert refused(keyholder, first(b"\x07" * 32)) == (422, "wrong-manifest")


def test_of_two_different_releases_sent_at_once_one_is_logged(keyholder):
    key = keyholder.keys.current.public_key
    rivals = [first(key, root=bytes([n]) * 32) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda each: keyholder.log(*each.sent).status, rivals))
    assert sorted(statuses) == [201] + [409] * 5
    won = rivals[statuses.index(201)]
    assert entry_of(keyholder.send("/check/log")).release == won.release.hash()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", json.dumps({"manifest": 1, "signature": "x"}).encode()],
)
def test_a_call_of_another_shape_is_refused(keyholder, body):
    assert keyholder.send("/check/log", body).status in {400, 422}


def test_a_body_that_is_too_long_is_refused(keyholder):
    assert keyholder.send("/check/log", b" " * (8 * 1024 + 1)).status == 413


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE keyholder_logentry SET entry = 'x'",
        "DELETE FROM keyholder_logentry",
        "TRUNCATE keyholder_logentry",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(
    keyholder, keyholder_process, release, statement
):
    logged = keyholder.log(*release.sent)
    with (
        psycopg.connect(keyholder_process[1]) as connection,
        pytest.raises(psycopg.Error, match="append-only"),
    ):
        connection.execute(statement)
    assert keyholder.send("/check/log").json == logged.json


def test_an_entry_is_no_manifest_and_the_other_way_round(release):
    with pytest.raises(CheckError):
        Entry.from_bytes(release.release.to_bytes())
