"""What each language's folder must hold beside messages, and what is missing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from django.utils import translation
from django.utils.formats import date_format

from unsilenced import locale
from unsilenced.site.django_alone import set_up_translations

ROOT = Path(__file__).parents[3]
GUIDES = ROOT / "docs" / "guides"
WEB_PACKAGES = ROOT / "web" / "package.json"

LINTER = "linter.json"
PASSPHRASES = "passphrases.json"
WORDING = "wording.json"
WORDS_OF = {
    LINTER: "the words in a warning's text that could tell who reported",
    PASSPHRASES: "the npm package with words of passphrases, or null, and the list to draw from",
    WORDING: "what the tests must know of its wording",
}
MUST_HAVE_WORDS = ("premises", "first_person", "not_names", "months", "hours")
"""Lists without which the linter finds nothing in a language."""

BRITISH = Locale("en", "GB")
_HEADING = re.compile(r"^#+ ", re.MULTILINE)


class _UnreadableFileError(Exception):
    """A file that is wrong; the message says how."""


def check(folder: Path = locale.FOLDER) -> list[str]:
    """Return a line for each thing that a language lacks: the file, and what to do."""
    faults = list(_unlisted(folder))
    for language, _name in locale.languages(folder):
        own = locale.folder_of(language, folder)
        faults += [f"{_shown(own / name)}: {fault}" for name, fault in _faults(language, folder)]
    return sorted(faults)


def _unlisted(folder: Path) -> Iterator[str]:
    listed = {locale.folder_of(code, folder).name for code, _name in locale.languages(folder)}
    for each in sorted(folder.iterdir()):
        if each.is_dir() and each.name not in listed | {"__pycache__"}:
            yield (
                f"{_shown(each)}: nobody is offered this language. "
                f"Add its line to {_shown(folder / 'languages.json')}, or remove the folder."
            )


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _faults(language: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file of a language that is missing or wrong, and what to do."""
    is_source = language == locale.SOURCE_LANGUAGE
    own = locale.folder_of(language, folder)
    readers = {LINTER: _linter_faults, PASSPHRASES: _passphrase_faults, WORDING: _wording_faults}
    for name in [LINTER, PASSPHRASES] if is_source else readers:
        if not (own / name).is_file():
            example = next(each for each in _others(own, folder) if (each / name).is_file())
            yield name, f"missing. It holds {WORDS_OF[name]}: begin with {_shown(example / name)}."
            continue
        for fault in readers[name](own / name, folder):
            yield name, fault
    if not is_source:
        yield from _guide_faults(own)
    if day_fault := _day_fault(language):
        yield "formats.py", day_fault


def _others(own: Path, folder: Path) -> Iterator[Path]:
    for code, _name in locale.languages(folder):
        if (other := locale.folder_of(code, folder)) != own:
            yield other
    yield locale.folder_of("pt-br")


def _linter_faults(file: Path, folder: Path) -> Iterator[str]:
    source = locale.folder_of(locale.SOURCE_LANGUAGE, folder) / LINTER
    try:
        lists = _object(file)
        known = _object(source) if source.is_file() else lists
    except _UnreadableFileError as error:
        yield str(error)
        return
    for name in sorted(known.keys() - lists.keys()):
        yield f"the list {name} is missing. See {_shown(source)}."
    for name in sorted(lists.keys() - known.keys()):
        yield f"no rule knows the list {name}. Remove it."
    for name in sorted(lists.keys() & known.keys()):
        words = lists[name]
        if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
            yield f"{name} has to be a list of texts."
        elif name in MUST_HAVE_WORDS and not "".join(words).strip():
            yield f"{name} is empty. Write this language's words in."


def _passphrase_faults(file: Path, _folder: Path) -> Iterator[str]:
    try:
        package = _object(file).get("package", "")
    except _UnreadableFileError as error:
        yield str(error)
        return
    if package is not None and package not in _packages():
        yield f"there is no package {package!r}. Run: npm install --save-exact NAME (in web/)."


def _packages() -> set[str]:
    found = json.loads(WEB_PACKAGES.read_text(encoding="utf-8"))
    return set(found["dependencies"])


def _wording_faults(file: Path, folder: Path) -> Iterator[str]:
    try:
        wording = _object(file)
    except _UnreadableFileError as error:
        yield str(error)
        return
    for name in ("terms", "same_as_english", "subject", "day"):
        if name not in wording:
            yield f"{name} is missing. See {_shown(locale.folder_of('pt-br') / WORDING)}."


def _object(file: Path) -> dict[str, object]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _UnreadableFileError(f"does not read as JSON: {error}.") from error
    if not isinstance(found, dict):
        raise _UnreadableFileError("has to be a JSON object.")
    return found


def _guide_faults(own: Path) -> Iterator[tuple[str, str]]:
    for guide in sorted(GUIDES.glob("*.md")):
        name = f"guides/{guide.name}"
        if not (own / name).is_file():
            yield name, f"missing. Translate {_shown(guide)}."
            continue
        there, here = (
            len(_HEADING.findall(each.read_text("utf-8"))) for each in (guide, own / name)
        )
        if there != here:
            yield (
                name,
                f"has {here} headings, and {_shown(guide)} has {there}. Bring it up to date.",
            )


def _day_fault(language: str) -> str | None:
    """Return what is wrong with the site's format of days, compared with Unicode's data."""
    set_up_translations()
    wanted = BRITISH if language == locale.SOURCE_LANGUAGE else Locale.parse(language, sep="-")
    with translation.override(language):
        for month in range(1, 13):
            day = dt.date(2026, month, 5)
            written, right = date_format(day), format_date(day, "long", wanted)
            if written != right:
                return (
                    f"the site writes {written}, and the language {right}. Translate the months, "
                    f"run: unsilenced messages compile, and set DATE_FORMAT in this file."
                )
    return None
