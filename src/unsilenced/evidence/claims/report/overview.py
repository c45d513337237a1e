"""The pages about all claims: their list, how they are tested, and the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from unsilenced.evidence.claims.claim import Verdict
from unsilenced.evidence.claims.report.claim_page import FOLDER, why_of
from unsilenced.evidence.claims.report.page import DATA, HOW, INDEX, PDF, Page
from unsilenced.evidence.claims.report.texts import LEAD, METHODS, NAME, VERDICTS
from unsilenced.evidence.disclosure.public import ReleasedFinding


def index_of(findings: Sequence[ReleasedFinding]) -> Page:
    """Return the first page: every claim, its verdict, and why."""
    body = (
        f'<h1>{NAME}</h1>\n<p class="lead">{escape(LEAD)}</p>\n'
        f"{_counted(findings)}"
        f'<ol class="claims">\n{"".join(map(_claim, findings))}</ol>\n'
        "<h2>Take it with you</h2>\n<ul>\n"
        f'<li><a href="{PDF}">All of this as a PDF</a>, to print or to send</li>\n'
        f'<li><a href="{DATA}">The data</a>, and what each file is</li>\n</ul>\n'
    )
    return Page(INDEX, NAME, body)


def methods_of(findings: Sequence[ReleasedFinding]) -> Page:
    """Return the page that says how claims are tested, and how pictures are read."""
    verdicts = "".join(
        f'<dt><strong class="tag {verdict}">{str(verdict).capitalize()}</strong></dt>'
        f"<dd>{escape(meaning)}</dd>\n"
        for verdict, meaning in VERDICTS.items()
    )
    parts = "".join(
        f'<section>\n<h2 id="{name}">{escape(title)}</h2>\n'
        + "".join(f"<p>{escape(each)}</p>\n" for each in told)
        + (f'<dl class="verdicts">\n{verdicts}</dl>\n' if name == "verdicts" else "")
        + "</section>\n"
        for name, title, told in METHODS
    )
    methods = "".join(f"<li>{escape(each)}</li>\n" for each in _interval_methods(findings))
    return Page(
        HOW,
        "How it is done",
        f"<h1>How it is done</h1>\n{parts}"
        f"<section>\n<h2>Kinds of interval</h2>\n<ul>\n{methods}</ul>\n</section>\n",
    )


def data_page_of(findings: Sequence[ReleasedFinding], package: str) -> Page:
    """Return the page about the data, which stand in the folder `package`."""
    files = {each.dataset.name: each for found in findings for each in found.files}
    rows = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">'
        f'<a href="{package}/{escape(name)}">{escape(name)}</a></th>'
        f'<td role="cell" data-label="Source">{escape(each.dataset.source)}</td>'
        f'<td role="cell" data-label="Licence">{escape(each.dataset.licence)}</td>'
        f'<td role="cell" data-label="SHA-256"><code>{each.dataset.sha256}</code></td></tr>\n'
        for name, each in files.items()
    )
    head = "".join(
        f'<th scope="col" role="columnheader">{name}</th>'
        for name in ("File", "Source", "Licence", "SHA-256")
    )
    return Page(
        DATA,
        "The data",
        "<h1>The data</h1>\n<p>The folder is a Frictionless Data Package: "
        f'<a href="{package}/datapackage.json">datapackage.json</a> tells what each column of '
        "each file is, where it is from and under which licence.</p>\n<ul>\n"
        f'<li><a href="{package}/figures.csv">figures.csv</a>: every figure of this report</li>\n'
        f'<li><a href="{package}/claims.csv">claims.csv</a>: every claim and its verdict</li>\n'
        '<li><a href="provenance.json">provenance.json</a>: what rests on what</li>\n'
        '<li><a href="SHA256SUMS">SHA256SUMS</a>: to check that all is as it was written</li>\n'
        f'</ul>\n<table role="table">\n<caption>The files that figures were read from</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}</tbody>\n</table>\n',
    )


def _claim(released: ReleasedFinding) -> str:
    finding = released.finding
    address = f"{FOLDER}/{escape(finding.claim.id)}.html"
    verdict = str(finding.verdict).capitalize()
    return (
        f'<li><h2><a href="{address}">{escape(finding.claim.title)}</a></h2>\n'
        f'<p><strong class="tag {finding.verdict}">{verdict}</strong></p>\n'
        f"{why_of(released)}</li>\n"
    )


def _counted(findings: Sequence[ReleasedFinding]) -> str:
    counted = Counter(each.finding.verdict for each in findings)
    rows = "".join(
        f'<li><strong class="tag {verdict}">{str(verdict).capitalize()}</strong> '
        f"<span>{counted[verdict]} of {len(findings)}. {escape(VERDICTS[verdict])}</span></li>\n"
        for verdict in Verdict
    )
    return f'<ul class="counted">\n{rows}</ul>\n'


def _interval_methods(findings: Sequence[ReleasedFinding]) -> list[str]:
    return sorted(
        {
            figure.estimate.method
            for each in findings
            for figure in each.finding.figures
            if figure.estimate.low is not None
        }
    )
