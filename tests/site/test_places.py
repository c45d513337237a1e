"""A site with other places than London's: what it says, at which hour, and what it refuses."""

import datetime as dt
import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from free_ports import free_port
from page_texts import texts_of
from people.desk import at_desk, send_report
from people.member_browser import as_member
from site_addresses import every_address
from site_running import run, surroundings

from unsilenced import locale
from unsilenced.places import shipped
from unsilenced.process import night
from unsilenced.reports import places
from unsilenced.site.commands.check import check

PAGE = {"Accept": "text/html"}
CALL = {"Accept": "application/json"}
ELSEWHERE = re.compile(
    r"\bLondon|\bLondres|borough|(?<![\w-])(?:999|101|020|GB|UK)(?![\w-])|United Kingdom"
    r"|Reino Unido|07700|\+44|AB12",
    re.IGNORECASE,
)
"""What a site in Brazil has no reason to say."""

COUNTRIES = re.compile(r'<select class="input" id="region".*?</select>', re.DOTALL)
"""Every country of the world, to say of which one a number is: here Britain is one of them."""


@pytest.fixture
def in_brazil(settings):
    cache.clear()
    listed = shipped.place_list("example-brazil")
    settings.CONFIGURATION = replace(settings.CONFIGURATION, places=listed)
    settings.TIME_ZONE = listed.time_zone
    yield listed
    translation.activate("en")


def said(answer):
    """All that an answer holds, but for what stands in files and the list of countries."""
    if answer.streaming:
        return ""
    return COUNTRIES.sub("", answer.content.decode())


def prefixes():
    return ["", *(f"/{code}" for code in locale.translations())]


def asked(client, path, *, is_page):
    """What a page says in each language, or what a call answers."""
    if is_page:
        return [client.get(prefix + path, headers=PAGE) for prefix in prefixes()]
    posted = client.post(path, data="{}", content_type="application/json", headers=CALL)
    return [client.get(path, headers=CALL), posted]


def test_no_page_and_no_call_speaks_of_london(in_brazil, project):
    """Every route, for everybody who may come: nobody, a caseworker and a member."""
    desk, _amara = at_desk(project)
    uid, _reporter = send_report(project)
    member, _person = as_member(project)
    walked = 0
    leaving = re.compile(r"log-out|leave|reset|rotat")
    for address in every_address():
        path = re.sub(r"(reports/)[0-9a-f-]{36}", rf"\g<1>{uid}", address.path)
        if leaving.search(path):
            continue
        for client in (Client(), desk.client, member.client):
            for answer in asked(client, path, is_page=address.is_page):
                found = ELSEWHERE.search(said(answer))
                assert not found, (path, said(answer)[found.start() - 80 :][:160])
                walked += 1
    assert walked > 300


def test_the_walk_sees_what_london_s_site_says(project):
    cache.clear()
    told = [said(Client().get(path, headers=PAGE)) for path in ("/", "/report/")]
    assert all(map(ELSEWHERE.search, told))


def test_no_identifier_stands_twice_on_the_page_of_a_report(client, project):
    html = client.get("/report/", headers=PAGE).content.decode()
    found = re.findall(r'\sid="([^"]+)"', html)
    assert "place" in found
    assert [each for each in found if found.count(each) > 1] == []


def test_refusals_speak_of_the_place_list_too(in_brazil, project, client):
    for prefix in prefixes():
        answer = client.post(
            f"{prefix}/report/",
            {"what": "", "place": "E09000012", "answer": "receipt", "do": "check"},
            headers=PAGE,
        )
        words = in_brazil.words[prefix.strip("/") or "en"]
        assert words.choose in texts_of(answer.content.decode())
        assert not ELSEWHERE.search(said(answer).replace("E09000012", ""))


def test_the_pages_name_the_places_under_their_headings(in_brazil, project, client):
    html = client.get("/report/", headers=PAGE).content.decode()
    assert "In which state of Brazil?" in texts_of(html)
    assert '<optgroup label="Nordeste">' in html
    assert re.search(r'<option value="33">Rio de Janeiro</option>', html)
    assert 'call <a href="tel:190"><strong>190</strong></a>' in html
    assert "press <strong>" not in html
    assert '<a href="tel:192"><strong>192</strong></a>: ambulance' in html


