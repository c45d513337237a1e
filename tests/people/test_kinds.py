"""Every kind of organisation has people, keys and a recovery sheet; a project alone has reports."""

import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from people.desk import Desk, MadeKey, SheetHolder, Somebody, at_desk, new_report, remove
from people.kinds import OTHER_KINDS, invented
from people.test_desk_journey import grant_all, set_up
from warned.asker import request_to, send

from unsilenced.cases.digest import send_digest
from unsilenced.people.models import OrganisationKind, RecoveryRequest, User
from unsilenced.people.organisations import adding
from unsilenced.people.permissions import PERMISSIONS, ROLES, Permission, permissions_of
from unsilenced.reports.models import Report
from unsilenced.warnings.models import ReviewRequest

FIRST_PAGES = {
    OrganisationKind.PROJECT: "/desk/",
    OrganisationKind.UNIT: "/desk/team/",
    OrganisationKind.OVERSIGHT: "/desk/team/",
}


def test_every_kind_has_one_role_and_that_role_may_do_something():
    assert set(ROLES) == set(OrganisationKind)
    assert set(PERMISSIONS) == set(ROLES.items())
    assert all(PERMISSIONS.values())


def test_a_caseworker_may_do_all_there_is():
    caseworkers = PERMISSIONS[OrganisationKind.PROJECT, ROLES[OrganisationKind.PROJECT]]
    assert caseworkers == set(Permission)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_role_of_another_kind_of_organisation_may_do_nothing(db, kind):
    made = invented(kind)
    for other in set(OrganisationKind) - {kind}:
        person = User(organisation=made.project, role=ROLES[other])
        assert permissions_of(person) == frozenset()


def test_who_has_no_role_or_was_removed_may_do_nothing(db):
    made = invented(OrganisationKind.PROJECT)
    assert permissions_of(User(organisation=made.project)) == frozenset()
    gone = User(organisation=made.project, role="caseworker", removed_on=timezone.localdate())
    assert permissions_of(gone) == frozenset()


@pytest.mark.parametrize("kind", OrganisationKind)
def test_keys_people_and_the_sheet_work_for_every_kind(db, kind):
    organisation = adding.add("New (invented)", "new", kind)
    amara, bo, cleo = Somebody("Amara"), Somebody("Bo"), Somebody("Cleo")

    amaras = Desk().join(organisation, amara)
    assert User.objects.get().role == ROLES[kind]
    key = set_up(amaras, amara)
    assert amaras.client.get("/desk/log-in/").headers["Location"] == FIRST_PAGES[kind]
    assert amaras.client.get(FIRST_PAGES[kind], headers={"Accept": "text/html"}).status_code == 200

    assert amaras.post("team/invitations").status_code == 201
    bos = Desk().join(organisation, bo)
    assert bos.post("team/invitations").status_code == 403
    grant_all(amaras, amara, bo)
    assert bos.project_key(bo, key.id) == key.private_key

    rotated = MadeKey()
    assert remove(amaras, bo.id, rotated, amara).status_code == 200
    assert bos.get("keys").status_code == 401
    assert amaras.project_key(amara, rotated.id) == rotated.private_key

    holder = SheetHolder("new", rotated.sheet, cleo)
    assert holder.ask().status_code == 201
    RecoveryRequest.objects.update(goes_on=timezone.localdate())
    assert holder.come_in().status_code == 201
    assert User.objects.get(name="Cleo").role == ROLES[kind]
    holder.desk.add_totp()
    assert holder.desk.project_key(cleo, rotated.id) == rotated.private_key


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_the_pages_of_who_gets_no_reports_speak_of_none(db, kind):
    organisation = adding.add("New (invented)", "new", kind)
    amara, cleo = Somebody("Amara"), Somebody("Cleo")
    desk = Desk().join(organisation, amara)
    pages = [written(Client(), "invitation"), written(desk.client, "set-up")]
    sheet = set_up(desk, amara).sheet
    assert SheetHolder("new", sheet, cleo).ask().status_code == 201
    pages += [written(desk.client, name) for name in ("team", "account")]
    assert "Somebody has the recovery sheet" in pages[-1]
    for page in pages:
        assert not re.findall(r"(?i)[^.]*\b(?:reports?|caseworkers?)\b[^.]*", page)


