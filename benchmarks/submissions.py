"""Sealed submissions a second over HTTP, with latency and refusals.

Reports are really sealed, before the clock starts: a browser does that, not the server. 32
connections then send them as fast as answers come. Server, PostgreSQL and this load generator
share the machine.
"""

from __future__ import annotations

import json
import queue
import secrets
import socket
import threading
import time
import urllib.request
from uuid import UUID, uuid4

from demo_server import demo_server
from measure import percentile, show, wants_json

from unsilenced.sealing.b64u import from_b64u, to_b64u
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.keys import generate_private_key, public_key_of
from unsilenced.sealing.record import Recipient, seal_record

REPORTS, CONNECTIONS, WARM_UP = 4000, 32, 200
LEAST_RATE, MOST_P95 = 250.0, 0.100


def project_key(port: int) -> tuple[UUID, bytes]:
    """The demonstration project's current key."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/report/key/lantern") as answer:
        key = json.load(answer)

    return UUID(key["id"]), from_b64u(key["public_key"])


def request(port: int, key: UUID, public_key: bytes) -> bytes:
    """One submission as the bytes that go over the wire."""
    uid = uuid4()
    reporter_public_key = public_key_of(generate_private_key())
    sealed = seal_record(
        b'{"v":1,"what":"Invented for a benchmark."}',
        kind=RecordKind.REPORT,
        subject=uid,
        record=uid,
        recipients=[
            Recipient(RecipientKind.PROJECT, key, public_key),
            Recipient(RecipientKind.REPORTER, None, reporter_public_key),
        ],
    )
    body = json.dumps(
        {
            "uid": str(uid),
            "project": "lantern",
            "key": str(key),
            "body": to_b64u(sealed.body),
            "project_wrap": to_b64u(sealed.wrap_for(RecipientKind.PROJECT)),
            "reporter_wrap": to_b64u(sealed.wrap_for(RecipientKind.REPORTER)),
            "reporter_public_key": to_b64u(reporter_public_key),
            "lookup_hash": to_b64u(secrets.token_bytes(32)),
            "consents": ["count", "warn"],
            "wording": "2026-11",
        }
    ).encode()
    head = (
        "POST /report/send HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def answer_status(connection: socket.socket) -> int:
    """Read one whole answer and return its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return 0
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split(b" ", 2)[1])


def send_all(port: int, requests: list[bytes]) -> tuple[float, list[float], list[int]]:
    """Send over all connections; return seconds in all, seconds each, and statuses."""
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    for one in requests:
        waiting.put(one)
    latencies: list[float] = []
    statuses: list[int] = []

    def worker() -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                try:
                    one = waiting.get_nowait()
                except queue.Empty:
                    return
                start = time.perf_counter()
                connection.sendall(one)
                statuses.append(answer_status(connection))
                latencies.append(time.perf_counter() - start)

    threads = [threading.Thread(target=worker) for _ in range(CONNECTIONS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start, latencies, statuses


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    with demo_server() as port:
        key, public_key = project_key(port)
        requests = [request(port, key, public_key) for _ in range(REPORTS + WARM_UP)]
        send_all(port, requests[:WARM_UP])
        seconds, latencies, statuses = send_all(port, requests[WARM_UP:])
    rate, p95 = len(statuses) / seconds, percentile(latencies, 0.95)
    show(
        {
            "submissions": len(statuses),
            "connections": CONNECTIONS,
            "accepted": statuses.count(201),
            "refused": len(statuses) - statuses.count(201),
            "per_second": rate,
            "p50_ms": percentile(latencies, 0.5) * 1e3,
            "p95_ms": p95 * 1e3,
            "p99_ms": percentile(latencies, 0.99) * 1e3,
            "max_ms": max(latencies) * 1e3,
            "rate_to_limit": rate / LEAST_RATE,
            "p95_to_limit": p95 / MOST_P95,
        },
        as_json=as_json,
    )


if __name__ == "__main__":
    main()
