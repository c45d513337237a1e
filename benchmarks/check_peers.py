"""The private check beside two other ways to look one number up in the same set.

- OpenMined PSI (`openmined-psi`): client and server, the server's set as a Golomb-compressed set
  or raw, one number a query.
- Ranges by hash, as password checkers have them: the set's SHA-256 by prefix, a thousand to a
  range, handed to whoever asks. Anybody can try all numbers against what is handed out.

All three run in this process, without a network: what is compared is the processor time of both
sides for one number that is in the set, and the bytes that go over a wire. Ours has two evaluators,
tokens for both, proofs that are verified, and one bucket. Setting up is what must be done once for
each number under a key (ours measured on a part of the set and told for all of it; caseworkers'
browsers do it, so no server ever has the numbers), and what a member must fetch before the first
query.
"""

from __future__ import annotations

import argparse
import math
import os
import secrets
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

import private_set_intersection.python as psi
from check_release import number
from measure import show

from unsilenced.oblivious.client import blind, finalise
from unsilenced.oblivious.combined import bucket_of, combine
from unsilenced.oblivious.element import input_of
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluator
from unsilenced.oblivious.layout import bucket_count, bucket_size
from unsilenced.oblivious.record import RECORD_SIZE, Label, find, seal_label
from unsilenced.oblivious.tokens import NONCE_SIZE, is_genuine, spend_mac

QUERIES, SET_UP_SAMPLE = 15, 3_000
ENUMERATED = 300_000
A_RANGE = 1_000
FALSE_POSITIVES = 1e-9
UK_MOBILES = 10**9
TOKEN_BYTES = NONCE_SIZE + 32
PROOF_BYTES, ELEMENT_BYTES = 64, 32
LABEL = Label(3, b"invents")


@dataclass(frozen=True)
class Peer:
    """What one way costs: the server's set-up, what a client fetches first, and a query."""

    set_up_s: float
    set_up_bytes: int
    query_s: float
    query_bytes: int


def tell(what: str) -> None:
    """Say what is being done."""
    print(what, file=sys.stderr, flush=True)


def timed(call: Callable[[], object]) -> tuple[float, object]:
    """Return the processor seconds that a call took, and what it returned."""
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def ours(count: int) -> Peer:
    """The private check: the bucket of one number is filled as it would be in a release."""
    keys = [Evaluator.from_seed(secrets.token_bytes(32), EVALUATION_INFO) for _ in range(2)]
    day_key = Evaluator.from_seed(secrets.token_bytes(32), b"day")
    buckets = bucket_count(count)
    size = bucket_size(round(count / buckets + 3.3 * math.sqrt(count / buckets)), None)

    def sealed(index: int) -> bytes:
        data = input_of(number(index))
        return seal_label(combine(*(key.output(data) for key in keys)), LABEL)

    set_up, records = timed(lambda: [sealed(index) for index in range(min(count, SET_UP_SAMPLE))])

    def query(index: int) -> bool:
        data = input_of(number(index))
        outputs = []
        for key, name in zip(keys, ("platform", "keyholder"), strict=True):
            token = secrets.token_bytes(NONCE_SIZE)
            output = day_key.output(token)
            blinded = blind(data)
            mac = spend_mac(output, name, key.key_id, blinded.element)
            if not is_genuine(day_key, token, mac, name, key.key_id, blinded.element):
                raise SystemExit("A token was not genuine.")
            outputs += finalise([blinded], key.evaluate([blinded.element]), key.public_key)
        derived = combine(*outputs)
        bucket_of(derived.place, buckets)
        return LABEL in find(derived, bucket)

    times = []
    for index in range(QUERIES):
        others = (secrets.token_bytes(RECORD_SIZE) for _ in range(size - 1))
        bucket = b"".join(sorted([records[index], *others]))
        seconds, hit = timed(lambda index=index: query(index))
        if not hit:
            raise SystemExit("The private check did not find what is there.")
        times.append(seconds)
    path = math.ceil(math.log2(buckets)) * 32 if buckets > 1 else 0
    evaluations = 2 * (2 * ELEMENT_BYTES + TOKEN_BYTES + PROOF_BYTES)
    bucket_bytes = size * RECORD_SIZE + path
    whole = set_up * count / len(records)
    if buckets == 1:
        return Peer(whole, bucket_bytes, statistics.median(times), evaluations)
    return Peer(whole, 0, statistics.median(times), evaluations + bucket_bytes)


