"""The languages of what the evidence engine shows, by gettext and without Django.

Catalogues stand in `locale/`; `unsilenced messages` gathers and compiles them.
"""

from __future__ import annotations

from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final

DOMAIN: Final = "evidence"
LOCALE: Final = Path(__file__).with_name("locale")
SOURCE: Final = "en"
"""The language in which everything is written; it needs no catalogue."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Return `message` as it is; it is gathered, and translated where it is shown."""
    return message


def languages() -> tuple[str, ...]:
    """Return the languages that there are, the source first, as HTML writes them."""
    found = sorted(each.parts[-3] for each in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return (SOURCE, *(name.replace("_", "-") for name in found))


def translations(language: str) -> NullTranslations:
    """Return the catalogue of a language; texts that it lacks stay as they are."""
    return translation(DOMAIN, LOCALE, [language.replace("-", "_")], fallback=True)
