"""How long the page is busy at a time with the largest texts that strangers can send.

A page reads them in slices of a fixed number of counted steps (`web/ui/slices.ts`), and a test
counts the steps. This measures what the steps are worth in the processor's time, since a machine
has other work: the longest slice of any work and shape of text, beside the 200 ms after which a
page feels stuck, on a phone four times as slow.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from measure import show, wants_json

WEB = Path(__file__).parent.parent / "web"
LIMIT_MS, SLOWER, ROUNDS = 200, 4, 3


def measured() -> list[dict[str, Any]]:
    """Measure each work on each shape once."""
    command = ["node", "tests/slices_time.ts"]
    done = subprocess.run(command, cwd=WEB, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Measure and print; of each slice the shortest of some rounds."""
    as_json = wants_json(__doc__ or "")
    rounds = [measured() for _ in range(ROUNDS)]
    best = [min(again, key=lambda each: each["longest"]) for again in zip(*rounds, strict=True)]
    worst = max(best, key=lambda each: each["longest"])
    longest_text = max(best, key=lambda each: each["milliseconds"])
    show(
        {
            "longest slice, ms": worst["longest"],
            "of": f"{worst['work']}, {worst['shape']}",
            "limit here for a phone four times as slow, ms": LIMIT_MS / SLOWER,
            "largest text, all slices, ms": longest_text["milliseconds"],
            "its work and shape": f"{longest_text['work']}, {longest_text['shape']}",
            "its steps": longest_text["steps"],
            "its slices": longest_text["slices"],
            "ns a step": 1e6 * longest_text["milliseconds"] / longest_text["steps"],
        },
        as_json=as_json,
    )


if __name__ == "__main__":
    main()
