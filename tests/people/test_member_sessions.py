"""Members' sessions: what they hold, when they end, and that one is never two people's."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from people.desk import Desk, Somebody, at_desk
from people.member_browser import Browser, Person, as_member

from unsilenced.people.models import MemberSession


def kept(browser):
    return Session.objects.get(pk=browser.client.cookies["s"].value)


@pytest.mark.django_db
def test_no_cookie_is_set_before_log_in():
    browser = Browser()
    for place in ("invitation", "join", "log-in", "log-in/salt"):
        browser.post(place, Person("Kestrel").log_in_members())
    assert not browser.client.cookies


def test_a_session_holds_nothing_of_who_it_is_and_where_from(project):
    browser, _kestrel = as_member(project)
    assert set(kept(browser).get_decoded()) == {"member_hash", "_csrftoken"}


def test_a_session_ends_at_a_midnight_so_that_nobody_can_tell_when_it_began(project):
    before = timezone.now()
    browser, _kestrel = as_member(project)
    browser.get("account")
    ends = kept(browser).expire_date.astimezone(dt.UTC)
    assert ends.time() == dt.time()
    assert dt.timedelta(hours=12) < ends - before <= dt.timedelta(hours=36)


def test_a_session_that_has_ended_opens_nothing(project):
    browser, _kestrel = as_member(project)
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert browser.get("account").status_code == 401


def test_the_cookie_is_for_the_site_alone_and_goes_with_the_browser(project):
    cookie = as_member(project)[0].client.cookies["s"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert not cookie["domain"]
    assert not cookie["max-age"]


def test_each_log_in_starts_a_new_session_with_a_new_token(project):
    browser, kestrel = as_member(project)
    before = browser.client.cookies["s"].value, browser.csrf
    browser.log_in(kestrel)
    after = browser.client.cookies["s"].value, browser.csrf
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert not Session.objects.filter(pk=before[0]).exists()


def test_after_log_out_nothing_is_left_of_the_session(project):
    browser, _kestrel = as_member(project)
    old = browser.client.cookies["s"].value
    assert browser.post("log-out").status_code == 200
    again = Browser()
    again.client.cookies["s"] = old
    assert again.get("account").status_code == 401
    assert not Session.objects.exists()
    assert not MemberSession.objects.exists()


def test_a_new_passphrase_ends_the_other_sessions_and_removes_them(project):
    browser, kestrel = as_member(project)
    other = Browser().log_in(kestrel)
    wrens, _wren = as_member(project, "Wren")
    members, _changed = kestrel.new_passphrase()
    old_cookie = browser.client.cookies["s"].value
    assert browser.post("passphrase", members).status_code == 200
    assert other.get("account").status_code == 401
    assert wrens.get("account").status_code == 200
    assert browser.get("account").status_code == 200
    assert browser.post("log-out").status_code == 200
    assert not Session.objects.filter(pk=old_cookie).exists()
    assert MemberSession.objects.count() == Session.objects.count() == 1


def test_a_session_begun_with_an_old_passphrase_opens_nothing(project):
    browser, _kestrel = as_member(project)
    session = MemberSession.objects.get()
    session.member.set_password("another")
    session.member.save()
    assert browser.get("account").status_code == 401


def test_who_logs_in_as_a_caseworker_is_no_member_any_more(project):
    browser, _kestrel = as_member(project)
    amara = Somebody("Amara")
    codes = Desk().join(project.project, amara).recovery_codes
    desk = Desk()
    desk.client = browser.client
    desk.begin_log_in(amara)
    assert browser.get("account").status_code == 401
    assert not MemberSession.objects.exists()
    assert desk.post("log-in/recovery-code", {"code": codes[0]}).status_code == 200
    assert browser.get("account").status_code == 401
    assert desk.get("keys").status_code == 200


def test_who_logs_in_as_a_member_is_no_caseworker_any_more(project):
    desk, _amara = at_desk(project)
    _browser, kestrel = as_member(project)
    browser = Browser()
    browser.client = desk.client
    browser.log_in(kestrel)
    assert desk.get("keys").status_code == 401
    assert browser.get("account").status_code == 200
    assert set(kept(browser).get_decoded()) == {"member_hash", "_csrftoken"}


@pytest.mark.parametrize("cookie", ['"\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', "a" * 5000, "A" * 32])
@pytest.mark.django_db
def test_a_cookie_that_could_be_no_session_is_none(cookie):
    answer = Browser().client.get("/members/api/account", headers={"Cookie": f"s={cookie}"})
    assert answer.status_code == 401
