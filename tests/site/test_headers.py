import functools
import re
from contextlib import closing
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls.converters import UUIDConverter
from site_addresses import SAMPLES, every_address
from undone import undone

from unsilenced.site.built import manifest

PAGE = {"Accept": "text/html,application/xhtml+xml"}
CALL = {"Accept": "application/json"}

REPORT = SAMPLES[UUIDConverter]

# Where a receipt or a passphrase is stretched, and the desk, which unlocks on every page.
STRETCHING = {
    "/report/",
    "/return/",
    "/desk/",
    "/desk/log-in/",
    "/desk/invitation/",
    "/desk/recover/",
    "/desk/set-up/",
    "/desk/team/",
    "/desk/account/",
    "/desk/new/",
    f"/desk/reports/{REPORT}/",
    f"/desk/reports/{REPORT}/warning/",
    "/desk/warnings/",
    "/desk/review-requests/",
    "/members/",
    "/members/join/",
    "/members/log-in/",
    "/members/account/",
}
NOT_THERE = {f"/desk/reports/{REPORT}/", f"/desk/reports/{REPORT}/warning/"}
"""There is no such report, and a page that is not there stretches nothing."""

WORKER = "/members/messages.js"
STARTS_WORKER = "/members/account/"
"""Where Trusted Types ask for a policy, to start the worker of messages."""

every_route = pytest.mark.parametrize("address", every_address(), ids=lambda each: each.path)
every_page = pytest.mark.parametrize(
    "page", [each.path for each in every_address() if each.is_page and each.path != WORKER]
)


def asked(client, method, path, **headers):
    """Ask, and undo what was done."""
    cache.clear()
    with undone():
        return client.generic(method, path, b"{}", content_type="application/json", headers=headers)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture(scope="module")
def answers(willow):
    """Everything that a route answers to somebody who is nobody: read, post, page and call.

    Each is asked once, and looked at by many tests.
    """
    client = Client()

    @functools.cache
    def ask(path):
        return [
            asked(client, method, path, **headers)
            for method in ("GET", "POST", "DELETE")
            for headers in (PAGE, CALL)
        ]

    return ask


@pytest.fixture(scope="module")
def seen(visitors):
    """What a page answers to somebody whom it lets in: each is asked for once."""

    @functools.cache
    def look(page, time=1):
        return asked(visitors(page), "GET", page, **PAGE)

    return look


