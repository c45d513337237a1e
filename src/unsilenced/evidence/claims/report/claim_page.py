"""The page of one claim: what it says, what was found and why, and all that it rests on."""

from __future__ import annotations

from html import escape

from unsilenced.evidence.claims.report.page import HOW, Page
from unsilenced.evidence.claims.report.pictures import Picture, pictures_of
from unsilenced.evidence.claims.report.quantity import quantities_of
from unsilenced.evidence.claims.report.tables import source_list_of, tables_of
from unsilenced.evidence.claims.report.texts import CONFLICT, NO_FIGURES, NO_PICTURE, VERDICTS
from unsilenced.evidence.disclosure.public import ReleasedFile, ReleasedFinding

FOLDER = "claims"
PICTURES = "pictures"
DATA = "data"
NARROW_SCREEN = "(max-width: 44rem)"


def page_of(released: ReleasedFinding) -> Page:
    """Return the page of a claim. It is in a folder beside those of pictures and data."""
    claim = released.finding.claim
    body = "".join(
        (
            _verdict(released),
            _part("What was claimed", f"<blockquote><p>{escape(claim.wording)}</p></blockquote>\n"),
            _part("The rule", _paragraph(claim.rule.words) + _paragraph(claim.chosen)),
            _part("The figures", _figures(released)),
            _part("Take care", _listed(claim.caveats)) if claim.caveats else "",
            _part("What would settle it", _paragraph(claim.would_settle)),
            _part("The data", _data(released)) if released.files else "",
            _part("How it was done", _method(released)),
        )
    )
    return Page(f"{FOLDER}/{claim.id}.html", claim.title, body)


def why_of(released: ReleasedFinding) -> str:
    """Return in HTML why the claim has its verdict, a sentence each."""
    return _listed(released.finding.why)


def picture_name(released: ReleasedFinding, picture: Picture, size: str = "") -> str:
    """Return the name of the file of one of the finding's pictures."""
    return f"{released.finding.claim.id}-{picture.quantity.number}{size}.svg"


def _verdict(released: ReleasedFinding) -> str:
    finding = released.finding
    return (
        f"<h1>{escape(finding.claim.title)}</h1>\n"
        f'<div class="verdict"><p><strong class="tag {finding.verdict}">'
        f"{str(finding.verdict).capitalize()}</strong> {VERDICTS[finding.verdict]}</p>\n"
        f"{why_of(released)}</div>\n"
    )


def _figures(released: ReleasedFinding) -> str:
    if not released.finding.figures:
        return _paragraph(NO_FIGURES)
    drawn = {each.quantity.number: each for each in pictures_of(released)}
    tables = tables_of(released)
    parts = [
        f"<h3>{escape(each.title)}</h3>\n"
        + (
            f'<p class="conflict"><strong>Sources differ.</strong> {CONFLICT}</p>\n'
            if each.conflicting
            else ""
        )
        + (
            _picture(released, drawn[each.number])
            if each.number in drawn
            else _paragraph(NO_PICTURE)
        )
        + tables[each.number]
        for each in quantities_of(released)
    ]
    reading = f'<p><a href="../{HOW}#pictures">How to read the pictures</a></p>\n'
    return reading + "".join(parts)


def _picture(released: ReleasedFinding, picture: Picture) -> str:
    folder = f"../{PICTURES}"
    return (
        f'<p class="picture"><picture><source media="{NARROW_SCREEN}" '
        f'srcset="{folder}/{picture_name(released, picture, "-narrow")}">'
        f'<img src="{folder}/{picture_name(released, picture)}" '
        f'alt="{escape(picture.alternative)}"></picture></p>\n'
    )


def _data(released: ReleasedFinding) -> str:
    return (
        "<h3>Where the figures are from</h3>\n"
        + source_list_of(released)
        + "<h3>The files they were read from</h3>\n"
        + "".join(map(_file, released.files))
    )


def _file(file: ReleasedFile) -> str:
    dataset = file.dataset
    return (
        f'<dl><dt>File</dt><dd><a href="../{DATA}/{escape(dataset.name)}">'
        f"{escape(dataset.path.name)}</a>, {len(file.content):,} bytes</dd>\n"
        f"<dt>Source</dt><dd>{escape(dataset.source)}</dd>\n"
        f"<dt>Licence</dt><dd>{escape(dataset.licence)}</dd>\n"
        f"<dt>SHA-256</dt><dd><code>{dataset.sha256}</code></dd></dl>\n"
    )


def _method(released: ReleasedFinding) -> str:
    claim = released.finding.claim
    return (
        _paragraph(claim.method)
        + f"<p>This is version {claim.version} of the test. To run it again: "
        f"<code>unsilenced evidence claims run {escape(claim.id)}</code></p>\n"
    )


def _part(title: str, html: str) -> str:
    return f"<section>\n<h2>{title}</h2>\n{html}</section>\n"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


def _listed(texts: tuple[str, ...]) -> str:
    return "<ul>\n" + "".join(f"<li>{escape(each)}</li>\n" for each in texts) + "</ul>\n"
