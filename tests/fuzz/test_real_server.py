"""Odd requests to the real server, over real connections: what the test client cannot send."""

import re
import socket
from contextlib import suppress

import pytest
from faults import stored
from faults.calls import Call, HungUpError, make
from faults.stories import served
from fuzz.answers import assert_plain, is_of_the_server_itself
from fuzz.asking import Asked
from fuzz.odd import HEADERS, RAW
from fuzz.routes import METHODS, every_route
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reports.writer import Writer, as_json

from unsilenced.site.settings import DATA_UPLOAD_MAX_MEMORY_SIZE

TRIES = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
PATHS = [
    route.path({name: "1" if kind == "int" else "willow" for name, kind in route.places.items()})
    for route in every_route()
]
ODD_PATHS = ["//", "/%", "/%zz", "/%00", "/report/%ff", "/report/../desk/", "*", "/" + "a" * 20_000]
CONTENT_TYPES = [
    "application/json",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=iso-8859-1",
    "\xff",
]
QUERIES = ["", "?" + "a=1&" * 1500, "?%ff=%00", "?p=willow"]

NONSENSE = [
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: other.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"POST /report/send HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /report/send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n{}",
    b"POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /report/send HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    bytes(range(256)) * 40,
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with served(tmp_path_factory.mktemp("fuzz") / "data") as running:
        yield running


ODD_HEADERS = [{}, *({name: value} for name in HEADERS for value in HEADERS[name])]


def test_whatever_is_sent_is_refused_plainly_and_nothing_is_stored(site):
    addresses = st.builds(
        "{}{}".format, st.sampled_from(PATHS + ODD_PATHS), st.sampled_from(QUERIES)
    )
    sent = st.builds(
        lambda content_type, odd: {"Content-Type": content_type, **odd},
        st.sampled_from(CONTENT_TYPES),
        st.sampled_from(ODD_HEADERS),
    )
    requests = st.builds(Call, st.sampled_from(METHODS), addresses, RAW, sent)
    before = stored.read(site.database)

    @given(requests)
    @TRIES
    def try_one(call):
        try:
            answer = make(site.port, call)
        except HungUpError:
            # A server need not read all of what is too long before it hangs up.
            assert len(call.body) > DATA_UPLOAD_MAX_MEMORY_SIZE
            return
        asked = Asked(call.method, call.path, headers=call.headers)
        if not is_of_the_server_itself(answer):
            content_type = answer.headers["Content-Type"]
            assert_plain(answer.status, content_type, answer.body, asked=asked, is_page=True)

    try_one()
    assert stored.read(site.database) == before
    assert_is_well(site)


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_what_is_not_http_ends_the_connection_and_nothing_else(site, nonsense):
    told = b""
    with (
        socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection,
        suppress(OSError),
    ):
        # The server may hang up before it has heard it all.
        connection.sendall(nonsense)
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65536):
            told += part
    assert not re.match(rb"HTTP/1\.1 5", told)
    assert_is_well(site)


def test_what_cannot_even_become_a_request_is_refused_as_other_things_are(site):
    call = Call(
        "POST",
        "/report/?" + "a=1&" * 1500,
        b"a=b",
        {"Content-Type": "application/x-www-form-urlencoded; charset=iso-8859-1"},
    )
    answer = make(site.port, call)
    assert (answer.status, answer.json["error"]["code"]) == (400, "bad-request")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_body_that_breaks_off_stores_nothing(site):
    submission = Writer.of(site.project).submission()
    body = Call.post("/report/send", as_json(submission)).body
    head = f"POST /report/send HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall(head.encode() + body[:-1])
    assert_is_well(site)
    assert submission.uid not in stored.read(site.database).reports


def test_nothing_odd_leaves_a_word_in_the_log(site):
    assert "Traceback" not in "".join(site.output)


def assert_is_well(site):
    submission = Writer.of(site.project).submission()
    assert make(site.port, Call.post("/report/send", as_json(submission))).status == 201
