"""Every route of the site is behind the gate, except those named here, with reasons."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import LocalePrefixPattern

from unsilenced.people import gate

EVERYBODYS = {
    "": "the first page",
    "about/": "what the site is",
    "transparency/": "what the site knows of people",
    "leave/": "the quick exit",
    "health/": "one word for a monitor",
    "report/": "whoever was harmed has no account",
    "report/key/<slug:slug>": "the key that a report is sealed to",
    "report/send": "whoever was harmed has no account",
    "return/": "a receipt opens a report",
    "return/open": "a receipt opens a report",
    "return/messages": "a receipt opens a report",
    "return/consents": "a receipt opens a report",
    "return/delete": "a receipt opens a report",
    "return/attachments": "a receipt opens a report",
    "return/attachments/<uuid:uid>": "a receipt opens a report",
    "return/attachments/<uuid:uid>/<int:index>": "a receipt opens a report",
    "review/": "who is warned about has no account",
    "review/keys": "the keys that a request for review is sealed to",
    "review/send": "who is warned about has no account",
    "check/keys": "public keys",
    "check/evaluate": "a token is spent, and tells nobody's name",
    "check/release": "a release is the same for everybody",
    "check/release/<int:number>/<int:index>": "a release is the same for everybody",
}
"""Routes that have no session, and so no gate."""


def gateless(patterns, before=""):
    """The routes of `patterns` whose views name no gate."""
    for each in patterns:
        has_language = isinstance(each.pattern, LocalePrefixPattern)
        route = before + ("" if has_language else str(each.pattern))
        if isinstance(each, URLResolver):
            yield from gateless(each.url_patterns, route)
        elif not (hasattr(each.callback, "gate") or hasattr(each.callback, "gates")):
            yield route


def test_only_what_is_everybodys_has_no_gate():
    assert set(gateless(get_resolver().url_patterns)) == set(EVERYBODYS)


def test_a_page_of_a_new_room_is_seen():
    def unit(request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    ungated, gated = path("unit/", unit), path("unit/today/", gate.by_method(GET=gate.member(unit)))
    assert list(gateless([ungated, gated])) == ["unit/"]
