"""A page may call the key holder only where it says so, and may run WebAssembly too."""

import dataclasses

import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from unsilenced.http.connects_to_keyholder import connects_to_keyholder
from unsilenced.http.wasm import allows_wasm

URL = "https://keys.example"


@pytest.fixture
def key_holder(settings):
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, keyholder_url=URL)


def plain(request):
    return HttpResponse("page")


def policy(view, rf):
    request = rf.get("/")
    middleware = CSPMiddleware(lambda _: None)
    middleware.process_request(request)
    answer = middleware.process_response(request, view(request))
    directives = answer["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (each.split() for each in directives if each.strip())}


def test_a_page_that_reaches_the_key_holder_may_connect_to_it_and_to_nothing_else(rf, key_holder):
    assert policy(connects_to_keyholder(plain), rf)["connect-src"] == ["'self'", URL]
    assert policy(plain, rf)["connect-src"] == ["'self'"]


def test_without_a_key_holder_nothing_is_added(rf):
    assert policy(connects_to_keyholder(plain), rf)["connect-src"] == ["'self'"]


@pytest.mark.parametrize(
    "both",
    [
        lambda view: connects_to_keyholder(allows_wasm(view)),
        lambda view: allows_wasm(connects_to_keyholder(view)),
    ],
)
def test_a_page_can_be_widened_twice_in_any_order(rf, key_holder, both):
    widened = policy(both(plain), rf)
    assert widened["connect-src"] == ["'self'", URL]
    assert "'wasm-unsafe-eval'" in widened["script-src"]
    assert "'strict-dynamic'" in widened["script-src"]
