"""Writes the report into a folder, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from unsilenced import __version__
from unsilenced.evidence.claims.report.claim_page import DATA, PICTURES, page_of, picture_name
from unsilenced.evidence.claims.report.colours import DARK, LIGHT
from unsilenced.evidence.claims.report.overview import data_page_of, index_of, methods_of
from unsilenced.evidence.claims.report.package import package_of
from unsilenced.evidence.claims.report.page import PDF, STYLE
from unsilenced.evidence.claims.report.pdf import pdf_of
from unsilenced.evidence.claims.report.pictures import NARROW, WIDE, pictures_of
from unsilenced.evidence.claims.report.provenance import with_provenance
from unsilenced.evidence.disclosure.compared import NOT_COMPARED
from unsilenced.evidence.disclosure.public import ReleasedFinding
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.language import SOURCE, translations
from unsilenced.evidence.new_folder import check_new
from unsilenced.evidence.progress import Progress, each_of, silent

_SIZES: Final = {"": WIDE, "-narrow": NARROW}


def write_report(
    findings: Sequence[ReleasedFinding],
    out: Path,
    day: date | None = None,
    progress: Progress = silent,
    language: str = SOURCE,
) -> dict[str, bytes]:
    """Write the report on `findings` into the folder `out`, and return its files by their paths.

    The report shows the date `day`, or none if none is given. `progress` gets the number of
    findings drawn so far. `language` is the language of the pages. Raises `BadInput` if `out` is
    not empty or cannot be written.
    """
    check_new(out, beside=True)
    files = files_of(findings, day, progress, language)
    try:
        _write(files, out)
    except OSError as error:
        raise BadInput(f"cannot be written: {error.strerror}", file=str(out)) from error
    return files


def files_of(
    findings: Sequence[ReleasedFinding],
    day: date | None = None,
    progress: Progress = silent,
    language: str = SOURCE,
) -> dict[str, bytes]:
    """Return the files of the report by their paths in it: the same for the same findings."""
    pages = [index_of(findings), methods_of(findings), data_page_of(findings, DATA)]
    files = {STYLE: _style().encode()}
    for each in each_of(findings, progress):
        pages.append(page_of(each))
        files |= _pictures(each)
    foot = _foot(day, language)
    files |= {page.path: page.as_html(foot, language).encode() for page in pages}
    files |= {f"{DATA}/{name}": content for name, content in package_of(findings).items()}
    files[PDF] = pdf_of(findings, day, _foot(day))
    return with_provenance(findings, files, day)


def _pictures(released: ReleasedFinding) -> dict[str, bytes]:
    return {
        f"{PICTURES}/{picture_name(released, each, size)}": each.svg.encode()
        for size, width in _SIZES.items()
        for each in pictures_of(released, width)
    }


def _style() -> str:
    uses = Path(__file__).with_name(STYLE).read_text(encoding="utf-8")
    return (
        f":root {{\n  color-scheme: light dark;\n{_declared(LIGHT)}}}\n\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{_declared(DARK)}}}\n}}\n\n{uses}"
    )


def _declared(colours: dict[str, str]) -> str:
    return "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())


def _foot(day: date | None, language: str = SOURCE) -> str:
    _ = translations(language).gettext
    made = _("Made with unsilenced {version}.").format(version=__version__)
    if day is not None:
        written = f"{day:%-d %B %Y}" if language == SOURCE else day.isoformat()
        made = _("Made on {day} with unsilenced {version}.")
        made = made.format(day=written, version=__version__)
    public = _("every figure is public already, as its source has it.")
    return f"{made} {_(NOT_COMPARED)}: {public}"


def _write(files: dict[str, bytes], out: Path) -> None:
    """Write beside `out`, and replace it only when everything is written."""
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        beside.chmod(0o755)
        beside.replace(out)
    except BaseException:
        shutil.rmtree(beside)
        raise
