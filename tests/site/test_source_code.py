"""Every page leads to the source of what runs (AGPL, section 13), and says nothing by it."""

import re
from dataclasses import replace

import pytest
from site_addresses import every_address

PAGE = {"Accept": "text/html"}
SOURCE = "https://code.example/all"
WORKER = "/members/messages.js"
LINK = re.compile(r'<a href="https://code\.example/all" rel="noreferrer">([^<]+)</a>')

SHOWN = [each.path for each in every_address() if each.is_page and each.path != WORKER]


@pytest.fixture
def source(settings):
    """Say where the source is."""

    def at(address):
        settings.CONFIGURATION = replace(settings.CONFIGURATION, source_url=address)

    return at


def foot_of(html):
    [foot] = re.findall(r"<footer.*?</footer>", html, re.DOTALL)
    return foot


@pytest.mark.parametrize(("language", "words"), [("", "Source code"), ("/pt-br", "Código-fonte")])
@pytest.mark.parametrize("page", [*SHOWN, "/nowhere/"])
def test_every_page_leads_to_the_source_from_its_foot(page, language, words, visitors, source):
    source(SOURCE)
    answer = visitors(page).get(f"{language}{page}", headers=PAGE, follow=True)
    assert LINK.findall(foot_of(answer.content.decode())) == [words]


def test_where_nobody_said_where_the_source_is_no_link_leads_nowhere(client, willow, source):
    source("")
    foot = foot_of(client.get("/", headers=PAGE).content.decode())
    assert "Source code" not in foot
    assert 'href=""' not in foot
