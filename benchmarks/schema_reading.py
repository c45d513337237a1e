"""Rows a second that are read from a CSV file by a schema, each field checked.

An invented register of visits with six simple columns: dates, codes, whole numbers, a list. The
limit is 50,000 rows a second. Peers, on the same file in the same run: Python's `csv` alone,
which checks nothing; and the same lines with Pandera and the same rules, as tables were read here
before.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from measure import show

from unsilenced.evidence.schema.descriptor import read_schema
from unsilenced.evidence.schema.reading import read_table
from unsilenced.evidence.schema.sheet import read_sheet
from unsilenced.evidence.schema.values import DATE

LIMIT = 50_000
KINDS = ["visit", "warrant", "raid", "closure", "welfare", "unknown"]
TRIGGERS = ["complaint", "intelligence", "proactive", "welfare", "unknown"]
SCHEMA = {
    "fields": [
        {"name": "event", "type": "string", "constraints": {"required": True}},
        {"name": "day", "type": "date", "constraints": {"required": True}},
        {
            "name": "area",
            "type": "string",
            "constraints": {"required": True, "pattern": "E09[0-9]{6}"},
        },
        {"name": "kind", "type": "string", "constraints": {"required": True, "enum": KINDS}},
        {
            "name": "officers",
            "type": "integer",
            "constraints": {"required": True, "minimum": 1, "maximum": 999},
        },
        {"name": "trigger", "type": "list", "delimiter": ";", "categories": TRIGGERS},
    ],
    "primaryKey": "event",
}


def invent(path: Path, rows: int) -> None:
    drawn = random.Random(1)
    first = date(2020, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field["name"] for field in SCHEMA["fields"]])
        for row in range(rows):
            writer.writerow(
                [
                    f"visit-{row}",
                    first + timedelta(days=drawn.randrange(2000)),
                    f"E0900{drawn.randrange(1, 33):04}",
                    drawn.choice(KINDS),
                    drawn.randrange(1, 60),
                    ";".join(drawn.sample(TRIGGERS, 2)),
                ]
            )


def ours(path: Path, schema: Path) -> int:
    return len(read_table(path, read_schema(schema)))


def bare(path: Path, _: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return len(list(csv.reader(file))) - 1


def as_before(path: Path, _: Path) -> int:
    """What read tables here before: the same lines, and Pandera for each field by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        import pandas as pd  # noqa: PLC0415 - of benchmarks.txt alone
        import pandera.pandas as pa  # noqa: PLC0415

        sheet = read_sheet(path, comments=True)
        lines = [list(line.values) for line in sheet.lines]
        frame = pd.DataFrame(lines, columns=list(sheet.header), dtype="object")
        form = {"day": re.compile(DATE), "area": re.compile("E09[0-9]{6}")}
        checks = {
            "event": None,
            "day": lambda text: bool(form["day"].fullmatch(text)),
            "area": lambda text: bool(form["area"].fullmatch(text)),
            "kind": set(KINDS).__contains__,
            "officers": lambda text: text.isdigit() and 1 <= int(text) <= 999,
            "trigger": lambda text: {*text.split(";")} <= {*TRIGGERS},
        }
        columns = {
            name: pa.Column("object", check and pa.Check(check, element_wise=True))
            for name, check in checks.items()
        }
        schema = pa.DataFrameSchema(columns, strict=True, unique=["event"])
        return len(schema.validate(frame, lazy=True).astype({"officers": "Int64"}))


def best(read: Callable[[Path, Path], int], path: Path, schema: Path, rows: int) -> float:
    """The most rows a second of three readings."""
    speeds = []
    for _ in range(3):
        begun = time.process_time()
        if read(path, schema) != rows:
            raise SystemExit(f"{read.__name__} did not read all rows")
        speeds.append(rows / (time.process_time() - begun))
    return max(speeds)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--rows", type=int, default=200_000)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, schema = Path(folder) / "visits.csv", Path(folder) / "visits.schema.json"
        invent(path, asked.rows)
        schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
        found = {
            each.__name__: best(each, path, schema, asked.rows) for each in (ours, bare, as_before)
        }
    show(
        {
            "rows": asked.rows,
            **{f"{name}_rows_a_second": round(speed) for name, speed in found.items()},
            "limit_rows_a_second": LIMIT,
            "times_the_limit": round(found["ours"] / LIMIT, 2),
            "times_as_before": round(found["ours"] / found["as_before"], 2),
            "share_of_bare_csv": round(found["ours"] / found["bare"], 2),
        },
        as_json=asked.json,
    )


if __name__ == "__main__":
    main()
