"""The colours of the report: those of its pictures, and what else pages and print need."""

from __future__ import annotations

from typing import Final

from unsilenced.evidence.pictures import theme

LIGHT: Final = {
    "ground": "#f8f7f4",
    "surface": theme.GROUND,
    "sunk": "#efede8",
    "ink": theme.INK,
    "soft": theme.SOFT,
    "line": theme.LINE,
    "accent": theme.BLUE,
    "tint": "#e6eff5",
    "wait": "#7a4d00",
    "wait-tint": "#faf0d9",
    "focus": "#14181a",
    "picture": theme.GROUND,
}

DARK: Final = {
    "ground": "#14181a",
    "surface": "#1d2326",
    "sunk": "#262d31",
    "ink": "#eceae5",
    "soft": "#b2b8bb",
    "line": "#363f44",
    "accent": "#92c5e6",
    "tint": "#203441",
    "wait": "#ecc477",
    "wait-tint": "#3a2f18",
    "focus": "#ffffff",
}
"""Those that differ in the dark. Pictures keep their own light ground."""

PRINT: Final = {
    "ink": theme.INK,
    "soft": theme.SOFT,
    "accent": theme.BLUE,
    # A thin line on paper is lost in the colour that it has on a screen.
    "line": "#b9b4aa",
}
