"""A call is answered in the language of the page that makes it."""

import json

import pytest
from django.test import Client
from django.utils import translation

PLACE = "/desk/api/log-in/salt"


def salt(language):
    return Client().post(
        PLACE,
        json.dumps({"name": "amara"}),
        content_type="application/json",
        headers={"Accept-Language": language, "Accept": "application/json"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "given"), [("pt-br", "pt-br"), ("en", "en"), ("xx", "en")])
def test_a_call_is_answered_in_the_language_it_asks_for(asked, given):
    assert salt(asked).headers["Content-Language"] == given


@pytest.mark.django_db
def test_a_pages_language_is_that_of_its_address():
    answer = Client().get("/about/", headers={"Accept-Language": "pt-br", "Accept": "text/html"})
    assert answer.headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_one_calls_language_does_not_reach_the_next():
    before = translation.get_language()
    salt("pt-br")
    assert translation.get_language() == before