def written(client, name):
    """The words of a page of the desk, without its marks."""
    answer = client.get(f"/desk/{name}/", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return re.sub(r"<[^>]*>|\s+", " ", answer.content.decode())


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_no_report_reaches_anybody_but_a_project(transactional_db, project, kind):
    other = invented(kind)
    key, public_key = other.key.pk, bytes(other.key.public_key)
    members, _reporter = new_report(key, public_key)
    sent = Client().post(
        "/report/send",
        json.dumps({"project": "other", **members}),
        content_type="application/json",
    )
    assert (sent.status_code, sent.json()["error"]["code"]) == (422, "no-such-project")
    assert Client().get("/report/key/other").status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_nobody_but_a_project_stands_where_somebody_chooses_whom_to_write_to(
    transactional_db, project, kind
):
    invented(kind)
    for address in ("/", "/about/", "/transparency/", "/report/", "/report/?p=other", "/review/"):
        page = Client().get(address).content.decode()
        assert "Other (invented)" not in page, address
        if address.startswith("/report/"):
            assert 'action="/report/?p=willow"' in page
    listed = Client().get("/review/keys").json()["projects"]
    assert [each["slug"] for each in listed] == ["willow"]


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_no_request_for_review_reaches_anybody_but_a_project(transactional_db, project, kind):
    refused = send(request_to(project, invented(kind)))
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "no-such-project")
    assert not ReviewRequest.objects.exists()


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_report_that_a_caseworker_takes_in_goes_to_a_project_alone(transactional_db, kind):
    desk, _somebody = at_desk(invented(kind))
    other = invented(OrganisationKind.PROJECT, "willow")
    members, _reporter = new_report(other.key.pk, bytes(other.key.public_key))
    assert desk.post("reports", members).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_the_digest_tells_nobody_but_a_project_that_reports_were_refused(
    project, settings, mailoutbox, kind
):
    most = {"unopened_reports_a_day": 0}
    settings.CONFIGURATION = replace(settings.CONFIGURATION, **most)
    for made, name in ((project, "Amara"), (invented(kind), "Eve")):
        _desk, somebody = at_desk(made, name)
        User.objects.filter(pk=somebody.id).update(email=f"{name.lower()}@example.org")
    send_digest()
    told = {message.to[0]: "limit of a day" in message.body for message in mailoutbox}
    assert told == {"amara@example.org": True, "eve@example.org": False}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_the_recovery_page_and_the_bar_show_what_is_theirs(db, kind):
    desk, _somebody = at_desk(invented(kind))
    page = Client().get("/desk/recover/").content.decode()
    assert '<option value="other">Other (invented)</option>' in page
    team = desk.client.get("/desk/team/", headers={"Accept": "text/html"}).content.decode()
    assert 'href="/desk/account/"' in team
    for address in ("/desk/", "/desk/new/", "/desk/warnings/"):
        assert f'href="{address}"' not in team
    assert "members-part" not in team


@pytest.mark.parametrize("kind", OrganisationKind)
def test_the_desks_own_address_leads_to_the_first_page_of_who_is_logged_in(db, kind):
    desk, _somebody = at_desk(invented(kind))
    found = desk.client.get("/desk/", headers={"Accept": "text/html"}, follow=True)
    assert found.status_code == 200
    assert found.request["PATH_INFO"] == FIRST_PAGES[kind]


@pytest.mark.parametrize("address", ["/desk/new/", "/desk/nothing-here/"])
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_is_not_here_offers_who_is_logged_in_their_own_page(db, kind, address):
    desk, _somebody = at_desk(invented(kind))
    lost = desk.client.get(address, headers={"Accept": "text/html"})
    assert lost.status_code == 404
    assert 'class="button" href="/desk/team/"' in lost.content.decode()
    assert "/return/" not in lost.content.decode()
    stranger = Client().get("/desk/nothing-here/", headers={"Accept": "text/html"})
    assert 'href="/return/"' in stranger.content.decode()


def test_a_project_sees_its_members_on_the_team_page(project):
    desk, _somebody = at_desk(project)
    team = desk.client.get("/desk/team/", headers={"Accept": "text/html"}).content.decode()
    assert 'href="/desk/warnings/"' in team
    assert "members-part" in team
