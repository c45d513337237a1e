"""Cost of an evaluation by an `Evaluator`, beside the bare calls of the `voprf` wheel.

Both evaluators' keys, with proofs, for one element and for batches. The bare call is nothing but
the evaluation, of elements already read; ours also reads each from its bytes and takes the answer
apart. The rounds alternate, after one to warm up, and ratios are the median of each round's own,
so that a machine that slows down slows both.
"""

from __future__ import annotations

import secrets
import statistics
import time
from collections.abc import Callable

from measure import show, wants_json
from voprf import ristretto

from unsilenced.oblivious.client import blind
from unsilenced.oblivious.evaluator import EVALUATION_INFO, Evaluator

BATCHES = (1, 32, 128)
ROUNDS, ELEMENTS = 21, 256
MOST_RATIO = 1.3


def seconds(call: Callable[[], object], calls: int) -> float:
    """Processor seconds of this process that one call takes, over some calls."""
    start = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - start) / calls


def compared(pairs: list[tuple[Callable[[], object], Callable[[], object]]], calls: int):
    """Return the median seconds of ours and of the bare calls, and the median of their ratio."""
    rounds = []
    for _ in range(ROUNDS + 1):
        ours = sum(seconds(call, calls) for call, _ in pairs)
        bare = sum(seconds(call, calls) for _, call in pairs)
        rounds.append((ours, bare))
    warm = rounds[1:]
    return (
        statistics.median(ours for ours, _ in warm),
        statistics.median(bare for _, bare in warm),
        statistics.median(ours / bare for ours, bare in warm),
    )


def pair(seed: bytes, elements: list[bytes]):
    """Our evaluation of `elements` under one key, and the bare one under the same key."""
    ours = Evaluator.from_seed(seed, EVALUATION_INFO)
    bare = ristretto.Evaluator.from_seed(seed, EVALUATION_INFO)

    read = [ristretto.BlindedInput.deserialize(element) for element in elements]
    return (lambda: ours.evaluate(elements)), (lambda: bare.evaluate_batch(read))


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    seeds = [secrets.token_bytes(32) for _ in ("platform", "keyholder")]
    result: dict[str, object] = {}
    ratios = []
    for size in BATCHES:
        elements = [blind(secrets.token_bytes(40)).element for _ in range(size)]
        pairs = [pair(seed, elements) for seed in seeds]
        ours, bare, ratio = compared(pairs, ELEMENTS // size)
        result[f"both_evaluators_us_an_element_in_batches_of_{size}"] = ours / size * 1e6
        result[f"bare_us_an_element_in_batches_of_{size}"] = bare / size * 1e6
        result[f"ratio_in_batches_of_{size}"] = ratio
        ratios.append(ratio)
    result["largest_ratio"] = max(ratios)
    result["largest_ratio_to_limit"] = max(ratios) / MOST_RATIO
    show(result, as_json=as_json)


if __name__ == "__main__":
    main()
