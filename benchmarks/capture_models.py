"""Fitting all 1,024 models of UKdat_5 in one thread, once compiled, beside plain statsmodels GLMs.

The GLMs fit a part of the same models from design matrices that are made before; their time for
all models is extrapolated, and the estimates of that part are compared. Where R with SparseMSE is
installed, its `modelfit` of the same part is timed too, and extrapolated.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
import warnings
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from measure import show, wants_json

import unsilenced.evidence
from unsilenced.evidence.capture.fitting import FITTED, data_of, fit_models
from unsilenced.evidence.capture.models import Terms, all_models
from unsilenced.evidence.capture.table import OverlapTable, read_table

DATA = Path(unsilenced.evidence.__file__).parent / "data" / "capture"
LIMIT_MS = 10.0
ROUNDS, EVERY = 51, 16

IN_R = """
library(SparseMSE)
data(NAME)
pairs <- combn(ncol(NAME) - 1, 2)
start <- proc.time()[["elapsed"]]
for (mask in c(MASKS)) {
  chosen <- pairs[, bitwAnd(bitwShiftR(mask, seq_len(ncol(pairs)) - 1), 1) == 1, drop = FALSE]
  invisible(capture.output(modelfit(NAME, if (ncol(chosen)) chosen else NULL)))
}
cat(proc.time()[["elapsed"]] - start)
"""


def ours(table: OverlapTable, terms: Terms, masks):
    """Seconds to fit all, the best and the median of some rounds, and what was found."""
    found = np.empty(len(masks), np.int8), np.empty(len(masks)), np.empty(len(masks))
    fit_models(data_of(table.counts, terms.lists), terms.codes, masks, found)
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        fit_models(data_of(table.counts, terms.lists), terms.codes, masks, found)
        taken.append(time.perf_counter() - start)
    return min(taken), statistics.median(taken), found


def plain(table: OverlapTable, terms: Terms, masks):
    """Seconds to fit each by a GLM, and the intercepts. What has no estimate is fitted anyhow."""
    patterns = np.arange(1, len(table.counts))
    made = []
    for mask in masks.tolist():
        columns = terms.of(mask)
        design = (patterns[:, None] & columns == columns).astype(float)
        empty = design.T @ table.counts[1:] == 0
        left = ~design[:, empty].any(axis=1)
        made.append((table.counts[1:][left], design[left][:, ~empty]))
    intercepts = []
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for counts, design in made:
            glm = sm.GLM(counts, design, family=sm.families.Poisson())
            intercepts.append(glm.fit(tol=1e-10).params[0])
    return time.perf_counter() - start, np.array(intercepts)


def in_r(name: str, masks, number: float) -> tuple[float | None, str]:
    """Seconds for `number` models at the pace of SparseMSE on `masks`, or why that is unknown.

    It knows terms of two lists alone, and the first bits of a mask are these.
    """
    if not shutil.which("Rscript"):
        return None, "R is not installed"
    script = IN_R.replace("NAME", name).replace("MASKS", ", ".join(map(str, masks)))
    run = subprocess.run(
        ["Rscript", "-e", script], capture_output=True, text=True, check=False, timeout=600
    )
    if run.returncode:
        return None, f"R could not: {run.stderr.strip()[-200:]}"
    return float(run.stdout.split()[-1]) / len(masks) * number, ""


def beside_r(result: dict[str, object], seconds: float, name: str, masks, number: float) -> None:
    """Add to `result` what SparseMSE would take, or why that is unknown."""
    taken, unknown = in_r(name, masks, number)
    result["sparsemse_seconds_extrapolated"] = unknown if taken is None else taken
    if taken is not None:
        result["ratio_of_sparsemse"] = taken / seconds


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    table = read_table(DATA / "UKdat_5.csv")
    terms = Terms.up_to(5, 2)
    masks = np.sort(all_models(terms))
    best, median, (codes, _, intercepts) = ours(table, terms, masks)
    part = masks[::EVERY]
    seconds, expected = plain(table, terms, part)
    fitted = codes[::EVERY] == FITTED
    missing = np.exp(intercepts[::EVERY][fitted]), np.exp(expected[fitted])
    result: dict[str, object] = {
        "models": len(masks),
        "best_ms": best * 1e3,
        "median_ms": median * 1e3,
        "statsmodels_ms": seconds * EVERY * 1e3,
        "ratio_of_statsmodels": seconds * EVERY / median,
        "largest_relative_difference": float(np.max(np.abs(missing[0] / missing[1] - 1))),
        "best_to_limit": best * 1e3 / LIMIT_MS,
    }
    beside_r(result, median, "UKdat_5", part.tolist(), len(masks))
    show(result, as_json=as_json)


if __name__ == "__main__":
    main()