def policy_of(answer):
    directives = answer["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (each.split() for each in directives if each.strip())}


def test_the_walk_finds_the_routes_that_the_specification_names():
    paths = {each.path for each in every_address()}
    assert {"/", "/about/", "/transparency/", "/leave/", "/report/send", "/return/open"} <= paths
    assert paths >= STRETCHING


@every_route
def test_every_answer_forbids_what_it_does_not_need(address, answers):
    for answer in answers(address.path):
        policy = policy_of(answer)
        assert policy["default-src"] == ["'none'"]
        assert policy["base-uri"] == ["'none'"]
        assert policy["frame-ancestors"] == ["'none'"]
        assert policy["require-trusted-types-for"] == ["'script'"]
        starts_worker = address.path == STARTS_WORKER and "worker-src" in policy
        assert policy["trusted-types"] == (["messages"] if starts_worker else ["'none'"])
        for values in policy.values():
            assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & set(values)


@every_route
def test_a_page_runs_and_loads_what_is_ours_alone_and_no_other_answer_anything(address, answers):
    for answer in answers(address.path):
        policy = policy_of(answer)
        if answer["Content-Type"].startswith("text/html"):
            assert policy["form-action"] == ["'self'"]
            assert policy["style-src"] == ["'self'"]
            assert policy["connect-src"] == ["'self'"]
            assert "'strict-dynamic'" in policy["script-src"]
            assert policy.get("worker-src", ["'self'"]) == ["'self'"]
        else:
            assert policy["form-action"] == ["'none'"]
            assert not {"script-src", "style-src", "connect-src", "img-src", "worker-src"} & set(
                policy
            )


@every_route
def test_every_answer_keeps_to_itself(address, answers):
    for answer in answers(address.path):
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "geolocation=()" in answer["Permissions-Policy"]


@every_route
def test_no_answer_may_be_kept_by_a_browser_or_a_proxy(address, answers):
    for answer in answers(address.path):
        assert "no-store" in answer["Cache-Control"]


@every_route
def test_nobody_gets_a_cookie_before_logging_in(address, answers):
    for answer in answers(address.path):
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies


@every_page
def test_every_script_of_a_page_carries_the_nonce_of_this_answer_alone(page, seen):
    nonces = []
    for time in (1, 2):
        answer = seen(page, time)
        assert answer.status_code in {200, 302, 404}
        if answer.status_code == 302:
            return
        html = answer.content.decode()
        scripts = re.findall(r"<script\b[^>]*>", html)
        assert scripts
        [source] = [s for s in policy_of(answer)["script-src"] if s.startswith("'nonce-")]
        nonces.append(source)
        nonce = source.removeprefix("'nonce-").removesuffix("'")
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        assert all(re.search(r'integrity="sha384-[\w+/]{64}"', script) for script in scripts)
        assert not re.search(r"<[^>]+ (?:on\w+|style)=", html)
        assert "<style" not in html
    assert nonces[0] != nonces[1]


@every_page
def test_all_that_a_page_loads_of_ours_is_named_with_its_hash(page, seen):
    hashes = {f"/static/{file.path}": file.integrity for file in manifest().files}
    answer = seen(page)
    while answer.status_code == 302:
        answer = seen(answer["Location"])
    tags = re.findall(r"<(?:script|link)\b[^>]*>", answer.content.decode())
    loaded = [tag for tag in tags if 'rel="icon"' not in tag and ("src=" in tag or "href=" in tag)]
    assert any('rel="stylesheet"' in tag for tag in loaded)
    for tag in loaded:
        [path] = re.findall(r' (?:src|href)="([^"]+)"', tag)
        [integrity] = re.findall(r' integrity="([^"]+)"', tag)
        assert integrity == hashes[path]


@every_page
def test_only_a_page_that_stretches_a_secret_may_run_webassembly(page, seen, visitors):
    in_portuguese = asked(visitors(page), "GET", f"/pt-br{page}", **PAGE)
    for answer in (seen(page), in_portuguese):
        policy = policy_of(answer)
        allowed = "'wasm-unsafe-eval'" in policy["script-src"]
        assert allowed == (page in STRETCHING - NOT_THERE)


@every_page
def test_one_page_alone_may_start_a_worker_and_it_is_ours(page, seen):
    policy = policy_of(seen(page))
    assert ("worker-src" in policy) == (page == STARTS_WORKER)


def test_the_worker_of_messages_is_a_script_that_every_visitor_gets_alike(visitors):
    found = [asked(browser, "GET", WORKER) for browser in (Client(), visitors(WORKER))]
    assert {answer["Content-Type"] for answer in found} == {"text/javascript; charset=utf-8"}
    assert found[0].content == found[1].content != b""


def test_a_page_that_is_not_there_carries_the_headers_too(client, db):
    answer = client.get("/nowhere/", headers=PAGE)
    assert answer.status_code == 404
    assert policy_of(answer)["default-src"] == ["'none'"]
    assert "'wasm-unsafe-eval'" not in policy_of(answer)["script-src"]
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_built_files_may_be_kept_for_ever_because_their_names_change(client, db):
    for file in manifest().files:
        with closing(client.get(f"/static/{file.path}")) as answer:
            assert answer.status_code == 200, file
            assert "immutable" in answer["Cache-Control"]
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert policy_of(answer)["default-src"] == ["'none'"]


def test_the_icon_may_be_kept_for_a_while(client, db):
    with closing(client.get("/static/icons/mark.svg")) as answer:
        assert answer.status_code == 200
        assert "no-store" not in answer["Cache-Control"]
        assert "immutable" not in answer["Cache-Control"]


def test_https_is_promised_to_browsers_only_where_the_site_has_it(client, db, settings):
    assert "Strict-Transport-Security" not in client.get("/").headers
    settings.CONFIGURATION = replace(settings.CONFIGURATION, site_https=True)
    assert client.get("/")["Strict-Transport-Security"].startswith("max-age=63072000")
