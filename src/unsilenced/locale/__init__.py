"""The languages of the program: a folder holds all of a language, a line of a list offers it."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCE_LANGUAGE = "en"
"""The language in which the program's own texts are written."""


def languages(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Return the code and the name of each language that is offered, as Django takes them."""
    listed: dict[str, str] = json.loads((folder / "languages.json").read_text(encoding="utf-8"))
    return list(listed.items())


def translations(folder: Path = FOLDER) -> list[str]:
    """Return the code of each language that the program is translated to."""
    return [code for code, _name in languages(folder) if code != SOURCE_LANGUAGE]


def folder_of(language: str, folder: Path = FOLDER) -> Path:
    """Return the folder of a language: `pt_BR` for `pt-br`, as gettext names it."""
    name, _, region = language.partition("-")
    return folder / (f"{name}_{region.upper()}" if region else name)
