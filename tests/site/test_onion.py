"""The onion service beside the domain: what is the same there, and what must not be."""

import http.client
import re
from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.test import Client
from migrated_folder import migrated_folder
from onion_host import DOMAIN, ONION, THROUGH_PROXY, at_domain, at_onion, beside_a_domain, made
from people.authenticator import Authenticator
from people.desk import Desk, Somebody
from people.member_browser import Browser, Person
from site_addresses import every_address
from site_running import running

from unsilenced.site.built import manifest
from unsilenced.site.commands.main import unsilenced

PAGES = [each.path for each in every_address() if each.is_page]


@pytest.fixture(autouse=True)
def _beside_a_domain(request, settings):
    if "served" not in request.fixturenames:
        beside_a_domain(settings)


def as_at(host, browser):
    """Have a browser be one that opened the site by `host`."""
    scheme = "https" if host == DOMAIN else "http"
    browser.client.defaults |= {"HTTP_HOST": host, "HTTP_ORIGIN": f"{scheme}://{host}"}
    if host == DOMAIN:
        browser.client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    return browser


@dataclass
class Joined:
    """A caseworker who joined at the domain, with a list of recovery codes."""

    somebody: Somebody
    codes: list

    def begun_at(self, host):
        desk = as_at(host, Desk())
        assert desk.begin_log_in(self.somebody).status_code == 200
        return desk

    def at(self, host):
        return as_at(host, Desk()).log_in(self.somebody, self.codes.pop())


@pytest.fixture
def amara(project):
    somebody = Somebody("Amara")
    desk = as_at(DOMAIN, Desk()).join(project.project, somebody)
    desk.post("log-out")
    return Joined(somebody, desk.recovery_codes)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_answered_alike_at_both_and_names_the_onion_at_the_domain_alone(path, project):
    domain, onion = at_domain().get(path), at_onion().get(path)
    assert (onion.status_code, onion["Content-Type"]) == (
        domain.status_code,
        domain["Content-Type"],
    )
    assert onion.get("Location") == domain.get("Location")
    assert "Onion-Location" not in onion.headers
    if domain["Content-Type"].startswith("text/html"):
        assert domain["Onion-Location"] == f"http://{ONION}{path}"


def test_the_way_to_the_onion_keeps_the_language_and_the_query(db):
    for path in ("/pt-br/about/", "/about/?a=%C3%A9&b=2"):
        assert at_domain().get(path)["Onion-Location"] == f"http://{ONION}{path}"


def test_a_page_that_answers_what_was_sent_names_no_other_place(project):
    answer = at_domain().post("/report/", {})
    assert answer["Content-Type"].startswith("text/html")
    assert "Onion-Location" not in answer.headers


@pytest.mark.parametrize(("https", "onion"), [(False, ONION), (True, "")])
def test_no_page_names_an_onion_without_https_or_where_there_is_none(db, settings, https, onion):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, site_https=https, onion_host=onion)
    assert "Onion-Location" not in at_domain().get("/").headers


def test_calls_and_files_name_no_onion(db):
    file = manifest().files[0]
    for path in ("/check/keys", f"/static/{file.path}"):
        with closing(at_domain().get(path)) as answer:
            assert "Onion-Location" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/about/", "/nowhere/", "/check/keys"])
def test_https_is_asked_of_the_domains_browsers_and_not_of_the_onions(path, db):
    assert "Strict-Transport-Security" in at_domain().get(path).headers
    answer = at_onion().get(path)
    assert "Strict-Transport-Security" not in answer.headers
    assert "upgrade-insecure-requests" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("said", ["https", "HTTPS", "https,http"])
def test_nobody_makes_the_onion_believe_that_https_is_in_front(said, db):
    page = at_onion(**{"X-Forwarded-Proto": said}).get("/transparency/").content.decode()
    assert f"http://{ONION}/static/" in page
    assert f"https://{ONION}" not in page


def test_another_onions_name_is_refused(db):
    assert Client(headers={"Host": made(bytes(32))}).get("/").status_code == 400
    assert Client(headers={"Host": f"www.{ONION}"}).get("/").status_code == 400


@pytest.mark.parametrize("host", [DOMAIN, ONION])
def test_a_caseworker_logs_in_at_either_with_a_cookie_that_its_browser_sends_back(host, amara):
    desk = amara.at(host)
    cookie = desk.client.cookies["s"]
    assert bool(cookie["secure"]) == (host == DOMAIN)
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Strict", "")
    assert desk.get("keys").status_code == 200


@pytest.mark.parametrize(("begun", "other"), [(DOMAIN, ONION), (ONION, DOMAIN)])
def test_a_session_of_one_host_is_none_at_the_other(begun, other, amara):
    desk = amara.at(begun)
    key = desk.client.cookies["s"].value
    for tried in (key, f"onion{key}", key.removeprefix("onion")):
        elsewhere = as_at(other, Desk())
        elsewhere.client.cookies["s"] = tried
        assert elsewhere.get("keys").status_code == 401
        elsewhere.client.get("/leave/")
    assert desk.get("keys").status_code == 200


