"""A page of pictures that stands by itself: no script, nothing fetched, tables beside pictures."""

from __future__ import annotations

from collections.abc import Sequence

from unsilenced.evidence.pages.rendering import rendered
from unsilenced.evidence.pictures import theme
from unsilenced.evidence.pictures.figure import Figure


def page(title: str, sentences: Sequence[str], figures: Sequence[Figure]) -> str:
    """Return an HTML page: a title, what to know first, then each picture with its table.

    `sentences` are a paragraph each: text, which is escaped, or `Markup`.
    """
    shown = {"title": title, "sentences": sentences, "figures": figures, "theme": theme}
    return rendered("pictures/page.html", shown)
