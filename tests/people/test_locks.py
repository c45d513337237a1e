"""What a call locks until it is answered: no two calls wait for each other.

A third connection holds both up where they lock the first row that they share, so that each comes
to the second one while the other has it.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pyotp
import pytest
from as_role import as_role
from django.db import connection, transaction
from people.desk import Desk, SheetHolder, Somebody, at_desk
from people.member_browser import Browser, Person

from unsilenced.people.accounts import log_in, throttle
from unsilenced.people.keys import recovery
from unsilenced.people.members import log_in as members_log_in
from unsilenced.people.models import FailedTries, Member, MemberSession, Totp, User
from unsilenced.process.roles.names import Role
from unsilenced.sealing.b64u import to_b64u

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_version]

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
DEADLOCKS = "SELECT pg_stat_get_db_deadlocks(oid) FROM pg_database WHERE datname = %s"
TRIES = "SELECT count, again_at FROM people_failedtries FOR UPDATE NOWAIT"
PATIENCE = 10
"""Seconds after which a call that should wait for a lock never will."""


@contextmanager
def third_connection():
    chosen = connection.get_connection_params()
    names = {"dbname", "host", "port", "user", "password"}
    with psycopg.connect(**{name: chosen[name] for name in names & chosen.keys()}) as third:
        yield third


def serving(call):
    """Answer a call as the process that serves does, on a connection of its own."""
    try:
        with as_role(Role.SERVE):
            return call()
    finally:
        connection.close()


def deadlocks(third):
    third.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
    return third.execute(DEADLOCKS, [third.info.dbname]).fetchone()


def wait_for(third, waiting):
    """Wait until so many connections wait for a lock, or none of them will."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        third.execute("SELECT pg_stat_clear_snapshot()")
        if third.execute(WAITING, [third.info.dbname]).fetchone()[0] >= waiting:
            return
    raise AssertionError(f"{waiting} calls never waited")


def held_up(row, *calls):
    """Begin each call while `row` is held and the ones before it wait; then let go of it."""
    with third_connection() as watching, third_connection() as holding:
        watching.autocommit = True
        before = deadlocks(watching)
        statement, values = row
        assert holding.execute(statement, values).fetchall()
        with ThreadPoolExecutor(len(calls)) as pool:
            answers = []
            for number, call in enumerate(calls, start=1):
                answers.append(pool.submit(serving, call))
                wait_for(watching, number)
            holding.rollback()
            answered = [each.result() for each in answers]
        assert deadlocks(watching) == before
        return [each.status_code for each in answered]


def member_row(person):
    return "SELECT FROM people_member WHERE id = %s FOR UPDATE", [person.id]


@pytest.fixture
def kestrel():
    return Person("Kestrel")


@pytest.fixture
def desk(project):
    return at_desk(project)[0]


@pytest.fixture
def browser(project, kestrel):
    return Browser().join(project.project, kestrel)


@pytest.mark.parametrize("first", ["log-in", "removal"])
def test_a_log_in_and_the_removal_of_the_member_do_not_wait_for_each_other(
    desk, browser, kestrel, first
):
    log_in_again = lambda: browser.again().post("log-in", kestrel.log_in_members())  # noqa: E731
    removal = lambda: desk.delete(f"members/{kestrel.id}")  # noqa: E731
    calls = [log_in_again, removal] if first == "log-in" else [removal, log_in_again]
    answers = dict(zip(calls, held_up(member_row(kestrel), *calls), strict=True))
    assert answers[removal] == 200
    assert answers[log_in_again] in {200, 401}
    assert not Member.objects.exists()
    assert not MemberSession.objects.exists()


@pytest.mark.parametrize("ending", ["leaving", "removal"])
def test_a_new_passphrase_and_the_end_of_the_account_do_not_wait_for_each_other(
    desk, browser, kestrel, ending
):
    new, _changed = kestrel.new_passphrase()
    leaving = browser.again()
    answers = held_up(
        member_row(kestrel),
        lambda: browser.post("passphrase", new),
        (lambda: leaving.post("leave"))
        if ending == "leaving"
        else (lambda: desk.delete(f"members/{kestrel.id}")),
    )
    assert answers[0] in {200, 401}
    assert answers[1] == 200
    assert not Member.objects.exists()


