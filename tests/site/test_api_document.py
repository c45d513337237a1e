"""docs/openapi.json and the table of docs/http.md are what the views say."""

import re
from pathlib import Path

from fuzz.routes import every_route

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


def test_no_two_bodies_have_one_name():
    bodies = {call.body for call in every_call() if call.body}
    assert len({each.__name__ for each in bodies}) == len(bodies)


def test_every_refusal_that_is_documented_has_the_shape_of_one():
    document = api_document.document()
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["responses"].keys() <= document["components"]["responses"].keys()
    refusals = document["components"]["responses"]
    assert all("content" in refusals[status] for status in refusals if status >= "400")
