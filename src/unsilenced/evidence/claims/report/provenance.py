"""What the report rests on: programs, claims and their data, and the SHA-256 of every file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from typing import Final

from unsilenced import __version__
from unsilenced.evidence.disclosure.public import ReleasedFinding

PROVENANCE: Final = "provenance.json"
SUMS: Final = "SHA256SUMS"

_PROGRAMS: Final = ("altair", "jinja2", "numpy", "pandas", "scipy", "typst", "vl-convert-python")


def with_provenance(
    findings: Sequence[ReleasedFinding], files: dict[str, bytes], day: date | None
) -> dict[str, bytes]:
    """Return the files of a report with what they rest on, and with the SHA-256 of each.

    `sha256sum --check` can read `SHA256SUMS`.
    """
    told = {
        "program": {"name": "unsilenced", "version": __version__},
        "libraries": {name: version(name) for name in _PROGRAMS},
        "date": None if day is None else day.isoformat(),
        "claims": [
            {
                "id": each.finding.claim.id,
                "version": each.finding.claim.version,
                "verdict": str(each.finding.verdict),
                "data": {file.dataset.name: file.dataset.sha256 for file in each.files},
            }
            for each in findings
        ],
        "files": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    whole = {**files, PROVENANCE: (json.dumps(told, indent=2) + "\n").encode()}
    sums = "".join(f"{sha256(whole[name]).hexdigest()}  {name}\n" for name in sorted(whole))
    return {**whole, SUMS: sums.encode()}
