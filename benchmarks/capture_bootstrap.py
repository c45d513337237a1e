"""The BCa interval of UKdat_5 over all 6,893 models, 1,000 replicates, on two cores.

Beside it statsmodels: the time of plain GLM fits of a part of the same models, extrapolated to
all admissible ones in every replicate and for every case left out, on as many cores. SparseMSE,
where R has it, is timed on models of pairs of lists, the only ones that it knows.
"""

from __future__ import annotations

import time

import numpy as np
from capture_models import DATA, beside_r, plain
from measure import show, wants_json

from unsilenced.evidence.capture.analysis import Question, analyse
from unsilenced.evidence.capture.exhaustive import compare
from unsilenced.evidence.capture.table import read_table
from unsilenced.evidence.capture.threads import Workers

LIMIT_S = 60.0
REPLICATES, CORES, PART = 1000, 2, 60


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    table = read_table(DATA / "UKdat_5.csv")
    analyse(table, Question(max_order=4, replicates=1))
    start, processor = time.perf_counter(), time.process_time()
    found = analyse(table, Question(max_order=4, replicates=REPLICATES), lambda _: Workers(CORES))
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    compared = compare(table, 4)
    part = np.random.default_rng(1).choice(compared.masks[compared.order], PART, replace=False)
    one, _ = plain(table, compared.terms, part)
    every = REPLICATES + np.count_nonzero(table.counts)
    statsmodels = one / PART * len(compared.order) * every / CORES
    result: dict[str, object] = {
        "models": len(compared.masks),
        "replicates": REPLICATES,
        "estimate": found.fit.estimate if found.fit else None,
        "interval": found.interval(),
        "seconds": seconds,
        "processor_seconds": processor,
        "statsmodels_seconds_extrapolated": statsmodels,
        "ratio_of_statsmodels": statsmodels / seconds,
        "seconds_to_limit": seconds / LIMIT_S,
    }
    pairs = np.random.default_rng(1).integers(0, 1 << 10, PART).tolist()
    beside_r(result, seconds, "UKdat_5", pairs, len(compared.order) * every / CORES)
    show(result, as_json=as_json)


if __name__ == "__main__":
    main()
