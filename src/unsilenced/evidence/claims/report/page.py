"""A page of the site: plain HTML that runs nothing, fetches nothing and works from a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

from unsilenced.evidence.claims.report import texts
from unsilenced.evidence.claims.words import (
    address_of,
    counted_in,
    interval_of,
    lines_of,
    source_name,
    value_of,
)
from unsilenced.evidence.language import SOURCE
from unsilenced.evidence.pages.rendering import rendered

POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'"
PDF: Final = "report.pdf"
STYLE: Final = "style.css"
INDEX: Final = "index.html"
HOW: Final = "methods.html"
DATA: Final = "data.html"

_SHOWN: Final = {
    **{name: getattr(texts, name) for name in texts.SHOWN},
    **{
        each.__name__: each
        for each in (address_of, counted_in, interval_of, lines_of, source_name, value_of)
    },
    "policy": POLICY,
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands in the site, its template, and what is shown in it."""

    path: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def as_html(self, foot: str, language: str = SOURCE) -> str:
        """Return the whole page, with `foot`, which is plain text, at its end.

        The words of claims and figures are in English, and say so on a page that is not.
        """
        is_source = language == SOURCE
        shown = {
            **_SHOWN,
            **self.values,
            "path": self.path,
            "top": "../" * self.path.count("/"),
            "foot": foot,
            "en": "" if is_source else Markup(' lang="en"'),
            "own": "" if is_source else Markup(' lang="{}"').format(language),
        }
        return rendered(f"claims/{self.template}", shown, language)
