"""Guessing is slowed down, and nobody is kept out for long."""

import contextlib
import datetime as dt
import secrets

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import throttle
from unsilenced.people.models import FailedTries


def seconds(tries):
    return throttle.pause_after(tries).total_seconds()


def fail(times, whose="amara"):
    for _ in range(times):
        throttle.begin_try("log-in", whose)


def let_pass(time):
    for failed in FailedTries.objects.all():
        failed.again_at -= time
        failed.save()


def test_four_tries_are_free_and_then_the_pause_doubles_up_to_five_minutes():
    assert [seconds(tries) for tries in range(13)] == [
        *(0, 0, 0, 0, 0),
        *(5, 10, 20, 40, 80, 160, 300, 300),
    ]


@given(st.integers(min_value=0, max_value=10**9))
def test_a_pause_never_shrinks_and_never_passes_five_minutes(tries):
    assert seconds(tries) <= seconds(tries + 1) <= throttle.LONGEST_PAUSE


@pytest.mark.django_db
def test_after_five_tries_the_next_must_wait_and_is_told_how_long():
    fail(5)
    with pytest.raises(Refusal) as refused:
        fail(1)
    assert (refused.value.status, refused.value.code) == (429, "slow-down")
    assert 0 < refused.value.more["retry_after"] <= 5
    assert "second" in refused.value.message


@pytest.mark.django_db
def test_a_long_wait_is_told_in_minutes():
    for _ in range(4):
        throttle.begin_try("second factor", "amara")
    FailedTries.objects.update(again_at=timezone.now() + dt.timedelta(seconds=200))
    with pytest.raises(Refusal, match="4 minutes"):
        throttle.begin_try("second factor", "amara")


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "longest"), [("log-in", 30), ("second factor", 300)])
def test_a_stranger_cannot_make_a_log_in_wait_for_longer_than_half_a_minute(what, longest):
    for _ in range(20):
        throttle.begin_try(what, "amara")
        let_pass(dt.timedelta(seconds=throttle.LONGEST_PAUSE))
    let_pass(-dt.timedelta(seconds=throttle.LONGEST_PAUSE))
    with pytest.raises(Refusal) as refused:
        throttle.begin_try(what, "amara")
    assert longest - 10 < refused.value.more["retry_after"] <= longest


def invent(names):
    """What this many tries with different invented names leave, or more: a full row each."""
    soon = timezone.now() + dt.timedelta(seconds=20)
    FailedTries.objects.bulk_create(
        FailedTries(subject=secrets.token_bytes(32), count=7, again_at=soon) for _ in range(names)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["log-in", "member log-in", "second factor", "passphrase"])
def test_no_number_of_invented_names_gives_anybody_free_tries_back(what, monkeypatch):
    # Somebody this quick is the worst: the pause of 5 seconds is not over when they are done.
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    for _ in range(5):
        throttle.begin_try(what, "amara")
    invent(10_400)
    fail(1, whose="another that nobody has")
    with pytest.raises(Refusal):
        throttle.begin_try(what, "amara")


@pytest.mark.django_db
def test_invented_names_share_a_fixed_number_of_rows(monkeypatch):
    monkeypatch.setattr(throttle, "BUCKETS", 3)
    for number in range(40):
        with contextlib.suppress(Refusal):
            fail(1, whose=f"invented {number}")
    assert FailedTries.objects.count() == 3
    throttle.begin_try("second factor", "amara")
    throttle.begin_try("second factor", "bo")
    assert FailedTries.objects.count() == 5


@pytest.mark.django_db
def test_a_right_try_gives_no_tries_back_to_another_name_of_its_bucket(monkeypatch):
    monkeypatch.setattr(throttle, "BUCKETS", 1)
    fail(4, whose="amara")
    for _ in range(3):
        throttle.take_back(throttle.begin_try("log-in", "eve"))
        let_pass(dt.timedelta(seconds=5))
    fail(1, whose="amara")
    with pytest.raises(Refusal):
        fail(1, whose="amara")


@pytest.mark.django_db
def test_the_pause_ends_and_the_next_one_is_longer():
    fail(5)
    let_pass(dt.timedelta(seconds=5))
    fail(1)
    with pytest.raises(Refusal) as refused:
        fail(1)
    assert 5 < refused.value.more["retry_after"] <= 10


@pytest.mark.django_db
def test_tries_during_a_pause_do_not_make_it_longer():
    fail(5)
    until = FailedTries.objects.get().again_at
    with pytest.raises(Refusal):
        fail(1)
    kept = FailedTries.objects.get()
    assert (kept.count, kept.again_at) == (5, until)


@pytest.mark.django_db
def test_a_right_second_factor_is_forgotten_with_all_before_it():
    for _ in range(4):
        throttle.begin_try("second factor", "amara")
    throttle.forget("second factor", "amara")
    assert not FailedTries.objects.exists()


@pytest.mark.django_db
def test_a_right_log_in_is_taken_back_and_leaves_what_was_there_before_it():
    throttle.take_back(throttle.begin_try("log-in", "amara"))
    assert not FailedTries.objects.exists()
    for failed in (4, 5):
        fail(failed - FailedTries.objects.count() * 4)
        let_pass(dt.timedelta(seconds=5))
        before = FailedTries.objects.values().get()
        throttle.take_back(throttle.begin_try("log-in", "amara"))
        assert FailedTries.objects.values().get() == before


@pytest.mark.django_db
def test_each_name_and_each_kind_of_try_counts_for_itself():
    fail(5)
    fail(1, whose="bo")
    throttle.begin_try("recovery", "amara")


@pytest.mark.django_db
def test_tries_are_forgotten_after_a_while():
    fail(5)
    let_pass(throttle.KEPT + dt.timedelta(seconds=6))
    fail(5)
    assert FailedTries.objects.get().count == 5


@pytest.mark.django_db
def test_what_was_tried_is_not_stored():
    fail(1, whose="correct horse")
    kept = FailedTries.objects.get()
    assert len(bytes(kept.subject)) == 32
    assert set(vars(kept)) == {"_state", "subject", "count", "again_at"}


@pytest.mark.django_db
def test_an_upgrade_forgets_no_try(settings):
    settings.SECRET_KEY = "the same before and after"
    throttle.begin_try("log-in", "amara")
    throttle.begin_try("second factor", "amara")
    assert {bytes(failed.subject).hex() for failed in FailedTries.objects.all()} == {
        "93d9f2fff07925b111db841ed93a1abf5a394699430576d38cafa62683a7e739",
        "bce99d005777c9e6a06e875e18aae9186ae6eb933f4b9c348144a539cd9e8883",
    }
