"""docs/openapi.json and the table of docs/http.md are what the views say."""

import re
from pathlib import Path

import pytest
from django.http import JsonResponse
from fuzz.routes import every_route
from typing_extensions import is_typeddict

from unsilenced.http.answer import answer_of
from unsilenced.http.every_call import every_call
from unsilenced.site import api_document

DOCS = Path(__file__).parents[2] / "docs"

WRITTEN_BODY = re.compile(r"`(?:POST|PUT) [^`]*`(?:, `[^`]*`)* (?:\| )?`\{")
"""A call with its body after it, as the sections before the table could say it by hand."""

WITHOUT_METHODS = {
    "health/": "plain text, for machines that watch",
    "leave/": "a page without a language",
}
"""Addresses without a language that are no calls."""


def test_what_is_written_is_what_the_views_say():
    for path, text in api_document.files(DOCS).items():
        assert path.read_text(encoding="utf-8") == text, "Run script/facts."


def test_bodies_stand_in_the_table_alone():
    by_hand = (DOCS / "http.md").read_text(encoding="utf-8").partition(api_document.BEGIN)[0]
    assert not WRITTEN_BODY.findall(by_hand)


def test_every_address_without_a_language_is_a_call():
    routes = {route.pattern for route in every_route() if not route.is_page}
    assert routes - {call.pattern for call in every_call()} == WITHOUT_METHODS.keys()


def test_no_two_schemas_have_one_name():
    # pydantic would tell them apart by their modules, as in people__as_json__Begun.
    assert not [name for name in api_document.document()["components"]["schemas"] if "__" in name]


def test_a_view_must_say_what_it_answers():
    def view(request) -> JsonResponse:
        return JsonResponse({})

    with pytest.raises(TypeError, match="does not say what it answers"):
        answer_of(view)


def test_no_answer_has_members_that_are_not_documented():
    document = api_document.document()
    answers = {
        call.answer.members.__name__ for call in every_call() if is_typeddict(call.answer.members)
    }
    schemas = document["components"]["schemas"]
    assert all(schemas[name]["additionalProperties"] is False for name in answers)


def test_every_refusal_that_is_documented_has_the_shape_of_one():
    document = api_document.document()
    refusals = document["components"]["responses"]
    for path in document["paths"].values():
        for operation in path.values():
            assert {each for each in operation["responses"] if each >= "400"} <= refusals.keys()
    assert all("content" in refusal for refusal in refusals.values())


def test_each_status_names_its_codes():
    refusals = api_document.document()["components"]["responses"]
    for status, refusal in refusals.items():
        schema = refusal["content"]["application/json"]["schema"]
        codes = schema["properties"]["error"]["properties"]["code"]["enum"]
        assert codes, status
        assert codes == sorted(set(codes))
