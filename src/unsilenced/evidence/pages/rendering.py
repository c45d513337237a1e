"""Pages and pictures' text from templates: every value is escaped, and words are translated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from unsilenced.evidence.language import SOURCE, translations

TEMPLATES: Final = Path(__file__).with_name("templates")


def rendered(template: str, values: Mapping[str, object], language: str = SOURCE) -> str:
    """Return a template with `values` in it, its own words in `language`."""
    return _environment(language).get_template(template).render(values, language=language)


@cache
def _environment(language: str) -> Environment:
    # SVG is XML and escapes alike, so nothing is left out by a file's ending.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # the extension's
    return environment
