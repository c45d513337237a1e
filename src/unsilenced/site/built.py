"""The built browser code: the facts of its manifest (web/README.md) about each file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

from unsilenced.site.static_files import folders

T = TypeVar("T")

FOLDER = folders()[0] / "built"
MISSING = "The browser code is not built. Run script/setup."


@dataclass(frozen=True)
class BuiltFile:
    """One file: its name, its Subresource Integrity value, and its size in bytes."""

    name: str
    integrity: str
    size: int

    @property
    def path(self) -> str:
        """Where it stands among the static files."""
        return f"built/{self.name}"


@dataclass(frozen=True)
class Script:
    """A script with the files it imports, itself first, and the modules it may load later."""

    files: tuple[BuiltFile, ...]
    lazy: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """Every built file, by its purpose; messages by language and script."""

    scripts: Mapping[str, Script]
    styles: Mapping[str, BuiltFile]
    messages: Mapping[str, Mapping[str, BuiltFile]]
    files: tuple[BuiltFile, ...]

    def script(self, name: str) -> Script:
        """Return the script of `web/entries/NAME.ts`; raises ImproperlyConfigured."""
        return _named(self.scripts, name, "script")

    def style(self, name: str) -> BuiltFile:
        """Return the sheet of `web/styles/NAME.css`; raises ImproperlyConfigured."""
        return _named(self.styles, name, "style sheet")


def _named(built: Mapping[str, T], name: str, what: str) -> T:
    if name not in built:
        raise ImproperlyConfigured(f"No {what} {name!r} is built. Run script/setup.")
    return built[name]


def manifest(folder: Path = FOLDER) -> Manifest:
    """Return the manifest, which is read once.

    Raises ImproperlyConfigured when nothing is built.
    """
    try:
        return _read(folder / "manifest.json")
    except FileNotFoundError:
        raise ImproperlyConfigured(MISSING) from None


def text_of(file: BuiltFile) -> str:
    """Return the contents of a built file."""
    return (FOLDER / file.name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _read(path: Path) -> Manifest:
    raw = json.loads(path.read_text(encoding="utf-8"))
    code = {entry["file"]: _file(entry) for entry in raw["entries"].values()}
    code |= {name: _file(chunk) for name, chunk in raw["chunks"].items()}
    styles = {name: _file(style) for name, style in raw["styles"].items()}
    messages = {
        language: {name: _file(catalogue) for name, catalogue in catalogues.items()}
        for language, catalogues in raw["messages"].items()
    }
    scripts = {
        name: Script(
            files=(code[entry["file"]], *(code[imported] for imported in entry["imports"])),
            lazy=tuple(entry["lazy"]),
        )
        for name, entry in raw["entries"].items()
    }
    every = [*code.values(), *styles.values()]
    for catalogues in messages.values():
        every.extend(catalogues.values())
    return Manifest(scripts, styles, messages, tuple(sorted(every, key=lambda file: file.name)))


def _file(raw: Mapping[str, object]) -> BuiltFile:
    return BuiltFile(str(raw["file"]), str(raw["integrity"]), int(str(raw["bytes"])))
