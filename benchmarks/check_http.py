"""Evaluations over HTTP with tokens, on one core, beside the bare evaluations on that core.

The key holder as it is served (one worker) and its PostgreSQL are kept on the first core, this
load generator on the last. Elements are really blinded, and tokens are the day's real ones, made
before the clock starts: browsers do that, not the server. Then, with the server idle, this process
goes to the first core and does what the server did, step by step, with the site's own PostgreSQL:
the evaluation, verifying the token (one more evaluation), reading and writing JSON, spending (one
commit). Steps are in processor time of this process; what PostgreSQL takes is apart, and what the
worker takes beyond the steps is Django and HTTP. What is measured by the clock tells something only
on a quiet machine.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import secrets
import statistics
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from check_site import check_site, cpu_seconds, on_core, server_of
from measure import percentile, show, wants_json

from unsilenced.evaluator.keyring import Keyring
from unsilenced.oblivious.client import blind
from unsilenced.oblivious.evaluator import Evaluation, Evaluator
from unsilenced.oblivious.tokens import NONCE_SIZE, spend_mac
from unsilenced.sealing.b64u import to_b64u

CHECKS, WARM_UP, CONNECTIONS = 3_000, 200, 8
SEVERAL, MANY_AT_ONCE = 32, 60
STEPS = 400


def bodies(keyholder: Keyring, count: int, size: int, evaluator: str = "keyholder") -> list[bytes]:
    """So many calls to evaluate `size` elements each, with fresh tokens of the day."""
    from unsilenced.process.utc_day import utc_today  # noqa: PLC0415 - needs Django set up

    day = utc_today()
    token_key = keyholder.token_key(day)
    return [body(keyholder.current, token_key, str(day), size, evaluator) for _ in range(count)]


def body(key: Evaluator, token_key: Evaluator, day: str, size: int, evaluator: str) -> bytes:
    """One call as its bytes."""
    elements = [blind(secrets.token_bytes(40)).element for _ in range(size)]
    tokens = []
    for element in elements:
        nonce = secrets.token_bytes(NONCE_SIZE)
        mac = spend_mac(token_key.output(nonce), evaluator, key.key_id, element)
        tokens.append({"day": day, "nonce": to_b64u(nonce), "mac": to_b64u(mac)})
    members = {"key": key.key_id, "elements": list(map(to_b64u, elements)), "tokens": tokens}
    return json.dumps(members).encode()


def send_all(url: str, sent: list[bytes], connections: int) -> tuple[float, list[float], list[int]]:
    """Send over all connections; return seconds in all, seconds each, and statuses."""
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    for one in sent:
        waiting.put(one)
    latencies: list[float] = []
    statuses: list[int] = []
    address = urlsplit(url).netloc

    def worker() -> None:
        connection = http.client.HTTPConnection(address, timeout=60)
        while True:
            try:
                one = waiting.get_nowait()
            except queue.Empty:
                connection.close()
                return
            start = time.perf_counter()
            connection.request("POST", "/check/evaluate", one, {"Content-Type": "text/plain"})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
            latencies.append(time.perf_counter() - start)

    threads = [threading.Thread(target=worker) for _ in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start, latencies, statuses


def steps(keyring: Keyring) -> dict[str, float]:
    """Seconds that each step of answering one check takes, on the present core: medians."""
    from django.conf import settings  # noqa: PLC0415 - needs Django set up

    from unsilenced.evaluator import calls, spending  # noqa: PLC0415
    from unsilenced.http import body  # noqa: PLC0415
    from unsilenced.oblivious.tokens import is_genuine  # noqa: PLC0415

    name = settings.CHECK_EVALUATOR
    times: dict[str, list[float]] = {}

    def read_body(one: bytes) -> calls.Asked:
        return body.read(calls.Asked, one)

    def write(done: Evaluation) -> str:
        return json.dumps(calls.evaluation_as_json(done))

    def timed(step: str, call: Callable[..., object], *arguments: object) -> object:
        start = time.process_time()
        result = call(*arguments)
        times.setdefault(step, []).append(time.process_time() - start)
        return result

    for one in bodies(keyring, STEPS, 1, name):
        asked = timed("read", read_body, one)
        token, element = asked.tokens[0], asked.elements[0]
        about = (token.nonce, token.mac, name, asked.key, element)
        timed("token", is_genuine, keyring.token_key(token.day), *about)
        done = timed("evaluate", keyring.current.evaluate, [element])
        timed("spend", spending.spend, asked.tokens, asked.key, [element])
        timed("write", write, done)
    return {step: statistics.median(taken) for step, taken in times.items()}


def measured() -> dict[str, object]:
    """Do all of it."""
    first, last = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
    with check_site(keyholder_core=first) as site:
        from unsilenced.evaluator.keyring import keyring  # noqa: PLC0415 - needs Django set up

        print("blinding and making tokens", file=sys.stderr, flush=True)
        single = bodies(site.keyholder, CHECKS + WARM_UP, 1)
        several = bodies(site.keyholder, MANY_AT_ONCE, SEVERAL)
        with on_core(last):
            print("sending", file=sys.stderr, flush=True)
            send_all(site.keyholder_url, single[:WARM_UP], CONNECTIONS)
            worker, database = site.keyholder_process, server_of(site.keyholder_postgres)
            before = cpu_seconds(worker), cpu_seconds(database)
            seconds, latencies, statuses = send_all(
                site.keyholder_url, single[WARM_UP:], CONNECTIONS
            )
            worker_cpu = (cpu_seconds(worker) - before[0]) / len(statuses)
            database_cpu = (cpu_seconds(database) - before[1]) / len(statuses)
            one_by_one = send_all(site.keyholder_url, bodies(site.keyholder, WARM_UP, 1), 1)
            batch_seconds, _, batch_statuses = send_all(site.keyholder_url, several, CONNECTIONS)
        print("step by step", file=sys.stderr, flush=True)
        with on_core(first):
            step = steps(keyring())
    rate = len(statuses) / seconds
    alone = percentile(one_by_one[1], 0.5)
    bare = 1 / step["evaluate"]
    known = sum(step[name] for name in ("read", "token", "evaluate", "spend", "write"))
    return {
        "load_average": os.getloadavg()[0],
        "checks": len(statuses),
        "connections": CONNECTIONS,
        "answered": statuses.count(200),
        "batches_answered": batch_statuses.count(200),
        "checks_per_second_on_one_core": rate,
        "p50_ms": percentile(latencies, 0.5) * 1e3,
        "p95_ms": percentile(latencies, 0.95) * 1e3,
        "p50_ms_one_connection": alone * 1e3,
        "worker_cpu_us_a_check": worker_cpu * 1e6,
        "postgres_cpu_us_a_check": database_cpu * 1e6,
        "checks_per_second_of_processor_time": 1 / (worker_cpu + database_cpu),
        "ratio_to_bare_of_processor_time": (worker_cpu + database_cpu) * bare,
        "bare_evaluations_per_second": bare,
        "ratio_to_bare": bare / rate,
        "elements_per_second_in_batches_of_32": len(batch_statuses) * SEVERAL / batch_seconds,
        "evaluate_us": step["evaluate"] * 1e6,
        "verify_token_us": step["token"] * 1e6,
        "read_json_us": step["read"] * 1e6,
        "write_json_us": step["write"] * 1e6,
        "spend_us": step["spend"] * 1e6,
        "django_and_http_us": (worker_cpu - known) * 1e6,
    }


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    show(measured(), as_json=as_json)


if __name__ == "__main__":
    main()
