"""How long people wait while 16 strangers do what they can to stop the site, and without them.

32 people report, come back, write and read, again and again, each over a connection of their own.
Of the strangers, 4 read nothing of the longest answers they can get, 4 never finish sending, 4 ask
for their longest answers as fast as they come, and 4 send the longest messages as fast as they are
refused. Server, PostgreSQL, people and strangers share the machine. A person's calls wait for a
moment in between, as a person's do: what is measured is the site, not how busy we can make it.
"""

from __future__ import annotations

import http.client
import json
import random
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

import psutil
from demo_server import demo_server
from measure import percentile, show, wants_json
from submissions import project_key

from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.keys import generate_private_key, public_key_of
from unsilenced.sealing.receipt import lookup_hash
from unsilenced.sealing.record import Recipient, seal_record

PEOPLE, STRANGERS_OF_A_KIND, VISITS = 32, 4, 6
BETWEEN = 1.0
"""Seconds at most between two calls of a person."""
MOST_P95 = 0.300
LONG = b"a" * 200_000
SHORT = b'{"v":1,"text":"Invented for a benchmark."}'


@dataclass(frozen=True)
class Writer:
    """A writer with keys of their own, who seals as the browser does."""

    key: UUID
    project_public_key: bytes
    report: UUID
    secret: bytes
    private_key: bytes

    @classmethod
    def draw(cls, key: UUID, project_public_key: bytes) -> Writer:
        """Draw one for a project's key."""
        return cls(
            key, project_public_key, uuid4(), secrets.token_bytes(32), generate_private_key()
        )

    @property
    def authorization(self) -> dict[str, str]:
        """The header that carries the words."""
        return {"Authorization": f"Receipt {to_b64u(self.secret)}"}

    def sealed(self, text: bytes, kind: RecordKind, record: UUID) -> dict[str, object]:
        """The members of a record."""
        public_key = public_key_of(self.private_key)
        sealed = seal_record(
            text,
            kind=kind,
            subject=self.report,
            record=record,
            recipients=[
                Recipient(RecipientKind.PROJECT, self.key, self.project_public_key),
                Recipient(RecipientKind.REPORTER, None, public_key),
            ],
        )
        return {
            "uid": str(record),
            "key": str(self.key),
            "body": to_b64u(sealed.body),
            "project_wrap": to_b64u(sealed.wrap_for(RecipientKind.PROJECT)),
            "reporter_wrap": to_b64u(sealed.wrap_for(RecipientKind.REPORTER)),
        }

    def submission(self, text: bytes = SHORT) -> bytes:
        """The body of the call that sends the report."""
        return json.dumps(
            {
                **self.sealed(text, RecordKind.REPORT, self.report),
                "project": "lantern",
                "reporter_public_key": to_b64u(public_key_of(self.private_key)),
                "lookup_hash": to_b64u(lookup_hash(self.secret)),
                "consents": ["count"],
                "wording": "2026-11",
            }
        ).encode()

    def message(self, text: bytes = SHORT) -> bytes:
        """The body of the call that sends a message."""
        return json.dumps(self.sealed(text, RecordKind.REPORTER_MESSAGE, uuid4())).encode()


