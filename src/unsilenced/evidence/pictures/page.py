"""A page of pictures that stands by itself: no script, nothing fetched, tables beside pictures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from unsilenced.evidence.pictures import theme
from unsilenced.evidence.pictures.figure import Figure

_STYLE = f"""
body {{ max-width: 62rem; margin: 2rem auto; padding: 0 1rem; background: {theme.GROUND};
  color: {theme.INK}; font: 1.0625rem/1.55 system-ui, sans-serif; }}
h1, h2 {{ line-height: 1.2; }}
h2 {{ margin-top: 3rem; }}
figure {{ margin: 1rem 0; }}
.scroll {{ overflow-x: auto; }}
svg {{ max-width: 100%; min-width: 36rem; height: auto; }}
code {{ overflow-wrap: anywhere; }}
figcaption, caption {{ color: {theme.SOFT}; text-align: start; }}
table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
th, td {{ padding: 0.3rem 1.5rem 0.3rem 0; border-bottom: 1px solid {theme.LINE};
  text-align: start; font-weight: normal; }}
thead th {{ font-weight: 600; }}
a {{ color: {theme.BLUE}; }}
"""


def page(title: str, sentences: Sequence[str], figures: Sequence[Figure]) -> str:
    """Return an HTML page: a title, what to know first, then each picture with its table.

    `sentences` are HTML, one paragraph each.
    """
    said = "\n".join(f"<p>{sentence}</p>" for sentence in sentences)
    drawn = "\n".join(figure.as_html() for figure in figures)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{said}\n{drawn}</main>\n</body>\n</html>\n"
    )
