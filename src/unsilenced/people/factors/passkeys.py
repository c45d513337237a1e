"""Passkeys (Web Authentication, level 2) as a second factor, under the site's own host name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import generate_challenge, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from unsilenced.http.onion import is_onion
from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Passkey, User
from unsilenced.process.database.taken import if_taken
from unsilenced.sealing.b64u import from_b64u

_LARGEST_ID = 1023
"""Bytes of a credential's identifier, at most (section 4 of the standard)."""

# The passphrase says who it is, so the device itself need not list anything.
_SELECTION = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.DISCOURAGED,
    user_verification=UserVerificationRequirement.PREFERRED,
)


@dataclass(frozen=True)
class RelyingParty:
    """The site as an authenticator knows it: its host name, and the origin of its pages."""

    id: str
    origin: str

    @classmethod
    def of(cls, request: HttpRequest) -> RelyingParty:
        """Read it from the host that the call was made to (one of SITE_HOSTS).

        Raises a 422 refusal at the onion service: Tor Browser has no passkeys, and a passkey that
        another browser makes there would work nowhere else.
        """
        if is_onion(request):
            message = _("Passkeys do not work at this address. Use codes from an app instead.")
            raise Refusal(422, "no-passkeys-here", message)
        host = request.get_host()
        return cls(split_domain_port(host)[0], f"{request.scheme}://{host}")


def registration(site: RelyingParty, person: User) -> tuple[bytes, dict[str, Any]]:
    """Return a fresh challenge, and the options for `navigator.credentials.create`."""
    challenge = generate_challenge()
    options = generate_registration_options(
        rp_id=site.id,
        rp_name=settings.CONFIGURATION.site_name,
        user_id=person.pk.bytes,
        user_name=person.name,
        challenge=challenge,
        authenticator_selection=_SELECTION,
        exclude_credentials=_known(person),
    )
    return challenge, options_to_json_dict(options)


def register(
    site: RelyingParty, person: User, name: str, challenge: bytes, credential: dict[str, Any]
) -> None:
    """Store a new passkey.

    Raises a 422 refusal for an answer to anything but `challenge`, and a 409 refusal for a passkey
    that is stored already.
    """
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
        )
    except Exception:  # noqa: BLE001 - its parsers raise whatever forged bytes lead them to
        raise wrong_passkey() from None
    if len(verified.credential_id) > _LARGEST_ID:
        raise wrong_passkey()
    known = partial(Refusal, 409, "passkey-known", _("This passkey was added before."))
    with if_taken(known), transaction.atomic():
        Passkey.objects.create(
            user=person,
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            name=name,
        )


def authentication(site: RelyingParty, person: User) -> tuple[bytes, dict[str, Any]]:
    """Return a fresh challenge, and the options for `navigator.credentials.get`."""
    challenge = generate_challenge()
    options = generate_authentication_options(
        rp_id=site.id,
        challenge=challenge,
        allow_credentials=_known(person),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return challenge, options_to_json_dict(options)


def check(site: RelyingParty, person: User, challenge: bytes, credential: dict[str, Any]) -> None:
    """Accept a passkey's answer to `challenge`, once; raise a 422 refusal for anything else.

    The site does not store the authenticator's own count of its uses
    (docs/decisions/0026-sign-counts.md).
    """
    passkey = _claimed(person, credential)
    if passkey is None:
        raise wrong_passkey()
    try:
        verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=0,
        )
    except Exception:  # noqa: BLE001 - its parsers raise whatever forged bytes lead them to
        raise wrong_passkey() from None


def take_challenge(session: SessionBase, name: str) -> bytes:
    """Take the challenge out of a session, so that it is answered only once.

    Raises a 422 refusal if nobody asked for one.
    """
    kept = session.pop(name, None)
    if kept is None:
        raise wrong_passkey()
    return from_b64u(kept)


def wrong_passkey() -> Refusal:
    """Return the refusal of a passkey; it is the same for every fault."""
    message = _("The passkey did not work here. Try again, or use another way.")
    return Refusal(422, "wrong-passkey", message, field="credential")


def _claimed(person: User, credential: dict[str, Any]) -> Passkey | None:
    claimed = credential.get("id")
    try:
        credential_id = from_b64u(claimed) if isinstance(claimed, str) else b""
    except ValueError:
        return None
    return person.passkeys.filter(credential_id=credential_id).first()


def _known(person: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=bytes(passkey.credential_id))
        for passkey in person.passkeys.order_by("pk")
    ]
