"""The shipped proxy in front of a site limits requests, ends slow ones, and keeps no record."""

import base64
import hashlib
import re
import secrets
import ssl
import subprocess

import pytest
from deploy.asking import ask, title
from deploy.proxies import (
    CADDY,
    PAGES,
    VISITOR,
    Place,
    caddy,
    needs_caddy,
    needs_nginx,
    nginx,
    reached,
)
from free_ports import free_port
from migrated_folder import migrated_folder
from site_running import running
from traces.searching import Searcher, files_of
from traces.test_neutral import SUBJECT
from traces.wire import tapped

from deploy import asking
from unsilenced.http.headers import ALWAYS, HSTS
from unsilenced.process.serving.gateway import MOST_BODY

HOST = "fernway.example"
EACH = [pytest.param(nginx, marks=needs_nginx), pytest.param(caddy, marks=needs_caddy)]
QUICK = {
    "client_header_timeout 10s": "client_header_timeout 1s",
    "client_body_timeout 10s": "client_body_timeout 1s",
    "read_header 10s": "read_header 1s",
    "read_body 3m": "read_body 2s",
    "write 4m": "write 3s",
    "read_body_idle 10s": "read_body_idle 1s",
}
"""The same limits, sooner."""

ADDRESS = Searcher({"address": VISITOR})
TELL_TALES = ("x-forwarded-for", "x-real-ip", "forwarded:")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that serves, with a listener on the way to it."""
    folder = tmp_path_factory.mktemp("site")
    settings = {"SITE_HTTPS": "yes", "SITE_HOSTS": HOST, "DATABASE_URL": ""}
    migrated_folder(folder)
    with running(folder, **settings) as served, tapped(served.port) as line:
        served.read_on()
        yield served, line, folder


@pytest.fixture(scope="module", params=EACH)
def proxy(request, site, tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("proxy"), "site", HOST, site[1].server_address[1])
    with request.param(place) as started:
        yield started


@pytest.fixture(params=EACH)
def hasty(request, site, tmp_path):
    """The same with shorter timeouts."""
    with request.param(Place(tmp_path, "site", HOST, site[0].port), QUICK) as started:
        yield started


@pytest.fixture(params=EACH)
def alone(request, tmp_path):
    """A proxy with nothing behind it."""
    with request.param(Place(tmp_path, "site", HOST, free_port())) as started:
        yield started


def has_headers_once(answer):
    expected = {**ALWAYS, "Strict-Transport-Security": HSTS, "Cache-Control": "no-store"}
    for name, value in expected.items():
        assert answer.all_of(name) == [value]
    assert len(answer.all_of("Content-Security-Policy")) == 1
    assert len(answer.all_of("Server")) <= 1


def test_a_page_comes_with_every_header_once(proxy):
    answer = ask(proxy.connected(), HOST)
    assert answer.status == 200
    has_headers_once(answer)


def test_browsers_are_offered_http2(proxy):
    with proxy.connected(protocols=("h2", "http/1.1")) as connection:
        assert connection.selected_alpn_protocol() == "h2"


def test_the_site_is_not_told_who_asks_but_that_it_is_over_https(proxy, site):
    site[1].heard.clear()
    told = [("X-Forwarded-For", VISITOR), ("X-Real-IP", VISITOR), ("Forwarded", f"for={VISITOR}")]
    assert (
        ask(proxy.connected(), HOST, headers=[*told, ("X-Forwarded-Proto", "http")]).status == 200
    )
    heard = bytes(site[1].heard)
    assert not ADDRESS.found_in(heard)
    assert not [each for each in TELL_TALES if each.encode() in heard.lower()]
    assert re.findall(rb"(?i)x-forwarded-proto: *(\S+)", heard) == [b"https"]


def test_port_80_leads_to_https_and_keeps_the_path(proxy):
    answer = ask(reached(proxy.plain), HOST, "/report/?from=card")
    assert answer.status == 308
    assert answer.all_of("Location") == [f"https://{HOST}/report/?from=card"]


def test_another_host_gets_no_answer_on_port_80(proxy):
    with reached(proxy.plain) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n")
        assert asking.all_from(connection) == b""


@pytest.mark.parametrize("name", ["other.example", ""])
def test_another_host_gets_no_certificate_either(proxy, name):
    with pytest.raises(ssl.SSLError):
        proxy.connected(name)


OTHERS = ["other.example", "localhost", "127.0.0.1", f"www.{HOST}", f"{HOST}.other.example", "_"]
ASKED_OTHERWISE = [
    *(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n" for host in OTHERS),
    "POST /report/send HTTP/1.1\r\nHost: other.example\r\nContent-Length: 0\r\n\r\n",
    "GET https://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n",
    f"GET https://other.example/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
    "GET / HTTP/1.0\r\nHost: other.example\r\n\r\n",
    "GET /.page/unavailable.html HTTP/1.1\r\nHost: other.example\r\n\r\n",
]


def assert_another_host_gets_no_answer(connected):
    """`connected` reaches a proxy, with the right name in TLS if it has TLS."""
    for asked in ASKED_OTHERWISE:
        with connected() as connection:
            connection.sendall(asked.encode())
            assert asking.all_from(connection) == b"", asked


def test_another_host_under_the_right_certificate_gets_no_answer(proxy):
    assert_another_host_gets_no_answer(proxy.connected)
    assert_another_host_gets_no_answer(lambda: reached(proxy.plain))


def test_another_host_gets_no_answer_over_http2(proxy):
    named = [[(":authority", host)] for host in OTHERS]
    for fields in [*named, [("host", "other.example")]]:
        with proxy.connected(protocols=("h2",)) as connection:
            connection.sendall(asking.http2_get(*fields))
            assert asking.HEADERS not in asking.kinds_until_ended(connection), fields


def test_a_host_over_http2_gets_the_site(proxy):
    with proxy.connected(protocols=("h2",)) as connection:
        connection.sendall(asking.http2_get((":authority", HOST)))
        assert asking.HEADERS in asking.kinds_until_ended(connection)


@pytest.mark.parametrize("host", [f"{HOST}.", f"{HOST}:443", HOST.upper(), f"{HOST}.:443"])
def test_the_host_written_otherwise_gets_the_site_or_no_answer(proxy, host):
    with proxy.connected() as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        said = asking.all_from(connection)
    if said:
        has_headers_once(asking.parsed(said))


def test_what_is_no_request_gets_no_page_of_the_proxy_s_maker(proxy):
    for sent in ("GET / HTTP/1.1\r\n\r\n", "GET /\r\n", "G\r\n\r\n", "\0\r\n\r\n"):
        for connected in (proxy.connected, lambda: reached(proxy.plain)):
            with connected() as connection:
                connection.sendall(sent.encode())
                said = asking.all_from(connection)
            if b"<html" in said:
                has_headers_once(asking.parsed(said))


def test_what_is_no_handshake_is_dropped(proxy):
    for sent in (b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00\x05hello", b"SSH-2.0-x\r\n"):
        with reached(proxy.secure) as connection:
            connection.sendall(sent)
            said = asking.all_from(connection)
            assert VISITOR.encode() not in said
            assert b"<html" not in said


def test_the_largest_body_that_may_be_sent_reaches_the_site(proxy):
    answer = ask(proxy.connected(), HOST, "/report/send", body=b" " * MOST_BODY)
    assert answer.status != 413
    assert answer.all_of("Content-Type") == ["application/json"]


def test_a_larger_one_is_refused_with_a_page(proxy):
    for size in (MOST_BODY + 1_000, 700_000):
        answer = ask(proxy.connected(), HOST, "/report/send", body=b" " * size)
        assert answer.status == 413
        assert title(answer) == "This is too large to send"
        has_headers_once(answer)


def test_a_head_that_does_not_end_is_cut_off(hasty):
    with hasty.connected() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert asking.ended_while_trickling(connection)


def test_a_body_that_pauses_is_cut_off(hasty):
    with hasty.connected() as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9\r\n\r\n".encode())
        asking.all_from(connection)


@needs_caddy
def test_caddy_ends_a_body_that_trickles(site, tmp_path):
    with caddy(Place(tmp_path, "site", HOST, site[0].port), QUICK) as hasty:
        with hasty.connected() as connection:
            head = f"POST /report/send HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 500000\r\n\r\n"
            connection.sendall(head.encode())
            assert asking.ended_while_trickling(connection)
        with hasty.connected(protocols=("h2",)) as connection:
            connection.sendall(asking.http2_post(HOST, "/report/send", 500_000))
            assert asking.ended_while_trickling_frames(connection)


def test_while_the_site_is_off_there_is_a_page_of_ours(alone):
    answer = ask(alone.connected(), HOST, "/report/")
    assert answer.status == 502
    assert title(answer) == "This page is not there right now"
    has_headers_once(answer)


@pytest.mark.parametrize("proxy_of", EACH)
@pytest.mark.parametrize("site", ["site", "keyholder"])
def test_a_host_may_be_as_long_as_hosts_are(proxy_of, site, tmp_path):
    host = ".".join(["a" * 60, "b" * 60, "c" * 60, "example"])
    with proxy_of(Place(tmp_path, site, host, free_port())) as proxy:
        assert title(ask(proxy.connected(), host)) == "This page is not there right now"


STRANGE = {
    "two hosts": f"GET / HTTP/1.1\r\nHost: {HOST}\r\nHost: other.example\r\n\r\n",
    "a bad path": f"GET /%00 HTTP/1.1\r\nHost: {HOST}\r\n\r\n",
    "a method": f"TRACE / HTTP/1.1\r\nHost: {HOST}\r\n\r\n",
    "a long path": f"GET /{'a' * 70_000} HTTP/1.1\r\nHost: {HOST}\r\n\r\n",
    "a long head": f"GET / HTTP/1.1\r\nHost: {HOST}\r\nA: {'a' * 70_000}\r\n\r\n",
    "a coding": f"POST / HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: gzip\r\n\r\n",
    "two lengths": f"POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 4\r\n"
    "Transfer-Encoding: chunked\r\n\r\n",
}


@needs_nginx
@pytest.mark.parametrize("sent", STRANGE.values(), ids=STRANGE)
def test_what_nginx_refuses_itself_has_our_page_and_headers(site, tmp_path_factory, sent):
    place = Place(tmp_path_factory.mktemp("nginx"), "site", HOST, site[0].port)
    with nginx(place) as proxy, proxy.connected() as connection:
        asking.send(connection, sent.encode())
        answer = asking.parsed(asking.all_from(connection))
    assert answer.status >= 400
    assert title(answer) == "This page is not there right now"
    has_headers_once(answer)


@pytest.mark.parametrize("page", ["unavailable", "too-large"])
def test_nobody_opens_such_a_page_by_its_address(alone, page):
    for path in (f"/.page/{page}.html", f"/{page}.html"):
        assert ask(alone.connected(), HOST, path).status in {404, 502}


def test_no_address_of_a_visitor_is_in_any_file(proxy, alone, site):
    """After all that the tests above asked, in this proxy's folder and in the site's."""
    said = ask(proxy.connected(), HOST, "/nowhere", headers=[("User-Agent", VISITOR)])
    assert said.status == 404
    ask(alone.connected(), HOST)
    for port in (proxy.plain, proxy.secure):
        with reached(port) as connection:
            connection.sendall(b"\0\r\n\r\n")
            asking.all_from(connection)
    for folder in (proxy.place.folder, alone.place.folder, site[2]):
        assert ADDRESS.found_in_files(files_of(folder)) == {}
    assert not ADDRESS.found_in(site[0].output.encode())


@needs_nginx
def test_an_address_that_is_logged_is_found(site, tmp_path):
    logged = {"access_log off;": f"access_log {tmp_path}/access.log;"}
    with nginx(Place(tmp_path, "site", HOST, site[0].port), logged) as proxy:
        ask(proxy.connected(), HOST)
    assert ADDRESS.found_in_files(files_of(tmp_path)) == {str(tmp_path / "access.log"): {"address"}}


def moments(folder):
    """When a file was last added to each folder or removed from it, even for a moment."""
    return {each: each.stat().st_mtime_ns for each in [folder, *folder.rglob("*")] if each.is_dir()}


def send_and_fetch(proxy):
    """Send the largest body there is, and fetch the largest file there is."""
    marked = secrets.token_hex(16).encode() * (500 * 1024 // 32)
    assert ask(proxy.connected(), HOST, "/report/send", body=marked).status == 400
    page = ask(proxy.connected(), HOST).body.decode()
    script = re.search(r'src="(/static/[^"]+\.js)"', page)[1]
    assert ask(proxy.connected(), HOST, script).status == 200
    return marked[:32]


def test_no_body_and_no_answer_touches_the_proxy_s_disk(proxy):
    send_and_fetch(proxy)
    before = moments(proxy.place.folder)
    mark = send_and_fetch(proxy)
    assert moments(proxy.place.folder) == before
    assert Searcher({"body": mark}).found_in_files(files_of(proxy.place.folder)) == {}


@needs_nginx
def test_a_body_that_touches_the_disk_for_a_moment_is_noticed(site, tmp_path):
    small = {"client_body_buffer_size 512k": "client_body_buffer_size 8k"}
    with nginx(Place(tmp_path, "site", HOST, site[0].port), small) as proxy:
        before = moments(tmp_path)
        send_and_fetch(proxy)
        assert moments(tmp_path) != before


@pytest.mark.parametrize("proxy_of", EACH)
def test_the_key_holder_s_proxy_limits_and_answers_too(proxy_of, keyholder, tmp_path):
    place = Place(tmp_path, "keyholder", "localhost", keyholder.port)
    with proxy_of(place) as proxy:
        answer = ask(proxy.connected(), "localhost", "/check/keys")
        assert answer.status == 200
        assert answer.all_of("Access-Control-Allow-Origin") == ["*"]
        large = ask(proxy.connected(), "localhost", "/check/evaluate", body=b" " * 30_000)
        assert (large.status, title(large)) == (413, "This is too large to send")
        assert ask(reached(proxy.plain), "localhost").status == 308
        with proxy.connected() as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n")
            assert asking.all_from(connection) == b""
    assert ADDRESS.found_in_files(files_of(tmp_path)) == {}


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda file: file.stem)
@pytest.mark.parametrize(
    "file", ["nginx/page.conf", "caddy/site.Caddyfile", "caddy/keyholder.Caddyfile"]
)
def test_the_policy_lets_the_page_s_own_style_through_and_nothing_else(page, file):
    text = page.read_text(encoding="utf-8")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; "
    assert policy in (PAGES.parent / file).read_text(encoding="utf-8")
    assert not re.search(r"<script|<img|<link|\sstyle=|\son\w+=", text)
    assert not SUBJECT.search(text)


@needs_nginx
def test_who_asks_far_too_often_waits_and_the_address_is_not_kept(site, tmp_path):
    few = {"rate=50r/s": "rate=1r/m", "burst=500": "burst=3"}
    with nginx(Place(tmp_path, "site", HOST, site[0].port), few) as proxy:
        answers = [ask(proxy.connected(), HOST) for _ in range(6)]
    assert [each.status for each in answers] == [200] * 4 + [429] * 2
    assert title(answers[-1]) == "This page is not there right now"
    assert ADDRESS.found_in_files(files_of(tmp_path)) == {}


@needs_caddy
def test_caddy_would_write_the_files_as_they_are():
    for file in [each for each in (PAGES.parent / "caddy").rglob("*") if each.is_file()]:
        written = subprocess.run([CADDY, "fmt", file], capture_output=True, check=False)
        assert written.stdout == file.read_bytes()