def test_desk_and_members_get_the_country_from_the_server(in_brazil, project):
    desk, _amara = at_desk(project)
    uid, _reporter = send_report(project)
    member, _person = as_member(project)
    for client, path in [
        (desk.client, f"/desk/reports/{uid}/warning/"),
        (desk.client, "/desk/warnings/"),
        (member.client, "/members/"),
    ]:
        html = client.get(path, headers=PAGE).content.decode()
        (told,) = re.findall(r'<template id="place-facts" data-facts="([^"]*)">', html)
        facts = json.loads(told.replace("&quot;", '"'))
        assert facts["region"] == "BR"
        assert facts["emergency"] == {"number": "190", "silent_key": ""}
        assert [each["shapes"] for each in facts["postcodes"]] == [["99999-999"]]
    home = member.client.get("/members/", headers=PAGE).content.decode()
    assert re.findall(r'<option value="(\w\w)" selected>', home) == ["BR"]
    account = member.client.get("/members/account/", headers=PAGE).content.decode()
    (named,) = re.findall(r'<summary><span id="([\w-]+)">Sudeste</span>', account)
    assert f'role="group" aria-labelledby="{named}"' in account


def test_a_language_without_words_of_the_list_gets_general_ones(in_brazil, settings):
    without = replace(in_brazil, words={})
    settings.CONFIGURATION = replace(settings.CONFIGURATION, places=without)
    assert places.words().question == "Roughly where?"
    with translation.override("pt-br"):
        assert places.words().question == "Mais ou menos onde?"
        assert places.words().outside == "Em outro lugar"


def test_hours_are_those_of_the_place_list_s_time_zone(in_brazil):
    before = dt.datetime(2026, 11, 30, 5, 0, tzinfo=dt.UTC)
    assert night.next_night(before) == dt.datetime(2026, 11, 30, 7, 0, tzinfo=dt.UTC)
    assert timezone.localtime(before).hour == 2


def test_the_time_zone_is_that_of_the_setting(tmp_path):
    asked = "import unsilenced.site.settings as it; print(it.TIME_ZONE)"
    for named, zone in (("example-brazil", "America/Sao_Paulo"), ("", "Europe/London")):
        done = subprocess.run(
            [sys.executable, "-c", asked],
            env=surroundings(tmp_path, PLACES=named),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == zone


def test_numbers_at_the_command_line_are_of_the_place_list_s_country():
    for named, typed, canonical in (
        ("example-brazil", "(11) 96123-4567", "+5511961234567"),
        ("", "07700 900123", "+447700900123"),
    ):
        done = CliRunner().invoke(
            check, ["normalise", "tel"], input=f"{typed}\n", env={"PLACES": named}
        )
        assert done.output == f"{canonical}\n"


def test_a_list_that_cannot_be_used_stops_the_site_and_the_doctor_says_why(tmp_path):
    file = tmp_path / "here.json"
    listed = json.loads((shipped.FOLDER / "example-brazil.json").read_text(encoding="utf-8"))
    file.write_text(json.dumps({**listed, "places": "here.csv"}), encoding="utf-8")
    (tmp_path / "here.csv").write_text("code,name,group\n11,Here,\n11,There,\n", encoding="utf-8")
    why = f"{tmp_path}/here.csv, row 3, code: 11 stands in a row before."
    told = "PLACES must name a list that can be used."
    data = tmp_path / "data"
    doctor = run(data, "doctor", PLACES=str(file))
    assert f"MEND  {told} {why}" in doctor.stdout
    for command in (("serve",), ("demo",), ("migrate",)):
        refused = run(data, *command, PORT=str(free_port()), PLACES=str(file))
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"Error: {told} {why}")
    assert not data.exists()
    refused = run(data, "serve", PLACES="lodnon")
    assert refused.stderr.startswith(f"Error: {told} lodnon: is no list. Name a .json file, or one")


def test_what_was_sent_under_an_earlier_list_stays_readable(project, in_brazil):
    assert places.shown("E09000012") == "E09000012"
    assert places.shown("33") == "Rio de Janeiro"
    assert places.shown("outside") == "Outside Brazil"
