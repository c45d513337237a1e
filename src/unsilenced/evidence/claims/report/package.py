"""The data of the report as a Frictionless Data Package (https://datapackage.org, version 2)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from unsilenced import __version__
from unsilenced.evidence.claims.report.texts import LEAD, NAME
from unsilenced.evidence.disclosure.public import ReleasedFile, ReleasedFinding
from unsilenced.evidence.schema.descriptor import schema_of

FIGURES: Final = "figures.csv"
CLAIMS: Final = "claims.csv"
DESCRIPTOR: Final = "datapackage.json"
TERMS: Final = "licences.txt"

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_OPEN: Final = {
    "name": "OGL-UK-3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
_FIGURES: Final = {
    "claim": ("string", "the claim's id"),
    "claim_version": ("integer", "the version of the claim's test"),
    "label": ("string", "of what"),
    "quantity": ("string", "what sources are compared on"),
    "unit": ("string", "share (1 is all), rate, ratio or count"),
    "estimate": ("number", "the figure; empty where unknown"),
    "low": ("number", "the interval's lower end; empty where unknown"),
    "high": ("number", "its upper end; empty where nothing bounds it, or where unknown"),
    "level": ("number", "the interval's confidence level"),
    "method": ("string", "how the figure and its interval were made"),
    "unknown": ("string", "why something is unknown"),
    "counted": ("string", "what was counted"),
    "period": ("string", "when"),
    "said": ("string", "as the source writes it"),
    "source": ("string", "who published it"),
    "dataset": ("string", "the file of this package that it was read from"),
    "dataset_sha256": ("string", "that file's SHA-256"),
    "rows": ("string", "its lines in that file, the first being 1; empty for all"),
    "decides": ("boolean", "whether the claim's rule reads it"),
}
_CLAIMS: Final = {
    "id": ("string", "names the claim in figures.csv"),
    "title": ("string", "in short"),
    "wording": ("string", "as the report of 2012 says it"),
    "verdict": ("string", "supported, contradicted, unclear or untestable"),
    "why": ("string", "what of the figures makes it so, a sentence each"),
    "rule": ("string", "how figures become a verdict"),
    "method": ("string", "how the figures were made"),
    "would_settle": ("string", "what data would settle it"),
    "version": ("integer", "the version of the claim's test"),
}


_TERMS_TEXT: Final = """\
Facts quoted with source: figures that others have published. Facts belong to nobody; whoever
quotes them names the source, which stands beside each.

Published counts: counts as their publication prints them, to be quoted with it.

OGL v3.0: the Open Government Licence of the United Kingdom, to be confirmed at the source.
https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
"""


def package_of(findings: Sequence[ReleasedFinding]) -> dict[str, bytes]:
    """Return the files of the package by their paths in it: descriptor, tables and terms."""
    shipped = {each.dataset.name: each for found in findings for each in found.files}
    tables = {
        FIGURES: _csv(_FIGURES, [each for found in findings for each in _figures(found)]),
        CLAIMS: _csv(_CLAIMS, [_claim(found) for found in findings]),
    }
    made_from = [_source(each) for each in shipped.values()]
    descriptor = {
        "$schema": _PROFILE,
        "name": "unsilenced-claims",
        "title": NAME,
        "description": LEAD,
        "version": __version__,
        "licenses": [_terms("Each file has its own terms")],
        "sources": made_from,
        "resources": [
            _resource(FIGURES, tables[FIGURES], _schema(_FIGURES), made_from),
            _resource(CLAIMS, tables[CLAIMS], _schema(_CLAIMS), made_from),
            *map(_as_shipped, shipped.values()),
        ],
    }
    return {
        DESCRIPTOR: (json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n").encode(),
        TERMS: _TERMS_TEXT.encode(),
        **tables,
        **{name: each.content for name, each in shipped.items()},
    }


def _resource(
    path: str, content: bytes, schema: dict[str, Any], sources: list[dict[str, str]]
) -> dict[str, Any]:
    return {
        "name": re.sub(r"[^a-z0-9._-]+", "-", path.removesuffix(".csv").lower()),
        "path": path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
        "sources": sources,
        "licenses": [_terms("Facts quoted with source")],
    }


def _as_shipped(file: ReleasedFile) -> dict[str, Any]:
    dataset = file.dataset
    described = _resource(dataset.name, file.content, _schema_of(file), [_source(file)])
    licence = _OPEN if dataset.licence.startswith("OGL") else {}
    # The lines at the top that name the source.
    dialect = {"dialect": {"commentChar": "#"}} if file.content.startswith(b"#") else {}
    return {**described, "licenses": [{**_terms(dataset.licence), **licence}], **dialect}


def _schema_of(file: ReleasedFile) -> dict[str, Any]:
    told = schema_of(file.dataset.path)
    if told.exists():
        schema: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        return schema
    # A table of lists (docs/evidence.md): zeros and ones, and a count, under its own names.
    header, *_ = csv.reader(io.StringIO(file.content.decode()))
    return {"fields": [{"name": name, "type": "integer"} for name in header]}


def _source(file: ReleasedFile) -> dict[str, str]:
    return {"title": file.dataset.source, "path": file.dataset.name}


def _terms(title: str) -> dict[str, str]:
    return {"title": title, "path": TERMS}


def _schema(columns: dict[str, tuple[str, str]]) -> dict[str, Any]:
    fields = [
        {"name": name, "type": kind, "description": meaning}
        for name, (kind, meaning) in columns.items()
    ]
    return {"fields": fields, "missingValues": [""]}


def _figures(released: ReleasedFinding) -> list[dict[str, object]]:
    claim = released.finding.claim
    return [
        {
            "claim": claim.id,
            "claim_version": claim.version,
            "low": figure.estimate.low,
            "high": figure.estimate.high,
            "dataset_sha256": figure.dataset.sha256,
            **figure.as_json(),
            "rows": " ".join(map(str, figure.rows)),
        }
        for figure in released.finding.figures
    ]


def _claim(released: ReleasedFinding) -> dict[str, object]:
    finding = released.finding
    return {**finding.as_json(), "why": " ".join(finding.why)}


def _csv(columns: dict[str, tuple[str, str]], rows: list[dict[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _field(each[name]) for name in columns} for each in rows)
    return text.getvalue().encode()


def _field(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
