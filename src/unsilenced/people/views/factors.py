"""Views of one's own second factors and passphrase."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NotRequired

from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from typing_extensions import TypedDict

from unsilenced.http.answer import Done, Made, Nothing
from unsilenced.http.body import body
from unsilenced.http.refusal import Refusal
from unsilenced.people import gate
from unsilenced.people.accounts import names, sessions
from unsilenced.people.accounts import passphrase as passphrases
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.factors import owned, passkeys, recovery_codes, totp
from unsilenced.people.keys.key_fields import Name, NewPassphrase
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission
from unsilenced.people.separation import in_steps
from unsilenced.people.views.log_in import Code, PasskeyAnswer, next_page
from unsilenced.sealing.b64u import to_b64u

_TO_CONFIRM = "totp_secret_to_confirm"
_CHALLENGE = "passkey_challenge_to_confirm"


@dataclass(frozen=True)
class NewPasskey(PasskeyAnswer):
    """A new passkey, and what its owner calls it."""

    name: Name


class OwnFactor(TypedDict):
    """A second factor, and what its owner calls it."""

    id: str
    kind: owned.FactorKind
    name: str


class Factors(TypedDict):
    """The second factors, and how many recovery codes are left."""

    factors: list[OwnFactor]
    recovery_codes: int


class RecoveryCodes(TypedDict):
    """New recovery codes: they are told this once."""

    recovery_codes: list[str]


class TotpToConfirm(TypedDict):
    """The secret of an app, as text, as an address, and the rows of that address's QR code."""

    secret: str
    uri: str
    qr: list[str]


class FactorAdded(TypedDict):
    """The page to open next. The codes come with the first factor, the token to a half session."""

    next: str
    recovery_codes: NotRequired[list[str]]
    csrf: NotRequired[str]


@gate.call(Permission.ACCOUNT_OWN)
def factors(request: HttpRequest, person: User) -> Done[Factors]:
    """List the second factors, and how many recovery codes are left."""
    return Done(
        {
            "factors": [
                {"id": one.id, "kind": one.kind, "name": one.name} for one in owned.factors(person)
            ],
            "recovery_codes": person.recovery_codes.count(),
        }
    )


@gate.call(Permission.ACCOUNT_OWN)
def remove(request: HttpRequest, person: User, factor: str) -> Done[Nothing]:
    """Remove a second factor."""
    owned.remove(person, factor)
    return Done({})


@gate.call(Permission.ACCOUNT_OWN)
def new_recovery_codes(request: HttpRequest, person: User) -> Done[RecoveryCodes]:
    """Make new recovery codes."""
    return Done({"recovery_codes": recovery_codes.renew(person)})


@gate.choosing_factor
def begin_totp(request: HttpRequest, person: User) -> Done[TotpToConfirm]:
    """Draw a secret for an app of one-time passwords."""
    secret = totp.draw_secret()
    request.session[_TO_CONFIRM] = secret
    uri = totp.uri(person, secret)
    return Done({"secret": secret, "uri": uri, "qr": totp.picture(uri)})


@gate.choosing_factor
@body(Code)
def add_totp(request: HttpRequest, person: User, typed: Code) -> Made[FactorAdded]:
    """Keep the secret that the person proves to have in their app."""
    secret = request.session.get(_TO_CONFIRM)
    if secret is None:
        raise totp.wrong_code()
    with _adding(request, person):
        totp.confirm(person, secret, typed.code)
        del request.session[_TO_CONFIRM]
        return _added(request, person)


@gate.choosing_factor
def begin_passkey(request: HttpRequest, person: User) -> Done[dict[str, Any]]:
    """Ask for a new passkey."""
    challenge, options = passkeys.registration(passkeys.RelyingParty.of(request), person)
    request.session[_CHALLENGE] = to_b64u(challenge)
    return Done(options)


@gate.choosing_factor
@body(NewPasskey)
def add_passkey(request: HttpRequest, person: User, made: NewPasskey) -> Made[FactorAdded]:
    """Keep a new passkey."""
    name = names.tidy(made.name)
    challenge = passkeys.take_challenge(request.session, _CHALLENGE)
    site = passkeys.RelyingParty.of(request)
    with _adding(request, person):
        passkeys.register(site, person, name, challenge, made.credential)
        return _added(request, person)


@gate.call(Permission.ACCOUNT_OWN)
@in_steps
@body(NewPassphrase)
def new_passphrase(request: HttpRequest, person: User, new: NewPassphrase) -> Done[Nothing]:
    """Change the passphrase; other sessions end, this one goes on."""
    changed = passphrases.change(person, new.old_secret, new)
    update_session_auth_hash(request, changed)
    return Done({})


@contextmanager
def _adding(request: HttpRequest, person: User) -> Iterator[None]:
    """Store a new factor, its recovery codes and the session together, or none of them.

    Raises a 423 refusal for a half session if its person added a factor elsewhere in the meantime.
    """
    with transaction.atomic():
        lock_person(person)
        if sessions.person_of_full(request) is None and owned.methods(person):
            raise Refusal(423, "second-factor", _("Finish logging in with your second factor."))
        yield


def _added(request: HttpRequest, person: User) -> Made[FactorAdded]:
    answer: FactorAdded = {"next": next_page(person)}
    if not person.recovery_codes.exists():
        answer["recovery_codes"] = recovery_codes.renew(person)
    if sessions.person_of_full(request) is None:
        answer["csrf"] = sessions.complete(request, person)
    return Made(answer)
