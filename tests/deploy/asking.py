"""Asks a proxy like browsers, and like attackers."""

import re
import socket
from dataclasses import dataclass

LONGEST = 1 << 20


@dataclass(frozen=True)
class Answer:
    """What came back: the status, each header as often as it came, and the body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all_of(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each == name.lower()]


def ask(connection, host, path="/", *, body=None, headers=()) -> Answer:
    """Ask over HTTP/1.1, on a connection that is closed afterwards."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", f"Host: {host}"]
    lines += ["Connection: close", *(f"{name}: {value}" for name, value in headers)]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    with connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        if body:
            send(connection, body)
        return parsed(all_from(connection))


def send(connection, body):
    """Send as much as the server accepts: if it refuses a body for its length, it reads none."""
    try:
        connection.sendall(body)
    except OSError:
        return


def all_from(connection) -> bytes:
    """Everything that comes until the connection ends, also by a reset. Fails if it stays open."""
    found = b""
    try:
        while piece := connection.recv(65_536):
            found += piece
    except TimeoutError:
        raise
    except OSError:
        return found
    return found


def parsed(data: bytes) -> Answer:
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = [
        (name.lower(), value.strip()) for name, _, value in (e.partition(":") for e in lines)
    ]
    if ("transfer-encoding", "chunked") in headers:
        body = b"".join(_chunks(body))
    return Answer(int(first.split()[1]), headers, body)


def _chunks(data: bytes):
    while data:
        size, _, data = data.partition(b"\r\n")
        length = int(size, 16)
        yield data[:length]
        data = data[length + 2 :]


def ended_while_trickling(connection) -> bool:
    """Send a byte each fifth of a second until the other side ends the connection or the stream."""
    connection.settimeout(0.2)
    for _ in range(300):
        try:
            if not connection.recv(65_536):
                return True
        except TimeoutError:
            try:
                connection.sendall(b"a")
            except OSError:
                return True
        except OSError:
            return True
    return False


RESET, GO_AWAY, HEADERS, DATA, SETTINGS = 3, 7, 1, 0, 4
END_STREAM, END_HEADERS = 1, 4


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """A frame of HTTP/2 (RFC 9113, section 4.1)."""
    length = len(payload).to_bytes(3, "big")
    return length + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def http2_post(host: str, path: str, length: int) -> bytes:
    """The beginning of HTTP/2 and the head of a request whose body is still to come."""
    told = [("content-type", "application/json"), ("content-length", str(length))]
    return _begun("POST", [(":authority", host), (":path", path), *told], END_HEADERS)


def http2_get(*fields: tuple[str, str]) -> bytes:
    """The beginning of HTTP/2 and a whole request for `/`."""
    return _begun("GET", [(":path", "/"), *fields], END_HEADERS | END_STREAM)


def _begun(method, fields, flags) -> bytes:
    block = b"".join(map(_literal, [(":method", method), (":scheme", "https"), *fields]))
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    return preface + frame(SETTINGS, 0, 0, b"") + frame(HEADERS, flags, 1, block)


def _literal(field) -> bytes:
    """A field that is written out (RFC 7541, section 6.2.2)."""
    return b"\0" + b"".join(bytes([len(each)]) + each.encode() for each in field)


def kinds(data: bytes) -> list[int]:
    """The kinds of the frames of HTTP/2 in `data`."""
    found = []
    while len(data) >= 9:
        found.append(data[3])
        data = data[9 + int.from_bytes(data[:3], "big") :]
    return found


def ended_while_trickling_frames(connection: socket.socket) -> bool:
    """The same over HTTP/2, where a stream ends before its connection does."""
    connection.settimeout(0.2)
    heard = b""
    for _ in range(300):
        try:
            piece = connection.recv(65_536)
        except TimeoutError:
            connection.sendall(frame(DATA, 0, 1, b"a"))
            continue
        heard += piece
        if not piece or {RESET, GO_AWAY} & set(kinds(heard)):
            return True
    return False


def kinds_until_ended(connection: socket.socket) -> list[int]:
    """The kinds of the frames that come until the stream or its connection ends."""
    heard = b""
    while not {RESET, GO_AWAY, HEADERS} & set(kinds(heard)):
        try:
            piece = connection.recv(65_536)
        except TimeoutError:
            raise
        except OSError:
            break
        if not piece:
            break
        heard += piece
    return kinds(heard)


def title(answer: Answer) -> str:
    return re.search(r"<title>(.*?)</title>", answer.body.decode())[1]
