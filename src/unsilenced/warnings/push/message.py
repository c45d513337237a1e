"""The message: the same words for all who read a language, and as many bytes in every language."""

from __future__ import annotations

import json

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from unsilenced.warnings.models import PushSubscription


def message(language: str) -> bytes:
    """Return the JSON that the browser shows: `title` and `body`, filled up with spaces.

    It has the same length in every language, so that a push service cannot tell languages apart.
    """
    size = max(len(_words(each)) for each, _name in settings.LANGUAGES)
    return _words(language).ljust(size)


def sealed(to: PushSubscription) -> bytes:
    """Encrypt the message to a browser (RFC 8291)."""
    encrypted: bytes = http_ece.encrypt(
        message(to.language),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=bytes(to.p256dh),
        auth_secret=bytes(to.auth),
        version="aes128gcm",
    )
    return encrypted


def _words(language: str) -> bytes:
    with translation.override(language):
        body = _("There is something new to read.")
    title = settings.CONFIGURATION.site_name
    return json.dumps({"title": title, "body": body}, ensure_ascii=False).encode()
