"""A call is answered in the language of the page that makes it, a page in that of its address."""

import json

import pytest
from django.test import Client
from django.utils import translation
from site_addresses import every_address

PLACE = "/desk/api/log-in/salt"
ACCEPTS = (
    None,
    "",
    "*/*",
    "application/json",
    "text/html",
    "TEXT/HTML;q=0.1, */*;q=0.5",
    "text/html;q=x,,;",
)
LANGUAGES = (None, "en", "pt-BR", "pt-BR,pt;q=0.9,en;q=0.1", "xx", "*", ";q=, pt-BR-x-\xe9")


def salt(language):
    return Client().post(
        PLACE,
        json.dumps({"name": "amara"}),
        content_type="application/json",
        headers={"Accept-Language": language, "Accept": "application/json"},
    )


def asked(path, accept, language, client=None):
    named = {"Accept": accept, "Accept-Language": language}
    headers = {name: value for name, value in named.items() if value is not None}
    return (client or Client()).get(path, headers=headers)


def answers(path):
    client = Client()
    return {(each, said): asked(path, each, said, client) for each in ACCEPTS for said in LANGUAGES}


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "answered"), [("pt-br", "pt-br"), ("en", "en"), ("xx", "en")])
def test_a_call_is_answered_in_the_language_it_asks_for(given, answered):
    assert salt(given).headers["Content-Language"] == answered


@pytest.mark.parametrize("address", every_address(), ids=lambda each: each.path)
def test_what_an_address_answers_hangs_on_no_language_and_no_kind_that_is_asked_for(
    address, project
):
    statuses = {each: answer.status_code for each, answer in answers(address.path).items()}
    usual = statuses["text/html", "en"]
    assert {each: status for each, status in statuses.items() if status != usual} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "language"), [("/about/", "en"), ("/pt-br/about/", "pt-br"), ("/about", "en")]
)
def test_a_pages_language_is_that_of_its_address_whoever_asks(path, language):
    said = {answer.headers["Content-Language"] for answer in answers(path).values()}
    assert said == {language}


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ACCEPTS)
def test_an_address_without_its_last_slash_leads_to_the_page(accept):
    answer = asked("/about", accept, "pt-BR")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/about/")


@pytest.mark.django_db
def test_one_calls_language_does_not_reach_the_next():
    before = translation.get_language()
    salt("pt-br")
    assert translation.get_language() == before
