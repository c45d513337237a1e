"""Publishing pictures: with their sources, their tables, and a page."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Final

from markupsafe import Markup

from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.disclosure.public import ReleasedFile
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.pages.rendering import rendered
from unsilenced.evidence.pictures.data import Data, name_of
from unsilenced.evidence.pictures.figure import Figure
from unsilenced.evidence.pictures.page import page

RUNNER: Final = "whoever ran this"
"""Says who claims that counts are already public at an address: nobody has looked there."""


def origin_of(released: Sequence[Released | ReleasedFile], data: Data) -> Markup:
    """Return where pictures come from: `data`, a file's SHA-256, and why it is public."""
    public = list(dict.fromkeys(map(_why_public, released)))
    digest = None
    if isinstance(data, Path):
        with data.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    shown = {"name": name_of(data), "digest": digest, "public": public, "runner": RUNNER}
    lines = rendered("pictures/origin.html", shown).split("\n")
    return Markup(" ".join(filter(None, lines)))  # noqa: S704 - a template, which escapes


def _why_public(released: Released | ReleasedFile) -> tuple[str | None, str | None]:
    """Return the source with public counts, and the address where the user says they are."""
    if isinstance(released, ReleasedFile):
        return released.dataset.source, None
    return None, released.source


def check_released(released: Sequence[Released | ReleasedFile]) -> None:
    """Raise `TypeError` unless everything is released: a type checker does not always run."""
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

    Each of `sentences` is a paragraph, text or `Markup`. Each picture, table and page says what
    the counts were compared with. Raises `BadInput` if the files cannot be written or exist
    already.
    """
    check_released(released)
    said = dict.fromkeys(each.compared for each in released)
    told = " ".join(each.sentence for each in said)
    if warnings := [each.warning for each in said if each.warning]:
        figures = [each.warned("; ".join(warnings)) for each in figures]
        told = Markup("<strong>{}</strong>").format(told)
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
