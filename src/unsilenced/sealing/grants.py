"""Grants: the project's private key sealed to each caseworker and to the recovery sheet."""

from uuid import UUID

from unsilenced.sealing.context import grant_context, recovery_context
from unsilenced.sealing.envelope import open_key, seal_key


def grant(project_private_key: bytes, *, key: UUID, user: UUID, user_public_key: bytes) -> bytes:
    """Seal the project's key `key` to the caseworker `user`: 83 bytes."""
    context = grant_context(key, user)
    return seal_key(project_private_key, public_key=user_public_key, context=context)


def open_grant(envelope: bytes, *, key: UUID, user: UUID, user_private_key: bytes) -> bytes:
    """Return the project's private key; raises `Malformed` or `WillNotOpen`."""
    return open_key(envelope, private_key=user_private_key, context=grant_context(key, user))


def seal_for_recovery(
    project_private_key: bytes, *, key: UUID, recovery_public_key: bytes
) -> bytes:
    """Seal the project's key `key` to the recovery sheet: 83 bytes."""
    context = recovery_context(key)
    return seal_key(project_private_key, public_key=recovery_public_key, context=context)


def open_from_recovery(envelope: bytes, *, key: UUID, recovery_private_key: bytes) -> bytes:
    """Return the project's private key; raises `Malformed` or `WillNotOpen`."""
    return open_key(envelope, private_key=recovery_private_key, context=recovery_context(key))
