"""A page of the site: plain HTML that runs nothing, fetches nothing and works from a folder."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from unsilenced.evidence.claims.report.texts import NAME

POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'"
PDF: Final = "report.pdf"
STYLE: Final = "style.css"
INDEX: Final = "index.html"
HOW: Final = "methods.html"
DATA: Final = "data.html"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands in the site, its title, and the HTML of its main part."""

    path: str
    title: str
    body: str

    def as_html(self, foot: str) -> str:
        """Return the whole page, with `foot`, which is plain text, at its end."""
        top = "../" * self.path.count("/")
        ways = [(INDEX, "All claims"), (HOW, "How it is done"), (DATA, "Data"), (PDF, "PDF")]
        links = "".join(f"<li>{self._way(way, name, top)}</li>" for way, name in ways)
        title = self.title if self.title == NAME else f"{self.title} - {NAME}"
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(title)}</title>\n"
            f'<link rel="stylesheet" href="{top}{STYLE}">\n</head>\n<body>\n'
            '<a class="skip" href="#main">Skip to the text</a>\n'
            f'<header><p class="name">{escape(NAME)}</p>\n'
            f'<nav aria-label="This site"><ul>{links}</ul></nav></header>\n'
            f'<main id="main" tabindex="-1">\n{self.body}</main>\n'
            f"<footer><p>{escape(foot)}</p></footer>\n</body>\n</html>\n"
        )

    def _way(self, way: str, name: str, top: str) -> str:
        here = ' aria-current="page"' if way == self.path else ""
        return f'<a href="{top}{way}"{here}>{escape(name)}</a>'
