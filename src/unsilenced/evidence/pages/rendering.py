"""Pages and pictures' text from templates, which escape every value and translate words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from unsilenced.evidence.language import SOURCE, translations

TEMPLATES: Final = Path(__file__).with_name("templates")


def rendered(template: str, values: Mapping[str, object], language: str = SOURCE) -> str:
    """Return a template with `values` in it, its own words in `language`."""
    return _environment(language).get_template(template).render(values, language=language)


@cache
def _environment(language: str) -> Environment:
    # SVG is XML and needs the same escaping, so no file ending is an exception.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = translations(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's
        _escaped(catalogue.gettext), _escaped(catalogue.ngettext), newstyle=True
    )
    return environment


def _escaped(translate: Callable[..., str]) -> Callable[..., Markup]:
    # The extension takes each message for HTML, and so anything that a template puts into `_()`.
    return lambda *given: escape(translate(*given))