def openmined(numbers: list[str], structure: psi.DataStructure) -> Peer:
    """OpenMined PSI: the set-up is sent once, each query is a number of its own."""
    server = psi.server.CreateWithNewKey(reveal_intersection=True)
    set_up, message = timed(
        lambda: server.CreateSetupMessage(FALSE_POSITIVES, QUERIES, numbers, structure)
    )
    sent = message.SerializeToString()
    setup = psi.ServerSetup()
    setup.ParseFromString(sent)
    sizes: list[int] = []

    def query(one: str) -> bool:
        client = psi.client.CreateWithNewKey(reveal_intersection=True)
        request = client.CreateRequest([one])
        response = server.ProcessRequest(request)
        sizes.append(len(request.SerializeToString()) + len(response.SerializeToString()))
        return client.GetIntersection(setup, response) == [0]

    times = []
    for one in numbers[:QUERIES]:
        seconds, hit = timed(lambda one=one: query(one))
        if not hit:
            raise SystemExit("PSI did not find what is there.")
        times.append(seconds)
    return Peer(set_up, len(sent), statistics.median(times), round(statistics.median(sizes)))


def ranges(numbers: list[str]) -> tuple[Peer, int]:
    """Ranges by hash: the answer is the rest of each hash, and its label in clear."""
    bits = max(0, round(math.log2(len(numbers) / A_RANGE)))

    def prefix(digest: bytes) -> int:
        return int.from_bytes(digest[:8]) >> (64 - bits)

    def fill() -> dict[int, dict[bytes, bytes]]:
        filled: dict[int, dict[bytes, bytes]] = defaultdict(dict)
        for one in numbers:
            digest = sha256(one.encode()).digest()
            filled[prefix(digest)][digest[bits // 8 :]] = LABEL.to_bytes()
        return filled

    set_up, filled = timed(fill)
    times, sizes = [], []
    for one in numbers[:QUERIES]:

        def query(one: str = one) -> bool:
            digest = sha256(one.encode()).digest()
            answer = filled[prefix(digest)]
            sizes.append(4 + sum(len(rest) + len(label) for rest, label in answer.items()))
            return digest[bits // 8 :] in answer

        times.append(timed(query)[0])
    median = round(statistics.median(sizes))
    return Peer(set_up, 0, statistics.median(times), median), bits


def tried(numbers: Iterable[str], hashes: frozenset[bytes]) -> float:
    """How many numbers a second one core tries against hashes that were handed out."""

    def enumerate_some() -> int:
        some = range(7_000_000_000, 7_000_000_000 + ENUMERATED)
        return sum(sha256(b"+44%d" % each).digest() in hashes for each in some)

    return ENUMERATED / timed(enumerate_some)[0]


def measured(count: int) -> dict[str, object]:
    """Do all of it."""
    load = os.getloadavg()[0]
    numbers = [number(index).canonical for index in range(count)]
    tell("the private check")
    mine = ours(count)
    tell("ranges by hash")
    plain, bits = ranges(numbers)
    rate = tried(numbers, frozenset(sha256(one.encode()).digest() for one in numbers[:A_RANGE]))
    peers = {"ours": mine, "ranges": plain}
    for name, structure in (("psi_gcs", psi.DataStructure.GCS), ("psi_raw", psi.DataStructure.RAW)):
        tell(f"OpenMined PSI, {name} (a million take some minutes)")
        peers[name] = openmined(numbers, structure)
    result: dict[str, object] = {"load_average": load, "numbers": count}
    for name, peer in peers.items():
        result |= {
            f"{name}_set_up_s": peer.set_up_s,
            f"{name}_set_up_bytes": peer.set_up_bytes,
            f"{name}_query_ms": peer.query_s * 1e3,
            f"{name}_query_bytes": peer.query_bytes,
        }
    for name in ("psi_gcs", "psi_raw", "ranges"):
        peer = peers[name]
        first = peer.set_up_bytes + peer.query_bytes
        result |= {
            f"ours_to_{name}_query_time": mine.query_s / peer.query_s,
            f"ours_to_{name}_first_query_bytes": (mine.set_up_bytes + mine.query_bytes) / first,
            f"ours_to_{name}_later_query_bytes": mine.query_bytes / peer.query_bytes,
            f"ours_to_{name}_set_up_time": mine.set_up_s / peer.set_up_s,
        }
    return result | {
        "ranges_tell_bits_of_the_number": bits,
        "ranges_numbers_tried_a_second_one_core": rate,
        "ranges_all_uk_mobiles_tried_in_minutes_one_core": UK_MOBILES / rate / 60,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--numbers", type=int, default=100_000)
    options = parser.parse_args()
    show(measured(options.numbers), as_json=options.json)


if __name__ == "__main__":
    main()
