"""A hundred million invented incidents counted where they are: time and memory, and whether equal.

DuckDB writes them as Parquet into a temporary folder. Three questions are asked of them: two
columns crossed, yields by unit and month, a panel of counts. Beside what `unsilenced.evidence`
does, which checks every row too: the same in SQL written by hand, which checks nothing, and pandas
on fewer rows, which it has to hold. Each is asked in a process of its own, whose peak memory is
told. `ours_start_s` is the time to import what is needed, which the others do not count either.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing as mp
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import duckdb
from measure import show

# DuckDB's bar would be drawn where the results go.
QUIET = "SET enable_progress_bar = false"
QUESTIONS = ("cross", "yields", "panel")
BY = {
    "cross": ("unit", "outcome"),
    "yields": ("unit", "month", "outcome"),
    "panel": ("unit", "month", "outcome"),
}
INCIDENTS = """
    COPY (
        SELECT
            i AS incident,
            'borough ' || (hash(i) % 32) AS unit,
            strftime(DATE '2010-04-01' + (hash(i + 1) % 1096)::INTEGER, '%Y-%m') AS month,
            CASE hash(i + 2) % 4
                WHEN 0 THEN 'found' WHEN 1 THEN 'closed' WHEN 2 THEN 'moved on' ELSE 'nothing'
            END AS outcome,
            (1 + hash(i + 3) % 3)::BIGINT AS n
        FROM range({rows}) AS invented (i)
    ) TO '{path}' (FORMAT parquet)
"""

NEEDS = {
    "ours": ("unsilenced.evidence.tables.analyses", "ibis.backends.duckdb"),
    "by_hand": ("duckdb",),
    "pandas": ("pandas",),
}

Cells = list[tuple[object, ...]]
Peer = Callable[[Path, str], Cells]


def ours(path: Path, question: str) -> Cells:
    from unsilenced.evidence.tables import analyses  # noqa: PLC0415 - in the process that needs it
    from unsilenced.evidence.tables.source import opened  # noqa: PLC0415

    with opened(str(path)) as source:
        if question == "cross":
            counts = analyses.cross(source, "unit", "outcome", "n")
            return [
                (row, column, counts.at((i, j)))
                for i, row in enumerate(counts.rows)
                for j, column in enumerate(counts.columns)
            ]
        if question == "yields":
            found = analyses.yields_of(source, ("unit", "month"), "outcome", "found", "n")
            return [(*each.labels.values(), each.events, each.trials) for each in found]
        cells = analyses.panel(source, "unit", "month", "outcome", "n")
        return [(each.unit, each.period, each.outcome, each.count) for each in cells]


def by_hand(path: Path, question: str) -> Cells:
    if question == "yields":
        asked = (
            "SELECT unit, month, coalesce(sum(n) FILTER (outcome = 'found'), 0)::BIGINT,"
            f" sum(n)::BIGINT FROM '{path}' GROUP BY unit, month"
        )
    else:
        keys = ", ".join(BY[question])
        asked = f"SELECT {keys}, sum(n)::BIGINT FROM '{path}' GROUP BY {keys}"
    with duckdb.connect() as connection:
        connection.execute(QUIET)
        return sorted(connection.execute(asked).fetchall())


def pandas(path: Path, question: str) -> Cells:
    import pandas as pd  # noqa: PLC0415 - in the process that needs it

    table = pd.read_parquet(path, columns=[*BY[question], "n"])
    if question == "yields":
        table["events"] = table["n"].where(table["outcome"] == "found", 0)
        sums = table.groupby(["unit", "month"])[["events", "n"]].sum()
    else:
        sums = table.groupby(list(BY[question]))[["n"]].sum()
    return sorted(
        (*key, *map(int, row)) for key, row in zip(sums.index, sums.to_numpy(), strict=True)
    )


@dataclass(frozen=True)
class Answer:
    """What a peer said, in how many seconds once `started`, and its process's peak in MiB."""

    started: float
    seconds: float
    peak: float
    cells: Cells


def answer(ask: Peer, path: Path, question: str) -> Answer:
    start = time.perf_counter()
    for module in NEEDS[ask.__name__]:
        importlib.import_module(module)
    started = time.perf_counter()
    cells = ask(path, question)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Answer(started - start, seconds, peak, cells)


def write(path: Path, rows: int) -> None:
    with duckdb.connect() as connection:
        connection.execute(QUIET)
        connection.execute(INCIDENTS.format(rows=rows, path=path))


def alone(work: Callable[..., object], *arguments: object) -> object:
    """Do some work in a new process, which has no other's memory."""
    with mp.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def compare(path: Path, peers: Sequence[Peer], name: str, bar: object) -> dict[str, object]:
    """Ask all questions of all peers, the first of which the others must agree with."""
    result: dict[str, object] = {}
    for question in QUESTIONS:
        answers = {}
        for ask in peers:
            answers[ask.__name__] = alone(answer, ask, path, question)
            bar.update(1)
        first = answers[peers[0].__name__]
        for peer, found in answers.items():
            told = f"{name}{question}_{peer}"
            result |= {f"{told}_s": found.seconds, f"{told}_peak_mib": found.peak}
            if found is not first:
                result[f"{told}_equal"] = found.cells == first.cells
                result[f"{name}{question}_ours_to_{peer}"] = first.seconds / found.seconds
        result[f"{name}{question}_cells"] = len(first.cells)
        result["ours_start_s"] = first.started
    return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rows", type=int, default=100_000_000, help="how many incidents")
    parser.add_argument("--fewer-rows", type=int, default=10_000_000, help="how many for pandas")
    chosen = parser.parse_args()
    result: dict[str, object] = {
        "day": date.today().isoformat(),  # noqa: DTZ011 - the day here
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "rows": chosen.rows,
        "fewer_rows": chosen.fewer_rows,
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        click.progressbar(length=17, label="Asking", file=sys.stderr) as bar,
    ):
        large, small = Path(folder, "large.parquet"), Path(folder, "small.parquet")
        start = time.perf_counter()
        alone(write, large, chosen.rows)
        result["writing_s"] = time.perf_counter() - start
        result["bytes"] = large.stat().st_size
        bar.update(1)
        alone(write, small, chosen.fewer_rows)
        bar.update(1)
        result["load_average_before"] = os.getloadavg()[0]
        result |= compare(large, (ours, by_hand), "", bar)
        result |= compare(small, (ours, by_hand, pandas), "fewer_rows_", bar)
        result["load_average_after"] = os.getloadavg()[0]
    show(result, as_json=chosen.json)


if __name__ == "__main__":
    main()
