"""A file of data that is shipped, with where it comes from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table of `data/`, such as `claims/num_reports.csv`: its source, licence and SHA-256."""

    name: str

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return DATA / self.name

    @property
    def source(self) -> str:
        """Who published what is in it."""
        return _provenance(self.path)["source"]

    @property
    def licence(self) -> str:
        """The licence."""
        return _provenance(self.path)["licence"]

    @property
    def sha256(self) -> str:
        """Its SHA-256, in hex."""
        return _provenance(self.path)["sha256"]


@cache
def _provenance(path: Path) -> dict[str, str]:
    told = json.loads((path.parent / "provenance.json").read_text(encoding="utf-8"))
    files: dict[str, dict[str, str]] = told["files"]
    return files[path.name]
