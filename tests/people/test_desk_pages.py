"""The pages of the desk: each opens for its people, may stretch a passphrase, and leads on."""

import pytest
from people.desk import Desk, Somebody, at_desk, send_report

from unsilenced.people.models import Organisation

BEFORE_LOG_IN = ["log-in", "invitation", "recover"]


def open_page(desk, path):
    return desk.client.get(f"/desk/{path}", headers={"Accept": "text/html"})


@pytest.mark.django_db
@pytest.mark.parametrize("name", BEFORE_LOG_IN)
def test_a_page_before_log_in_opens_for_anybody_without_a_cookie(name):
    page = open_page(Desk(), f"{name}/")
    assert page.status_code == 200
    assert not page.cookies
    assert "csrf-token" not in page.text


@pytest.mark.parametrize("path", ["", "reports/{uid}/", "new/", "team/", "account/"])
def test_a_page_of_the_desk_opens_with_the_token_of_the_session(project, path):
    desk, _amara = at_desk(project)
    uid, _reporter = send_report(project)
    page = open_page(desk, path.format(uid=uid))
    assert page.status_code == 200
    assert '<meta name="csrf-token"' in page.text
    assert "'wasm-unsafe-eval'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_the_token_of_a_page_is_good_for_its_calls(project):
    desk, _amara = at_desk(project)
    page = open_page(desk, "team/")
    desk.csrf = page.text.split('name="csrf-token" content="')[1].split('"')[0]
    assert desk.post("team/invitations").status_code == 201


def test_set_up_opens_until_it_is_done(db, project):
    empty = Organisation.objects.create(slug="empty", name="Empty Project (invented)")
    first = Desk().join(empty, Somebody("Bo"))
    assert open_page(first, "set-up/").status_code == 200
    desk, _amara = at_desk(project)
    done = open_page(desk, "set-up/")
    assert (done.status_code, done.headers["Location"]) == (302, "/desk/")


def test_who_is_logged_in_goes_on_from_the_log_in_page_to_the_inbox(project):
    desk, _amara = at_desk(project)
    page = open_page(desk, "log-in/")
    assert (page.status_code, page.headers["Location"]) == (302, "/desk/")


def test_a_page_in_another_language_leads_on_in_that_language(project):
    desk, _amara = at_desk(project)
    assert desk.client.get("/pt-br/desk/log-in/").headers["Location"] == "/pt-br/desk/"
    assert Desk().client.get("/pt-br/desk/team/").headers["Location"] == "/pt-br/desk/log-in/"


def test_the_sheet_can_restore_projects_that_have_one(project):
    Organisation.objects.create(slug="empty", name="Empty Project (invented)")
    page = open_page(Desk(), "recover/")
    assert "Willow Project" in page.text
    assert "Empty Project" not in page.text
