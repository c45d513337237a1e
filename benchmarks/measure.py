"""What the benchmarks share: percentiles, and printing beside a limit."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence


def wants_json(description: str) -> bool:
    """Read the one option that every benchmark has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args().json


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def show(result: dict[str, object], *, as_json: bool) -> None:
    """Print the result, a line each or as one object."""
    if as_json:
        print(json.dumps(result))
        return
    width = max(map(len, result))
    for name, value in result.items():
        print(
            f"{name:<{width}}  {value:.3f}"
            if isinstance(value, float)
            else f"{name:<{width}}  {value}"
        )
