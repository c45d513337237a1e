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
from unsilenced.evidence.pictures.page import page
from unsilenced.evidence.pictures.plate import Plate

RUNNER: Final = "whoever ran this"
"""Who says that counts are public already at an address: nobody has looked there."""


def origin_of(released: Released | ReleasedFile, data: Data) -> str:
    """Return where pictures come from, as HTML: `data`, a file's SHA-256, why it is public."""
    if isinstance(released, ReleasedFile):
        public = f"Its counts are public already: {escape(released.dataset.source)}."
    elif released.source is None:
        public = "Its counts went through the disclosure gate."
    else:
        address = escape(released.source)
        public = (
            f"Its counts, small ones too, are public already at "
            f'<a href="{address}">{address}</a>, according to {RUNNER}, not to this program.'
        )
    if not isinstance(data, Path):
        return f"From {escape(data)}, as it was then. {public}"
    with data.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return f"From {escape(data.name)} (SHA-256 <code>{digest}</code>). {public}"


def write_page(
    released: Released | ReleasedFile,
    title: str,
    sentences: Sequence[str],
    plates: Sequence[Plate],
    folder: Path,
) -> tuple[str, ...]:
    """Write pictures, their tables and a page with all of them; return the files' names.

    `sentences` are HTML, one paragraph each. Raises `BadInput` where the files cannot be written,
    or are there already.
    """
    # A type checker is not always there.
    if not isinstance(released, Released | ReleasedFile):
        raise TypeError("only what the gate has released is published, and what rests on it")
    files = {"index.html": page(title, sentences, plates)}
    for plate in plates:
        files |= {f"{plate.name}.svg": plate.svg, f"{plate.name}.csv": plate.as_csv()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise BadInput(f"cannot be written: {error.strerror}", file=str(error.filename)) from error
    return tuple(files)
