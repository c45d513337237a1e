"""The report as a PDF: tagged for screen readers (PDF/UA-1), set by Typst without a system's fonts.

Typst gets words as data and never as markup. It fetches nothing and reads no file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

import typst

from unsilenced.evidence.claims.claim import Figure, Verdict
from unsilenced.evidence.claims.report.colours import PRINT
from unsilenced.evidence.claims.report.page import PDF
from unsilenced.evidence.claims.report.pictures import Picture, pictures_of
from unsilenced.evidence.claims.report.quantity import Quantity, quantities_of, sources_of
from unsilenced.evidence.claims.report.texts import (
    CONFLICT,
    LEAD,
    METHODS,
    NAME,
    NO_FIGURES,
    NO_PICTURE,
    VERDICTS,
)
from unsilenced.evidence.claims.words import (
    address_of,
    counted_in,
    interval_of,
    lines_of,
    source_name,
    value_of,
)
from unsilenced.evidence.disclosure.public import ReleasedFinding
from unsilenced.evidence.errors import BadInput

TEMPLATE: Final = Path(__file__).with_name("report.typ")


def pdf_of(findings: Sequence[ReleasedFinding], day: date | None, foot: str) -> bytes:
    """Return the report as a PDF, with the date `day` on it if one is given.

    Raises `BadInput` for words with letters that its font lacks.
    """
    report = {
        "title": NAME,
        "lead": LEAD,
        "foot": foot,
        "colours": PRINT,
        "date": None if day is None else {"year": day.year, "month": day.month, "day": day.day},
        "verdicts": _verdicts(findings),
        "claims": [_claim(each) for each in findings],
        "methods": [{"title": title, "paragraphs": told} for _, title, told in METHODS],
        "no-figures": NO_FIGURES,
        "no-picture": NO_PICTURE,
    }
    try:
        return typst.compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"report": json.dumps(report)},
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=0 if day is None else datetime.combine(day, time(), UTC),
        )
    except typst.TypstError as error:
        # PDF/UA-1 requires that an embedded font has every letter, and every picture has words.
        raise BadInput(f"cannot be set: {error.message}", file=PDF) from error


def _verdicts(findings: Sequence[ReleasedFinding]) -> list[dict[str, str]]:
    counted = Counter(each.finding.verdict for each in findings)
    return [
        {
            "name": str(verdict).capitalize(),
            "counted": f"{counted[verdict]} of {len(findings)}",
            "meaning": VERDICTS[verdict],
        }
        for verdict in Verdict
    ]


def _claim(released: ReleasedFinding) -> dict[str, object]:
    finding, claim = released.finding, released.finding.claim
    drawn = {each.quantity.number: each for each in pictures_of(released)}
    return {
        "id": claim.id,
        "title": claim.title,
        "verdict": str(finding.verdict).capitalize(),
        "meaning": VERDICTS[finding.verdict],
        "why": finding.why,
        "wording": claim.wording,
        "rule": claim.rule.words,
        "chosen": claim.chosen,
        "method": claim.method,
        "version": claim.version,
        "caveats": claim.caveats,
        "settles": claim.would_settle,
        "quantities": [_quantity(each, drawn.get(each.number)) for each in quantities_of(released)],
        "sources": [{"full": each, "address": address_of(each)} for each in sources_of(released)],
        "files": [
            {
                "name": each.dataset.name,
                "source": each.dataset.source,
                "licence": each.dataset.licence,
                "sha256": each.dataset.sha256,
            }
            for each in released.files
        ],
    }


def _quantity(quantity: Quantity, picture: Picture | None) -> dict[str, object]:
    return {
        "picture": None if picture is None else picture.svg,
        "alternative": None if picture is None else picture.alternative,
        "name": quantity.title,
        "conflict": CONFLICT if quantity.conflicting else None,
        "figures": [_figure(each) for each in quantity.figures],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "label": figure.label,
        "reads": figure.decides,
        "value": value_of(figure),
        "interval": interval_of(figure),
        "method": None if figure.estimate.low is None else figure.estimate.method,
        "counted": counted_in(figure),
        "source": {"name": source_name(figure.source), "address": address_of(figure.source)},
        "lines": lines_of(figure),
    }
