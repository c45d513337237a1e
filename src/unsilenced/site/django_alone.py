"""Django's translations for commands that need no site: no settings are read, no database."""

from __future__ import annotations

import django
from django.conf import settings

from unsilenced import locale


def set_up_translations() -> None:
    """Set up the program's languages, unless a site has done so."""
    if settings.configured:
        return
    settings.configure(
        USE_I18N=True,
        LANGUAGE_CODE=locale.SOURCE_LANGUAGE,
        LANGUAGES=locale.languages(),
        LOCALE_PATHS=[locale.FOLDER],
        FORMAT_MODULE_PATH="unsilenced.locale",
    )
    django.setup()