@pytest.mark.parametrize(("begun", "other"), [(DOMAIN, ONION), (ONION, DOMAIN)])
def test_a_members_session_of_one_host_is_none_at_the_other(begun, other, project):
    person, browser = Person("kestrel"), as_at(begun, Browser())
    browser.join(project.project, person)
    elsewhere = as_at(other, Browser())
    elsewhere.client.cookies["s"] = browser.client.cookies["s"].value
    assert (browser.get("feed").status_code, elsewhere.get("feed").status_code) == (200, 401)


@pytest.mark.parametrize("host", [DOMAIN, ONION])
def test_the_quick_exit_ends_the_session(host, amara):
    desk = amara.at(host)
    assert Session.objects.count() == 1
    left = desk.client.get("/leave/")
    assert (left.status_code, left.cookies["s"].value) == (303, "")
    assert Session.objects.count() == 0
    assert desk.get("keys").status_code == 401


def test_a_form_of_the_domain_does_nothing_at_the_onion(amara):
    desk = amara.begun_at(ONION)
    desk.client.defaults["HTTP_ORIGIN"] = f"https://{DOMAIN}"
    answer = desk.post("log-in/totp", {"code": "123456"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "other-site")


def test_passkeys_stay_at_the_domain_and_a_code_lets_in_at_the_onion(amara):
    desk = amara.at(DOMAIN)
    options = desk.post("factors/passkey/begin").json()
    assert options["rp"]["id"] == DOMAIN
    created = Authenticator(f"https://{DOMAIN}", DOMAIN).create(options)
    assert desk.post("factors/passkey", {"credential": created, "name": "Key"}).status_code == 201
    onion = amara.begun_at(ONION)
    refused = onion.post("log-in/passkey/options")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "no-passkeys-here")
    code = {"code": amara.codes.pop()}
    assert onion.post("log-in/recovery-code", code).status_code == 200
    assert onion.post("factors/passkey/begin").json()["error"]["code"] == "no-passkeys-here"


def test_what_is_read_out_to_somebody_names_the_domain(amara):
    desk = amara.at(ONION)
    page = desk.client.get("/desk/new/").content.decode()
    assert f"Go to {DOMAIN}," in page
    assert ONION not in page


@pytest.mark.django_db
def test_no_page_at_the_onion_leads_to_the_domain(project):
    for path in PAGES:
        assert DOMAIN not in at_onion().get(path).content.decode()


def test_who_runs_this_tells_the_address_through_tor(db, settings):
    for browser in (at_domain(), at_onion()):
        assert ONION in browser.get("/about/").content.decode()
    settings.CONFIGURATION = replace(settings.CONFIGURATION, onion_host="")
    assert "onion" not in at_domain().get("/about/").content.decode()


def test_an_invitation_from_the_command_line_names_both(transactional_db, project, monkeypatch):
    monkeypatch.setenv("SITE_HOSTS", DOMAIN)
    monkeypatch.setenv("SITE_HTTPS", "yes")
    monkeypatch.setenv("ONION_HOST", ONION)
    printed = CliRunner().invoke(unsilenced, ["invite", "willow"])
    token = re.fullmatch(rf"https://{DOMAIN}/desk/invitation/#(\S+)\n", printed.stdout)[1]
    assert f"http://{ONION}/desk/invitation/#{token}\n" in printed.stderr


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A served site with a domain and an onion service."""
    folder = tmp_path_factory.mktemp("onion")
    settings = {"SITE_HOSTS": DOMAIN, "SITE_HTTPS": "yes", "ONION_HOST": ONION.upper()}
    migrated_folder(folder)
    with running(folder, **settings) as site:
        yield site


def asked(site, host, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    with closing(connection):
        connection.request("GET", path, headers={"Host": host, "Accept": "text/html", **headers})
        answer = connection.getresponse()
        return answer, answer.read().decode()


def test_the_served_site_answers_by_host_name(served):
    for host, how in ((DOMAIN, THROUGH_PROXY), (ONION, {}), (f"{ONION}:80", {})):
        for path in ("/", "/report/", "/return/", "/transparency/", "/desk/log-in/"):
            answer, page = asked(served, host, path, **how)
            assert (answer.status, "<main" in page) == (200, True)
            named = answer.headers["Onion-Location"]
            assert named == (f"http://{ONION}{path}" if host == DOMAIN else None)
            assert ("Strict-Transport-Security" in answer.headers) == (host == DOMAIN)
    assert asked(served, "other.example", "/")[0].status == 400


def test_each_file_that_the_page_of_hashes_names_is_served_through_the_onion(served):
    _answer, page = asked(served, ONION, "/transparency/")
    assert f"http://{ONION}/static/built/" in page
    for file in manifest().files:
        assert asked(served, ONION, f"/static/{file.path}")[0].status == 200
