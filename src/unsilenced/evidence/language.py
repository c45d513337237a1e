"""The languages in which the evidence engine shows things, by gettext and without Django.

Its catalogues are beside the site's, in `unsilenced/locale/`, in a domain of their own.
`unsilenced messages` gathers, checks and compiles them.
"""

from __future__ import annotations

from gettext import NullTranslations, translation
from typing import Final

from unsilenced import locale

DOMAIN: Final = "evidence"
SOURCE: Final = locale.SOURCE_LANGUAGE
"""The language of all texts in the code; it needs no catalogue."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Return `message` unchanged: it is marked for gathering, and translated where it is shown."""
    return message


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are, as HTML writes them."""
    return tuple(code for code, _ in locale.languages())


def translations(language: str) -> NullTranslations:
    """Return the catalogue of a language; texts that it lacks stay untranslated."""
    name = locale.folder_of(language).name
    return translation(DOMAIN, locale.FOLDER, [name], fallback=True)
