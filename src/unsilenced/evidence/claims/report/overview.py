"""The pages about all claims: their list, how they are tested, and the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from unsilenced.evidence.claims.claim import Verdict
from unsilenced.evidence.claims.report.page import DATA, HOW, INDEX, Page
from unsilenced.evidence.disclosure.public import ReleasedFinding


def index_of(findings: Sequence[ReleasedFinding]) -> Page:
    """Return the first page: every claim, its verdict, and why."""
    counted = Counter(each.finding.verdict for each in findings)
    values = {
        "findings": [each.finding for each in findings],
        "counted": [(verdict, counted[verdict]) for verdict in Verdict],
    }
    return Page(INDEX, "index.html", values)


def methods_of(findings: Sequence[ReleasedFinding]) -> Page:
    """Return the page that says how claims are tested, and how pictures are read."""
    return Page(HOW, "methods.html", {"intervals": _interval_methods(findings)})


def data_page_of(findings: Sequence[ReleasedFinding], package: str) -> Page:
    """Return the page about the data, which stand in the folder `package`."""
    files = {each.dataset.name: each.dataset for found in findings for each in found.files}
    return Page(DATA, "data.html", {"files": list(files.values()), "package": package})


def _interval_methods(findings: Sequence[ReleasedFinding]) -> list[str]:
    return sorted(
        {
            figure.estimate.method
            for each in findings
            for figure in each.finding.figures
            if figure.estimate.low is not None
        }
    )
