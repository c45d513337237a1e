"""Calls over a real connection, by a client that knows what it was told and nothing else."""

import http.client
import json
from contextlib import closing
from dataclasses import dataclass, field


class NotSentError(Exception):
    """Nobody took the connection, so nothing can have been done."""


class UnknownError(Exception):
    """No answer came, or a fault: the call may have been done or not."""


class HungUpError(UnknownError):
    """The connection ended before an answer came."""


@dataclass(frozen=True)
class Answer:
    """The answer to a call."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


@dataclass(frozen=True)
class Call:
    """A call that can be made again, with the very same bytes."""

    method: str
    path: str
    body: bytes = field(default=b"", repr=False)
    headers: dict = field(default_factory=dict)

    @classmethod
    def post(cls, path, members, **headers):
        body = json.dumps(members).encode()
        return cls("POST", path, body, {"Content-Type": "application/json", **headers})


def make(port, call):
    """Make a call and return its answer. Raise NotSentError or UnknownError if none comes."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        try:
            connection.connect()
        except OSError:
            raise NotSentError from None
        return _ask(connection, call)


def _ask(connection, call):
    try:
        connection.request(call.method, call.path, call.body, call.headers)
        answer = connection.getresponse()
        told = Answer(answer.status, answer.headers, answer.read())
    except (OSError, http.client.HTTPException):
        raise HungUpError from None
    if told.status >= 500:
        raise UnknownError(told.status, told.body)
    return told


def session_of(ask, name, person):
    """Log in by calls that `ask` makes, and return the headers that carry the session."""
    begun = ask(Call.post("/desk/api/log-in", {"name": name, "secret": person["secret"]}))
    half = _headers(begun)
    code = person["recovery_codes"].pop()
    done = ask(Call.post("/desk/api/log-in/recovery-code", {"code": code}, **half))
    return _headers(done)


def _headers(answer):
    assert answer.status == 200, answer.body
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    return {"Cookie": cookie, "X-CSRFToken": answer.json["csrf"]}
