"""How every picture looks: few lines, and colours that differ for people who see colours apart.

Each colour of `PALETTE` has a contrast to white of at least 3 to 1. It differs from every other
colour for an eye that lacks any one kind of cone. Writing has a contrast of more than 4.5 to 1.
Colour never says something alone: a label, a shape or a place says it too.
"""

from __future__ import annotations

from typing import Any, Final

from unsilenced.evidence.pages.tokens import LIGHT

INK: Final = LIGHT["ink"]
SOFT: Final = LIGHT["soft"]
LINE: Final = LIGHT["line"]
GROUND: Final = LIGHT["surface"]
TINT: Final = LIGHT["tint"]

BLUE: Final = LIGHT["accent"]
RUST: Final = LIGHT["chart-rust"]
TEAL: Final = LIGHT["chart-teal"]
PLUM: Final = LIGHT["chart-plum"]
PALETTE: Final = (BLUE, RUST, TEAL, PLUM)

# Liberation Sans, Arial and Helvetica are equally wide, so text measured here fits there too.
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"

CONFIG: Final[dict[str, Any]] = {
    "background": GROUND,
    "font": FONT,
    "padding": 12,
    "view": {"stroke": None, "continuousWidth": 560, "continuousHeight": 300},
    "range": {"category": list(PALETTE)},
    "mark": {"color": BLUE},
    "text": {"color": INK, "fontSize": 13},
    "rule": {"color": SOFT},
    "axis": {
        "domainColor": SOFT,
        "gridColor": LINE,
        "labelColor": INK,
        "labelFontSize": 13,
        "labelLimit": 320,
        "tickColor": SOFT,
        "titleColor": INK,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "titlePadding": 10,
    },
    "header": {"labelColor": INK, "labelFontSize": 13, "titleColor": INK, "titleFontSize": 13},
    "legend": {
        "labelColor": INK,
        "labelFontSize": 13,
        "labelLimit": 320,
        "titleColor": INK,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    },
    "title": {"anchor": "start", "color": INK, "fontSize": 16, "fontWeight": "bold", "offset": 14},
}
"""The Vega-Lite configuration of every chart."""