class Connection:
    """One kept connection, and how long each of its calls took."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.seconds: list[float] = []
        self.statuses: list[int] = []

    def call(self, path: str, body: bytes | None = None, **headers: str) -> int:
        """Make a call and take its answer whole; return the status."""
        start = time.perf_counter()
        method = "GET" if body is None else "POST"
        headers = {"Content-Type": "application/json", **headers}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        answer.read()
        self.seconds.append(time.perf_counter() - start)
        self.statuses.append(answer.status)
        return answer.status


Planned = list[tuple[str, bytes | None, dict[str, str]]]


def planned(draw: Callable[[], Writer]) -> Planned:
    """The calls of one person, sealed before the clock starts: a browser does that elsewhere."""
    calls: Planned = []
    for _ in range(VISITS):
        writer = draw()
        for path, body in [
            ("/report/send", writer.submission()),
            ("/return/open", None),
            ("/return/messages", writer.message()),
            ("/return/open", None),
        ]:
            calls.append((path, body, writer.authorization))
    return calls


def visit(port: int, calls: Planned) -> Connection:
    """What one person does, with moments in between."""
    connection = Connection(port)
    for path, body, headers in calls:
        time.sleep(random.uniform(0, BETWEEN))
        connection.call(path, body, **headers)
    return connection


def visits(port: int, draw: Callable[[], Writer]) -> tuple[list[float], list[int]]:
    """Everybody's visits at the same time: seconds and statuses of each call."""
    done: list[Connection] = []
    plans = [planned(draw) for _ in range(PEOPLE)]

    def go(calls: Planned) -> None:
        done.append(visit(port, calls))

    threads = [threading.Thread(target=go, args=[calls]) for calls in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = [each for connection in done for each in connection.seconds]
    return seconds, [each for connection in done for each in connection.statuses]


def filled(port: int, draw: Callable[[], Writer]) -> Writer:
    """A stranger's report with as much in it as is taken."""
    stranger = draw()
    connection = Connection(port)
    connection.call("/report/send", stranger.submission(LONG))
    while connection.statuses[-1] == 201:
        connection.call("/return/messages", stranger.message(LONG), **stranger.authorization)
    return stranger


@contextmanager
def strangers(port: int, draw: Callable[[], Writer]) -> Iterator[list[int]]:
    """Have all 16 do their worst; give the statuses of those who are answered."""
    over = threading.Event()
    stranger = filled(port, draw)
    message = stranger.message(LONG)
    answered: list[int] = []

    def loop(path: str, body: bytes | None) -> None:
        while not over.is_set():
            with suppress(OSError, http.client.HTTPException):
                connection = Connection(port)
                while not over.is_set():
                    answered.append(connection.call(path, body, **stranger.authorization))

    def hold(data: bytes) -> None:
        while not over.is_set():
            with suppress(OSError), socket.socket() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
                connection.connect(("127.0.0.1", port))
                connection.sendall(data)
                over.wait(15)

    head = f"Host: 127.0.0.1\r\nAuthorization: {stranger.authorization['Authorization']}\r\n"
    deeds = [
        lambda: hold(f"GET /return/open HTTP/1.1\r\n{head}\r\n".encode() * 50),
        lambda: hold(
            f"POST /report/send HTTP/1.1\r\n{head}Content-Length: 9999\r\n\r\n{{".encode()
        ),
        lambda: loop("/return/open", None),
        lambda: loop("/return/messages", message),
    ]
    threads = [threading.Thread(target=each) for each in deeds * STRANGERS_OF_A_KIND]
    for thread in threads:
        thread.start()
    try:
        yield answered
    finally:
        over.set()
        for thread in threads:
            thread.join()


def memory(port: int) -> int:
    """Bytes that the processes need which listen on the port."""
    listening = {
        each.pid
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.pid
    }
    return sum(psutil.Process(pid).memory_info().rss for pid in listening)


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    with demo_server() as port:
        key, public_key = project_key(port)

        def draw() -> Writer:
            return Writer.draw(key, public_key)

        visits(port, draw)
        before = memory(port)
        alone, statuses_alone = visits(port, draw)
        with strangers(port, draw) as answered:
            beside, statuses_beside = visits(port, draw)
            after = memory(port)
    p95 = percentile(beside, 0.95)
    statuses = statuses_alone + statuses_beside
    show(
        {
            "people": PEOPLE,
            "strangers": 4 * STRANGERS_OF_A_KIND,
            "calls_of_people": len(statuses),
            "failed": sum(status not in {200, 201} for status in statuses),
            "answers_to_strangers": len(answered),
            "alone_p50_ms": percentile(alone, 0.5) * 1e3,
            "alone_p95_ms": percentile(alone, 0.95) * 1e3,
            "beside_p50_ms": percentile(beside, 0.5) * 1e3,
            "beside_p95_ms": p95 * 1e3,
            "beside_max_ms": max(beside) * 1e3,
            "memory_growth_mib": (after - before) / 1024 / 1024,
            "p95_to_limit": p95 / MOST_P95,
        },
        as_json=as_json,
    )


if __name__ == "__main__":
    main()
