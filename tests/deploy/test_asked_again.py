"""If a site closes the connection, a proxy asks for a page again, but sends nothing again.

A process that stops does this: it closes connections that it took but did not begin to read.
"""

import socket
import threading
from contextlib import contextmanager

import pytest
from deploy.asking import ask, title
from deploy.proxies import Place, caddy, needs_caddy, needs_nginx, nginx, reached
from free_ports import free_port
from onion_host import ONION

HOSTS = {"site": "fernway.example", "keyholder": "keys.example"}
EACH = [pytest.param(nginx, marks=needs_nginx), pytest.param(caddy, marks=needs_caddy)]
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@contextmanager
def closing(first):
    """A site that closes the `first` connections unanswered; give its port, and what it was sent.

    It closes when the request has come, so a proxy cannot know whether the site acted on it.
    """
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    said = whole(connection)
                    if not said:
                        continue
                    heard.append(said.partition(b" ")[0].decode())
                    if len(heard) > first:
                        connection.sendall(ANSWER)

        answering = threading.Thread(target=answer)
        answering.start()
        try:
            yield listening.getsockname()[1], heard
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            answering.join()


def whole(connection):
    """One request, with as much of a body as it says it has."""
    said = b""
    while piece := connection.recv(65_536):
        said += piece
        head, ends, body = said.partition(b"\r\n\r\n")
        if ends and (b"Content-Length: 4" not in head or len(body) == 4):
            break
    return said


@pytest.mark.parametrize("proxy_of", EACH)
@pytest.mark.parametrize("site", HOSTS)
def test_a_page_is_asked_for_again(proxy_of, site, tmp_path):
    with (
        closing(2) as (port, heard),
        proxy_of(Place(tmp_path, site, HOSTS[site], port)) as proxy,
    ):
        assert ask(proxy.connected(), HOSTS[site]).status == 200
    assert heard == ["GET"] * 3


@pytest.mark.parametrize("proxy_of", EACH)
def test_a_page_is_asked_for_again_at_the_onion_service(proxy_of, tmp_path):
    place = lambda port: Place(tmp_path, "site", HOSTS["site"], port, ONION)  # noqa: E731
    with closing(2) as (port, heard), proxy_of(place(port)) as proxy:
        assert ask(reached(proxy.onion), ONION).status == 200
    assert heard == ["GET"] * 3


@pytest.mark.parametrize("proxy_of", EACH)
@pytest.mark.parametrize("site", HOSTS)
@pytest.mark.parametrize("body", [b"sent", b""], ids=["body", "empty"])
def test_what_is_sent_is_never_sent_twice(proxy_of, site, body, tmp_path):
    with (
        closing(1) as (port, heard),
        proxy_of(Place(tmp_path, site, HOSTS[site], port)) as proxy,
    ):
        answer = ask(proxy.connected(), HOSTS[site], body=body)
        assert (answer.status, title(answer)) == (502, "This page is not there right now")
        assert heard == ["POST"]
        assert ask(proxy.connected(), HOSTS[site], body=body).status == 200
    assert heard == ["POST", "POST"]


@pytest.mark.parametrize("proxy_of", EACH)
def test_a_site_that_is_off_is_given_up_soon(proxy_of, tmp_path):
    place = Place(tmp_path, "site", HOSTS["site"], free_port())
    with proxy_of(place) as proxy:
        for body in (None, b"sent"):
            assert ask(proxy.connected(), HOSTS["site"], body=body).status == 502
