"""A connection that breaks in the middle of a request: nothing of what came is done."""

import socket
import uuid
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from faults.calls import Call, make
from faults.stories import served
from reports.writer import Writer, as_json

from unsilenced.reports.consent import WORDING
from unsilenced.sealing.receipt import Receipt, derive

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with served(tmp_path_factory.mktemp("cut") / "data") as running:
        yield running


class Conversation:
    """A report, and what its writer's browser sends without JavaScript."""

    def __init__(self, site):
        self.port = site.port
        self.receipt = Receipt.draw()
        self.writer = Writer.of(site.project, derive(self.receipt))
        sent = make(self.port, Call.post("/report/send", as_json(self.writer.submission())))
        assert sent.status == 201

    def form(self, do, message="", *, last):
        fields = {"words": self.receipt.canonical, "uid": str(uuid.uuid4()), "wording": WORDING}
        fields |= {"message": message, "do": do}
        return urlencode(fields | {last: fields.pop(last)}).encode()

    def send(self, headers, body, *, breaks=True):
        """Send what there is; return the status, once the site hangs up."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=60)) as connection:
            connection.sendall(
                b"POST /return/ HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n\r\n%s"
                % (FORM, headers, body)
            )
            if breaks:
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            while more := connection.recv(65_536):
                answer += more
        return answer.split(b" ", 2)[1]

    def messages(self):
        headers = {"Authorization": self.writer.authorization}
        answer = make(self.port, Call("GET", "/return/open", headers=headers))
        assert answer.status == 200
        return len(answer.json["messages"])


@pytest.fixture
def conversation(site):
    return Conversation(site)


def length_of(form):
    return b"Content-Length: %d" % len(form)


def test_a_form_whose_end_is_missing_is_not_taken_for_a_whole_one(conversation):
    form = conversation.form("message", "x" * 400 + " END", last="message")
    assert conversation.send(length_of(form), form[:-200]) == b"400"
    assert conversation.messages() == 0
    # Sent again it is the same message, and it is whole.
    with closing(HTTPConnection("127.0.0.1", conversation.port, timeout=60)) as again:
        again.request("POST", "/return/", form, {"Content-Type": FORM.split(b" ")[1].strip()})
        assert again.getresponse().status == 200
    assert conversation.messages() == 1


@pytest.mark.parametrize("act", ["erase-ask", "erased"])
def test_no_form_that_is_cut_to_another_act_does_that_one(conversation, act):
    form = conversation.form(act, last="do")
    assert conversation.send(length_of(form), form[: form.index(b"do=erase") + 8]) == b"400"
    assert conversation.messages() == 0


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(b"%x\r\n%b", id="within a piece"),
        pytest.param(b"%x\r\n%b\r\n", id="after a piece"),
        pytest.param(b"%x\r\n%b\r\n0\r\n", id="before the very end"),
        pytest.param(b"%x\r\n%b\r\nzz\r\n", id="with something else"),
    ],
)
def test_a_body_in_pieces_that_is_cut_is_not_taken(conversation, shape):
    form = conversation.form("message", "Hello.", last="do")
    assert conversation.send(b"Transfer-Encoding: chunked", shape % (len(form), form)) == b"411"
    assert conversation.messages() == 0


def test_a_whole_body_in_pieces_is_not_taken_either(conversation):
    form = conversation.form("message", "Hello.", last="do")
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(form), form)
    assert conversation.send(b"Transfer-Encoding: chunked", body, breaks=False) == b"411"
    assert conversation.messages() == 0
