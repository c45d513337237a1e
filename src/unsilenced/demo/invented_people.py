"""Invented projects and people with real keys, as browsers make them."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from unsilenced.people.factors import recovery_codes, totp
from unsilenced.people.models import KeyGrant, Organisation, OrganisationKey, Role, Totp, User
from unsilenced.sealing import grants, keys, passphrase, recovery
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.recovery import RecoverySheet


@dataclass(frozen=True)
class InventedProject:
    """A project that is set up, and the secrets of its people."""

    project: Organisation
    key: OrganisationKey
    private_key: bytes = field(repr=False)
    sheet: RecoverySheet = field(repr=False)


@dataclass(frozen=True)
class InventedCaseworker:
    """A caseworker, and what only they know."""

    user: User
    passphrase: str = field(repr=False)
    private_key: bytes = field(repr=False)
    totp_secret: str = field(repr=False)
    recovery_codes: tuple[str, ...] = field(repr=False)


def invent_project(name: str, slug: str) -> InventedProject:
    """Store a project with a current key, sealed to a fresh recovery sheet."""
    sheet = RecoverySheet.draw()
    recovering = recovery.derive(sheet)
    project = Organisation.objects.create(
        slug=slug,
        name=name,
        invented=True,
        recovery_public_key=recovering.public_key,
        recovery_secret_hash=recovery.secret_hash(recovering.secret),
    )
    key_id = uuid.uuid4()
    private_key = keys.generate_private_key()
    key = OrganisationKey.objects.create(
        id=key_id,
        organisation=project,
        public_key=keys.public_key_of(private_key),
        recovery_envelope=grants.seal_for_recovery(
            private_key, key=key_id, recovery_public_key=recovering.public_key
        ),
        made_on=today(),
    )
    return InventedProject(project, key, private_key, sheet)


def invent_caseworker(
    invented: InventedProject, name: str, words: str = "", email: str = ""
) -> InventedCaseworker:
    """Store a caseworker who can log in, unlock and open; `words` is the passphrase."""
    words = words or secrets.token_urlsafe(24)
    salt = passphrase.draw_salt()
    derived = passphrase.derive(words, salt)
    private_key = keys.generate_private_key()
    user = User(
        name=name,
        role=Role.CASEWORKER,
        organisation=invented.project,
        email=email,
        salt=salt,
        public_key=keys.public_key_of(private_key),
        # In the team since before today, so that they may say yes to today's requests.
        joined_on=today() - dt.timedelta(days=1),
    )
    user.wrapped_private_key = passphrase.wrap_private_key(
        private_key, wrapping_key=derived.wrapping_key, user=user.id
    )
    user.set_password(to_b64u(derived.log_in_secret))
    user.save()
    KeyGrant.objects.create(
        user=user,
        key=invented.key,
        envelope=grants.grant(
            invented.private_key,
            key=invented.key.id,
            user=user.id,
            user_public_key=bytes(user.public_key),
        ),
    )
    secret = totp.draw_secret()
    Totp.objects.create(user=user, secret=secret)
    return InventedCaseworker(user, words, private_key, secret, tuple(recovery_codes.renew(user)))


def today() -> dt.date:
    """Return the present day where the project is."""
    return timezone.localdate()
