"""The colours that pages, pictures and print share, read from `tokens.css`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_IN_THE_DARK: Final = "@media (prefers-color-scheme: dark)"
_ROOT: Final = re.compile(r":root \{(.*?)\}", re.DOTALL)
_TOLD: Final = re.compile(r"--([\w-]+): ([^;]+);")


def _read() -> tuple[Mapping[str, str], Mapping[str, str]]:
    told = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    light, _, dark = told.partition(_IN_THE_DARK)
    return _root_of(light), _root_of(dark)


def _root_of(css: str) -> Mapping[str, str]:
    found = _ROOT.search(css)
    return dict(_TOLD.findall(found[1])) if found else {}


LIGHT, DARK = _read()
"""The tokens by name, for the light scheme; and those that differ in the dark scheme."""
