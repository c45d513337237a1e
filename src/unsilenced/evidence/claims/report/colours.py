"""The colours of the report: those of its pages, of its pictures and of print."""

from __future__ import annotations

from typing import Final

from unsilenced.evidence.pages import tokens
from unsilenced.evidence.pictures import theme

_USED: Final = (
    *("ground", "surface", "sunk", "ink", "soft", "line", "accent", "tint"),
    *("wait", "wait-tint", "focus"),
)

LIGHT: Final = {**{name: tokens.LIGHT[name] for name in _USED}, "picture": theme.GROUND}

DARK: Final = {name: tokens.DARK[name] for name in _USED}
"""Those that differ in the dark. Pictures keep their own light ground."""

PRINT: Final = {
    "ink": theme.INK,
    "soft": theme.SOFT,
    "accent": theme.BLUE,
    # A thin line on paper is lost in the colour that it has on a screen.
    "line": "#b9b4aa",
}
