"""Sessions: what they hold, how long half of one lasts, and forged cookies."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people.desk import Desk, Somebody, at_desk
from people.member_browser import as_member

from unsilenced.people.accounts.session_store import SessionStore
from unsilenced.people.accounts.sessions import HALF_LIFE


@pytest.fixture
def amara(project):
    somebody = Somebody("Amara")
    Desk().join(project.project, somebody)
    return somebody


def kept(desk):
    return Session.objects.get(pk=desk.client.cookies["s"].value)


def test_half_a_session_lasts_twenty_minutes_whatever_is_done_with_it(amara):
    desk = Desk()
    before = timezone.now()
    desk.begin_log_in(amara)
    ends = kept(desk).expire_date
    assert before + HALF_LIFE <= ends <= timezone.now() + HALF_LIFE
    desk.post("log-in/passkey/options")
    assert kept(desk).expire_date == ends


@pytest.mark.parametrize(
    ("began", "ends"),
    [
        ("2026-11-30T05:17:42", "2026-11-30T17:00:00"),
        ("2026-11-30T15:59:59", "2026-12-01T03:00:00"),
        ("2026-11-30T17:31:07", "2026-12-01T04:00:00"),
        ("2026-11-30T23:59:59", "2026-12-01T04:00:00"),
        ("2026-12-01T03:59:59", "2026-12-01T04:00:00"),
        ("2026-12-01T04:00:00", "2026-12-01T16:00:00"),
        # In summer it is four o'clock in London an hour earlier.
        ("2026-07-01T22:10:00", "2026-07-02T03:00:00"),
    ],
)
def test_a_session_of_the_desk_ends_on_the_hour_and_with_the_night(
    project, monkeypatch, began, ends
):
    _desk, somebody = at_desk(project)
    moment = dt.datetime.fromisoformat(f"{began}+00:00")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    store = SessionStore()
    store["_auth_user_id"] = str(somebody.id)
    store.create()
    assert Session.objects.get(pk=store.session_key).expire_date.isoformat() == f"{ends}+00:00"


def test_half_a_session_that_has_ended_opens_nothing(amara):
    desk = Desk()
    desk.begin_log_in(amara)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert desk.post("log-in/totp", {"code": "123456"}).status_code == 401


def test_a_session_holds_who_it_is_and_nothing_of_where_from(project):
    desk, _somebody = at_desk(project)
    assert set(kept(desk).get_decoded()) == {
        "_auth_user_id",
        "_auth_user_backend",
        "_auth_user_hash",
        "_csrftoken",
    }
    half = Desk()
    half.begin_log_in(_somebody)
    assert set(kept(half).get_decoded()) == {
        "second_factor_pending_user",
        "second_factor_pending_hash",
        "_session_expiry",
        "_csrftoken",
    }


def test_the_cookie_is_for_the_site_alone(amara):
    desk = Desk()
    desk.begin_log_in(amara)
    cookie = desk.client.cookies["s"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert not cookie["domain"]


COOKIES = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cookie=COOKIES | COOKIES.map(lambda text: f'"\\000{text}"'))
def test_a_forged_cookie_is_no_session(db, cookie):
    answer = Desk().client.get("/desk/api/keys", headers={"Cookie": f"s={cookie}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("cookie", ['"\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', "a" * 5000, "A" * 32])
@pytest.mark.django_db
def test_a_cookie_that_could_be_no_session_is_none(cookie):
    answer = Desk().client.get("/desk/api/keys", headers={"Cookie": f"s={cookie}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("as_somebody", [at_desk, as_member])
def test_the_quick_exit_ends_the_session_and_expires_its_cookie(project, as_somebody):
    browser, _somebody = as_somebody(project)
    answer = browser.client.get("/leave/")
    assert answer.status_code == 303
    gone = answer.cookies["s"]
    assert (gone.value, gone["max-age"], gone["path"]) == ("", 0, "/")
    assert not Session.objects.exists()


def test_the_quick_exit_leads_away_although_the_database_fails(project):
    def fail(*_asked):
        raise OperationalError

    desk, _somebody = at_desk(project)
    with connection.execute_wrapper(fail):
        answer = desk.client.get("/leave/")
    assert answer.status_code == 303
    assert answer.cookies["s"].value == ""


@pytest.mark.parametrize(
    "cookie", ["", "a" * 32, "A" * 32, '"\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"']
)
@pytest.mark.django_db
def test_the_quick_exit_leads_away_whatever_the_cookie(cookie):
    answer = Desk().client.get("/leave/", headers={"Cookie": f"s={cookie}"})
    assert answer.status_code == 303
