"""One-time passwords of an app (TOTP, RFC 6238): six digits, each used once."""

from __future__ import annotations

import time

import pyotp
import segno
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pyotp.exceptions import OTPVerificationError

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Totp, User

DRIFT = 1
"""Steps that a clock may be wrong, in either direction."""


STEP = 30
"""Seconds for which an app shows a code."""

_HELD = 20
"""Steps for which the last used one is stored: longer than a code is valid, in case the clock goes
back."""


def draw_secret() -> str:
    """Draw a secret in base32."""
    return pyotp.random_base32()


def uri(person: User, secret: str) -> str:
    """Return the address that an app reads: it names the site and the person."""
    issuer = settings.CONFIGURATION.site_name
    return pyotp.TOTP(secret).provisioning_uri(name=person.name, issuer_name=issuer)


def picture(address: str) -> list[str]:
    """Return the QR code of an address: one line per row, `1` for dark, without a quiet zone."""
    return ["".join("1" if module else "0" for module in row) for row in segno.make(address).matrix]


def confirm(person: User, secret: str, code: str, *, now: float | None = None) -> None:
    """Store `secret` as the person's, replacing an earlier one, if `code` proves they have it.

    `now` is in seconds since 1970. Raises a 422 refusal for a wrong code.
    """
    step = _step(secret, code, now)
    Totp.objects.update_or_create(user=person, defaults={"secret": secret, "last_step": step})


def check(person: User, code: str, *, now: float | None = None) -> None:
    """Accept a code once; raise a 422 refusal for a wrong, old or used one."""
    with transaction.atomic():
        kept = Totp.objects.select_for_update().filter(user=person).first()
        if kept is None:
            raise wrong_code()
        step = _step(kept.secret, code, now)
        if step <= kept.last_step:
            raise wrong_code()
        kept.last_step = step
        kept.save()


def forget_used(*, now: float | None = None) -> None:
    """Forget which codes were used last, once they are too old to be used again.

    The number of a code tells the half minute in which somebody logged in.
    """
    moment = time.time() if now is None else now
    Totp.objects.filter(last_step__gt=0, last_step__lt=moment // STEP - _HELD).update(last_step=0)


def wrong_code() -> Refusal:
    """Return the refusal of a code; it is the same for every fault."""
    message = _("This code is wrong or was used. Wait for the next one and type it.")
    return Refusal(422, "wrong-code", message, field="code")


def _step(secret: str, code: str, now: float | None) -> int:
    digits = "".join(code.split())
    moment = time.time() if now is None else now
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(
            digits, for_time=moment, valid_window=DRIFT
        )
    except OTPVerificationError:
        raise wrong_code() from None
