"""Leaving and being removed: nothing of a member stays, in any table."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from people.desk import at_desk
from people.member_browser import Browser, Person, as_member

from unsilenced.people.members import invitations
from unsilenced.people.models import FailedTries, Member, MemberSession
from unsilenced.sealing.b64u import to_b64u

COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
 WHERE table_schema = current_schema()
"""


def every_table():
    """Each table of the catalogue, and its rows as text."""
    with connection.cursor() as cursor:
        stored = {}
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" AS t ORDER BY 1')
            stored[table] = [row for (row,) in cursor.fetchall()]
        return stored


def traces_of(member):
    """Tables that hold anything that is the member's own, and what."""
    canaries = {
        "id": str(member.id),
        "pseudonym": member.pseudonym,
        "salt": bytes(member.salt).hex(),
        "public key": bytes(member.public_key).hex(),
        "private key": bytes(member.wrapped_private_key).hex(),
        "settings": bytes(member.settings).hex(),
        "password": member.password,
    }
    return {
        (table, what)
        for table, rows in every_table().items()
        for row in rows
        for what, canary in canaries.items()
        if canary.casefold() in row.casefold()
    }


@pytest.fixture
def kestrel(project):
    """A member with two sessions, who once mistyped the passphrase of each kind."""
    browser, person = as_member(project, "Kestrel Canary")
    Browser().log_in(person)
    Browser().post("log-in", {"pseudonym": person.pseudonym, "secret": to_b64u(bytes(32))})
    members, _changed = person.new_passphrase()
    browser.post("passphrase", {**members, "old_secret": to_b64u(bytes(32))})
    return browser, person


def test_a_member_leaves_traces_while_they_are_one(kestrel):
    assert {what for _table, what in traces_of(Member.objects.get())} == {
        "id",
        "pseudonym",
        "salt",
        "public key",
        "private key",
        "settings",
        "password",
    }
    assert (FailedTries.objects.count(), MemberSession.objects.count()) == (2, 2)


@pytest.mark.parametrize("how", ["leaving", "being removed"])
def test_nothing_of_a_member_stays(project, kestrel, how):
    desk, _amara = at_desk(project)
    wrens, _wren = as_member(project, "Wren")
    browser, person = kestrel
    member = Member.objects.get(pk=person.id)
    sessions = set(MemberSession.objects.filter(member=member).values_list("session", flat=True))
    assert len(sessions) == 2
    if how == "leaving":
        assert browser.post("leave").json() == {}
    else:
        assert desk.delete(f"members/{person.id}").json() == {}
    assert traces_of(member) == set()
    stored = str(every_table())
    assert not any(key in stored for key in sessions)
    assert not FailedTries.objects.exists()
    assert wrens.get("account").status_code == 200
    assert desk.get("keys").status_code == 200


@pytest.mark.parametrize("how", ["leaving", "being removed"])
def test_browsers_that_are_still_open_are_told_to_log_in(project, kestrel, how):
    desk, _amara = at_desk(project)
    browser, person = kestrel
    other = Browser().log_in(person)
    if how == "leaving":
        browser.post("leave")
    else:
        desk.delete(f"members/{person.id}")
    for each in (browser, other):
        for answer in (each.get("account"), each.post("settings"), each.post("leave")):
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "log-in")


def test_who_has_left_is_nobody_at_the_log_in(kestrel):
    browser, person = kestrel
    browser.post("leave")
    answer = Browser().post("log-in", person.log_in_members())
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong-log-in")
    salt = Browser().post("log-in/salt", {"pseudonym": person.pseudonym}).json()["salt"]
    assert salt != to_b64u(person.salt)


def test_a_pseudonym_is_free_again(project, kestrel):
    browser, person = kestrel
    browser.post("leave")
    as_member(project, person.pseudonym)


def test_another_projects_member_is_not_here(project, other_project):
    desk, _amara = at_desk(project)
    _browser, person = as_member(other_project)
    assert desk.delete(f"members/{person.id}").status_code == 404
    assert Member.objects.exists()


def members_columns():
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS + " AND table_name LIKE 'people_member%'")
        return cursor.fetchall()


@pytest.mark.django_db
def test_nothing_that_could_reach_a_member_and_no_time_has_a_column():
    kinds = {kind for _table, _column, kind in members_columns()}
    assert kinds == {"bigint", "bytea", "character varying", "date", "uuid"}
    assert {column for table, column, _kind in members_columns() if table == "people_member"} == {
        "id",
        "organisation_id",
        "pseudonym",
        "folded_pseudonym",
        "password",
        "salt",
        "public_key",
        "wrapped_private_key",
        "settings",
        "joined_on",
    }


def at_once(*calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.mark.django_db(transaction=True)
def test_one_invitation_lets_one_member_in_however_many_ask_at_once(project):
    token = to_b64u(invitations.make(project.project)[0])
    people = [Person(name) for name in ("Kestrel", "Wren", "Merlin", "Heron")]
    answers = at_once(
        *[lambda p=p: Browser().post("join", {"token": token, **p.members()}) for p in people]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 404, 404, 404]
    assert Member.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_pseudonym_is_given_once_however_many_ask_at_once(project, other_project):
    tokens = [
        to_b64u(invitations.make(of.project)[0])
        for of in (project, project, other_project, other_project)
    ]
    answers = at_once(
        *[
            lambda t=t: Browser().post("join", {"token": t, **Person("Kestrel").members()})
            for t in tokens
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.django_db(transaction=True)
def test_no_session_outlives_a_member_who_leaves_while_logging_in_elsewhere(project):
    browser, person = as_member(project)
    left, *logged_in = at_once(
        lambda: browser.post("leave"),
        *[lambda: Browser().post("log-in", person.log_in_members())] * 4,
    )
    assert left.status_code == 200
    assert {answer.status_code for answer in logged_in} <= {200, 401, 422}
    assert not Session.objects.exists()
    assert not Member.objects.exists()