def test_a_removal_forgets_the_tries_at_the_account(desk, browser, kestrel):
    wrong = {"pseudonym": kestrel.pseudonym, "secret": to_b64u(bytes(32))}
    assert Browser().post("log-in", wrong).status_code == 422
    new, _changed = kestrel.new_passphrase()
    assert browser.post("passphrase", {**new, "old_secret": to_b64u(bytes(32))}).status_code == 422
    assert FailedTries.objects.count() == 2
    assert desk.delete(f"members/{kestrel.id}").status_code == 200
    assert not FailedTries.objects.exists()


def test_a_removal_that_is_refused_forgets_none(project, browser, kestrel):
    wrong = {"pseudonym": kestrel.pseudonym, "secret": to_b64u(bytes(32))}
    assert Browser().post("log-in", wrong).status_code == 422
    without_key = Desk().join(project.project, Somebody("Bo"))
    assert without_key.delete(f"members/{kestrel.id}").status_code == 403
    assert FailedTries.objects.get().count == 1


def broken(*_asked, **_named):
    raise RuntimeError


@pytest.fixture
def judged(request, project, browser, kestrel):
    """A call that judges a secret, and where what judges it is named."""
    amaras, amara = at_desk(project)
    new, _changed = kestrel.new_passphrase()
    holder = SheetHolder(project.project.slug, project.sheet, Somebody("Nadia"))
    hashing = {
        "log-in": (log_in, lambda: Desk().begin_log_in(amara)),
        "member log-in": (
            members_log_in,
            lambda: Browser().post("log-in", kestrel.log_in_members()),
        ),
        "recover/keys": (recovery, holder.keys),
        "recover": (recovery, lambda: holder.come_in({})),
    }
    if request.param in hashing:
        if request.param.startswith("recover"):
            assert holder.ask().status_code == 201
        module, call = hashing[request.param]
        return call, module, "check_password"
    if request.param == "passphrase":
        wish = {**amara.members(), "old_secret": to_b64u(amara.derived.log_in_secret)}
        wish = {name: wish[name] for name in new}
        return lambda: amaras.post("passphrase", wish), User, "check_password"
    if request.param == "member passphrase":
        return lambda: browser.post("passphrase", new), Member, "check_password"
    half = Desk()
    half.begin_log_in(amara)
    FailedTries.objects.all().delete()
    secret = Totp.objects.get().secret
    return (
        lambda: half.post("log-in/totp", {"code": pyotp.TOTP(secret).now()}),
        pyotp.TOTP,
        "verify_and_get_timecode",
    )


SECRETS = (
    "log-in",
    "member log-in",
    "recover/keys",
    "recover",
    "passphrase",
    "member passphrase",
    "second factor",
)


@pytest.mark.parametrize("judged", SECRETS, indirect=True)
def test_a_try_is_counted_and_nobody_waits_for_it_while_it_is_judged(judged, monkeypatch):
    call, judge, name = judged
    told = []

    def look(*asked, **named):
        with third_connection() as third:
            told.append([count for count, _again_at in third.execute(TRIES).fetchall()])
        return real(*asked, **named)

    real = getattr(judge, name)
    monkeypatch.setattr(judge, name, look)
    assert serving(call).status_code < 500
    assert told[0] == [1]


@pytest.mark.parametrize("judged", SECRETS, indirect=True)
def test_a_try_stays_counted_where_a_fault_ends_the_call(judged, monkeypatch):
    call, judge, name = judged
    monkeypatch.setattr(judge, name, broken)
    assert serving(call).status_code == 500
    assert FailedTries.objects.get().count == 1


def test_tries_are_not_counted_inside_another_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        throttle.begin_try("log-in", "amara")
