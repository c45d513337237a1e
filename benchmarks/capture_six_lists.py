"""All 3,702,013 models of UKdat's six lists up to order 3: that it completes, and in which memory.

Beside it statsmodels: the time of plain GLM fits of a part of the same models, extrapolated to
all of them on as many cores. SparseMSE, where R has it, is timed on models of pairs of lists, the
only ones that it knows.
"""

from __future__ import annotations

import resource
import time

import numpy as np
from capture_models import DATA, beside_r, plain
from measure import show, wants_json

from unsilenced.evidence.capture.exhaustive import compare
from unsilenced.evidence.capture.table import read_table
from unsilenced.evidence.capture.threads import Workers

LIMIT_GIB = 4.0
CORES, PART = 2, 60


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    table = read_table(DATA / "UKdat.csv")
    compare(table, 1)
    start = time.perf_counter()
    found = compare(table, 3, workers=Workers(CORES))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    part = np.random.default_rng(1).choice(found.masks[found.order], PART, replace=False)
    one, _ = plain(table, found.terms, part)
    statsmodels = one / PART * len(found.masks) / CORES
    best = found.order[0]
    result: dict[str, object] = {
        "models": len(found.masks),
        "admissible": len(found.order),
        "best": found.terms.written(int(found.masks[best])),
        "estimate": float(found.estimates[best]),
        "bic": float(found.values[best]),
        "seconds": seconds,
        "statsmodels_seconds_extrapolated": statsmodels,
        "ratio_of_statsmodels": statsmodels / seconds,
        "memory_gib": memory,
        "memory_to_limit": memory / LIMIT_GIB,
    }
    pairs = np.random.default_rng(1).integers(0, 1 << 15, PART).tolist()
    beside_r(result, seconds, "UKdat", pairs, len(found.masks) / CORES)
    show(result, as_json=as_json)


if __name__ == "__main__":
    main()
