"""The onion service as shipped: Tor's lines, and the proxy between Tor and the site."""

import subprocess
from shutil import which

import pytest
from deploy.asking import all_from, ask, title
from deploy.proxies import Place, caddy, needs_caddy, needs_nginx, nginx, reached
from deploy.shipped import DEPLOY
from faults.running_site import until
from free_ports import free_port
from migrated_folder import migrated_folder
from onion_host import DOMAIN, ONION, made
from site_running import running

from unsilenced.http.headers import ALWAYS, HSTS
from unsilenced.site.configuration import configuration

TOR = which("tor")
TORRC = (DEPLOY / "tor/torrc").read_text(encoding="utf-8")
EACH = [pytest.param(nginx, marks=needs_nginx), pytest.param(caddy, marks=needs_caddy)]
needs_tor = pytest.mark.skipif(TOR is None, reason="Tor is not installed (script/test)")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    settings = {"SITE_HTTPS": "yes", "SITE_HOSTS": DOMAIN, "ONION_HOST": ONION}
    migrated_folder(folder)
    with running(folder, **settings) as served:
        served.read_on()
        yield served


@pytest.fixture(scope="module", params=EACH)
def proxy(request, site, tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("proxy"), "site", DOMAIN, site.port, ONION)
    with request.param(place) as started:
        yield started


@pytest.fixture(params=EACH)
def alone(request, tmp_path):
    """A proxy with nothing behind it."""
    with request.param(Place(tmp_path, "site", DOMAIN, free_port(), ONION)) as started:
        yield started


def ask_onion(proxy, path="/", host=ONION, **how):
    return ask(reached(proxy.onion), host, path, **how)


def assert_like_the_programs_but_without_https(answer):
    for name, value in {**ALWAYS, "Cache-Control": "no-store"}.items():
        assert answer.all_of(name) == [value]
    assert answer.all_of("Strict-Transport-Security") == []
    assert len(answer.all_of("Content-Security-Policy")) == 1


@pytest.mark.parametrize("path", ["/", "/report/", "/pt-br/return/", "/desk/log-in/"])
def test_a_page_comes_through_the_onion_and_the_domain_names_it(proxy, path):
    answer = ask_onion(proxy, path)
    assert answer.status == 200
    assert_like_the_programs_but_without_https(answer)
    assert answer.all_of("Onion-Location") == []
    at_domain = ask(proxy.connected(), DOMAIN, path)
    assert at_domain.all_of("Onion-Location") == [f"http://{ONION}{path}"]
    assert at_domain.all_of("Strict-Transport-Security") == [HSTS]


def test_nobody_says_through_the_onion_that_it_is_https(proxy):
    page = ask_onion(proxy, "/transparency/", headers=[("X-Forwarded-Proto", "https")])
    assert f"http://{ONION}/static/".encode() in page.body
    assert f"https://{ONION}".encode() not in page.body


@pytest.mark.parametrize("host", [DOMAIN, made(bytes(32)), "localhost"])
def test_whoever_names_another_host_through_the_onion_gets_no_answer(proxy, host):
    with reached(proxy.onion) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert all_from(connection) == b""


def test_what_is_too_large_is_refused_with_a_page(proxy):
    answer = ask_onion(proxy, "/report/send", body=b" " * 700_000)
    assert (answer.status, title(answer)) == (413, "This is too large to send")
    assert_like_the_programs_but_without_https(answer)


def test_while_the_site_is_off_there_is_a_page_of_ours(alone):
    answer = ask_onion(alone)
    assert (answer.status, title(answer)) == (502, "This page is not there right now")
    assert_like_the_programs_but_without_https(answer)


def torrc(folder):
    file = folder / "torrc"
    lines = TORRC.replace("/var/lib/tor/site/", f"{folder}/site/")
    file.write_text(f"DataDirectory {folder}\nDisableNetwork 1\n{lines}")
    return file


@needs_tor
def test_tor_takes_the_lines(tmp_path):
    said = subprocess.run(
        [TOR, "--verify-config", "--defaults-torrc", "/dev/null", "-f", torrc(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout
    assert "Configuration was valid" in said.stdout
    warned = [line for line in said.stdout.splitlines() if "[warn]" in line]
    assert [line for line in warned if "running Tor as root" not in line] == []


@needs_tor
def test_the_address_that_tor_makes_is_one_that_the_site_takes(tmp_path):
    named = tmp_path / "site/hostname"
    tor = subprocess.Popen(
        [TOR, "--defaults-torrc", "/dev/null", "-f", torrc(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: tor.poll() is not None or named.exists())
        host = named.read_text().strip()
    finally:
        tor.terminate()
        tor.wait()
    assert configuration({"ONION_HOST": host}).onion_host == host
