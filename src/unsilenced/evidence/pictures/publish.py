"""What all pictures are published with: where they come from, their tables, and a page."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import file_digest
from html import escape
from pathlib import Path
from typing import Final

from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.disclosure.public import ReleasedFile
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.pictures.data import Data
from unsilenced.evidence.pictures.figure import Figure
from unsilenced.evidence.pictures.page import page

RUNNER: Final = "whoever ran this"
"""Who says that counts are public already at an address: nobody has looked there."""


def origin_of(released: Sequence[Released | ReleasedFile], data: Data) -> str:
    """Return where pictures come from, as HTML: `data`, a file's SHA-256, why it is public."""
    public = " ".join(dict.fromkeys(_why_public(each) for each in released))
    if not isinstance(data, Path):
        return f"From {escape(data)}, as it was then. {public}"
    with data.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return f"From {escape(data.name)} (SHA-256 <code>{digest}</code>). {public}"


def _why_public(released: Released | ReleasedFile) -> str:
    if isinstance(released, ReleasedFile):
        return f"Its counts are public already: {escape(released.dataset.source)}."
    if released.source is None:
        return "Its counts went through the disclosure gate."
    address = escape(released.source)
    return (
        f"Its counts, small ones too, are public already at "
        f'<a href="{address}">{address}</a>, according to {RUNNER}, not to this program.'
    )


def check_released(released: Sequence[Released | ReleasedFile]) -> None:
    """Raise `TypeError` unless all of it is released: a type checker is not always there."""
    known = isinstance(released, Sequence) and len(released) > 0
    if not known or not all(isinstance(each, Released | ReleasedFile) for each in released):
        raise TypeError("only what the gate has released is published, and what rests on it")


def write_page(
    released: Sequence[Released | ReleasedFile],
    title: str,
    sentences: Sequence[str],
    figures: Sequence[Figure],
    folder: Path,
) -> tuple[str, ...]:
    """Write pictures, their tables and a page with all of them; return the files' names.

    `sentences` are HTML, one paragraph each. What the counts were compared with stands on each
    picture, table and page. Raises `BadInput` where the files cannot be written, or are there
    already.
    """
    check_released(released)
    said = dict.fromkeys(each.compared for each in released)
    told = " ".join(escape(each.sentence) for each in said)
    if warnings := [each.warning for each in said if each.warning]:
        figures = [each.warned("; ".join(warnings)) for each in figures]
        told = f"<strong>{told}</strong>"
    sentences = [*sentences, told]
    files = {"index.html": page(title, sentences, figures)}
    for figure in figures:
        files |= {f"{figure.name}.svg": figure.svg, f"{figure.name}.csv": figure.as_csv()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise BadInput(f"cannot be written: {error.strerror}", file=str(error.filename)) from error
    return tuple(files)
