"""Translations: gathering messages from the program, compiling them, finding what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.extract import extract as extract_messages
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from unsilenced import locale

PACKAGE = Path(__file__).parent.parent
ROOT = PACKAGE.parent.parent
LOCALE = locale.FOLDER
DOMAINS = ("django", "djangojs", "evidence")
BROWSER_KEYWORDS = {"t": (1,), "tn": (1, 2)}
COMMENT_TAGS = ("Translators:",)

_BRACED = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"</?\w+")

Found = tuple[int, str | tuple[str, ...], list[str], str | None]


class CatalogueError(Exception):
    """A catalogue that cannot be read; the message says where."""


def extract() -> Iterator[str]:
    """Bring every language's catalogues up to date, and yield a line about each."""
    for domain in DOMAINS:
        found = _template(domain)
        for language in locale.translations(LOCALE):
            file = _file(language, domain)
            catalogue = _read(file) if file.exists() else Catalog(to_locale(language), domain)
            _update(catalogue, found)
            write(file, catalogue)
            missing = sum(not _is_translated(each) for each in _messages(catalogue).values())
            yield f"{file.relative_to(ROOT)}: {len(catalogue)} messages, {missing} to translate"


def compile_all() -> Iterator[str]:
    """Write each catalogue as the .mo file that the program reads, and yield a line about it."""
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, _read(file))
        yield f"{file.relative_to(ROOT)}: compiled"


def check() -> list[str]:
    """Return a line for each message that is missing, out of date or wrongly translated."""
    faults: list[str] = []
    for domain in DOMAINS:
        found = _template(domain)
        wanted = _messages(found)
        for language in locale.translations(LOCALE):
            file = _file(language, domain)
            if not file.exists():
                faults.append(
                    f"{file.relative_to(ROOT)}: missing. Run: unsilenced messages extract"
                )
                continue
            catalogue = _read(file)
            there = _messages(catalogue)
            where = f"{language} {domain}"
            faults += [f"{where}: not in the catalogue: {key}" for key in wanted.keys() - there]
            faults += [f"{where}: not in the program: {key}" for key in there.keys() - wanted]
            for key in wanted.keys() & there:
                faults += [f"{where}: {fault}: {key}" for fault in _faults(there[key])]
            _update(catalogue, found)
            if wanted.keys() == there.keys() and _written(catalogue) != file.read_bytes():
                faults.append(f"{where}: not up to date. Run: unsilenced messages extract")
    return sorted(faults)


def _update(catalogue: Catalog, found: Catalog) -> None:
    """Make a catalogue hold the messages found and no others, with the translations it has."""
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.obsolete.clear()


def _file(language: str, domain: str) -> Path:
    return locale.folder_of(language, LOCALE) / "LC_MESSAGES" / f"{domain}.po"


def _template(domain: str) -> Catalog:
    """Return every message of the program, each with the files that use it."""
    catalogue = Catalog(domain=domain)
    for file, found in _SOURCES[domain]():
        for _, message, comments, context in found:
            location = (str(file.relative_to(ROOT)), 0)
            catalogue.add(message, None, [location], auto_comments=comments, context=context)
    return catalogue


def _site() -> Iterator[tuple[Path, Iterable[Found]]]:
    evidence = PACKAGE / "evidence"
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in file.parts and evidence not in file.parents:
            yield file, _extract("python", file.read_bytes(), DEFAULT_KEYWORDS)
    for file in sorted(PACKAGE.glob("*/templates/**/*")):
        if file.is_file():
            calls = templatize(file.read_text(encoding="utf-8"), origin=str(file))
            # The text between the calls is not Python, and its indentation means nothing.
            flat = "\n".join(line.strip() for line in calls.splitlines())
            yield file, _extract("python", flat.encode(), DEFAULT_KEYWORDS)


def _browser() -> Iterator[tuple[Path, Iterable[Found]]]:
    for file in sorted((ROOT / "web").glob("*/**/*.ts")):
        if not {"node_modules", "tests"} & set(file.parts):
            yield file, _extract("javascript", file.read_bytes(), BROWSER_KEYWORDS)


def _evidence() -> Iterator[tuple[Path, Iterable[Found]]]:
    for file in sorted((PACKAGE / "evidence").rglob("*.py")):
        yield file, _extract("python", file.read_bytes(), DEFAULT_KEYWORDS)
    for file in sorted((PACKAGE / "evidence").rglob("templates/**/*")):
        if file.is_file():
            yield file, _extract("jinja2", file.read_bytes(), DEFAULT_KEYWORDS)


_SOURCES: Mapping[str, Callable[[], Iterator[tuple[Path, Iterable[Found]]]]] = {
    "django": _site,
    "djangojs": _browser,
    "evidence": _evidence,
}


def _extract(method: str, source: bytes, keywords: Mapping[str, Any]) -> list[Found]:
    options = {
        "encoding": "utf-8",
        "jsx": False,
        "parse_template_string": True,
        "silent": "false",
        "newstyle_gettext": "true",
    }
    return list(extract_messages(method, BytesIO(source), keywords, COMMENT_TAGS, options))


def _read(file: Path) -> Catalog:
    try:
        with file.open("rb") as opened:
            return read_po(opened, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file}: {error}") from error


def write(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue, and make its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_written(catalogue))


def _written(catalogue: Catalog) -> bytes:
    """Return a catalogue's file, with a header that changes only when the language does."""
    header = (
        f"Language: {catalogue.locale}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    written = BytesIO()
    written.write(b'msgid ""\nmsgstr ""\n')
    written.writelines(f'"{line}\\n"\n'.encode() for line in header)
    written.write(b"\n")
    write_po(written, catalogue, omit_header=True, sort_by_file=True, include_lineno=False)
    return written.getvalue()


def _messages(catalogue: Catalog) -> dict[str, Message]:
    """Return the messages of a catalogue by context and text, which identify them."""
    return {
        repr((each.context, each.id) if each.context else each.id): each
        for each in catalogue
        if each.id
    }


def _texts(message: Message) -> list[str]:
    return [message.string or ""] if isinstance(message.string, str | None) else [*message.string]


def _is_translated(message: Message) -> bool:
    return all(_texts(message)) and not message.fuzzy


def _faults(message: Message) -> Iterator[str]:
    if not _is_translated(message):
        yield "not translated"
        return
    for error in message.check():
        yield str(error)
    # The plural of a message may hold a number where the singular says “one”.
    said = message.id if isinstance(message.id, str) else message.id[-1]
    for text in _texts(message):
        for kind in (_BRACED, _TAG):
            if not set(kind.findall(text)) <= set(kind.findall(said)):
                yield "another placeholder or tag"
    if isinstance(message.id, str):
        for kind in (_BRACED, _TAG):
            if set(kind.findall(said)) != set(kind.findall(_texts(message)[0])):
                yield "a placeholder or tag is missing"
