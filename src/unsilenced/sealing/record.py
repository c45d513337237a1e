"""Records: one sealed body, and its content key sealed to each recipient."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from unsilenced.sealing.box import OVERHEAD, open_box, seal_box
from unsilenced.sealing.context import (
    RECIPIENTS,
    RecipientKind,
    RecordKind,
    body_context,
    key_context,
)
from unsilenced.sealing.envelope import check_envelope, open_key, seal_key
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.header import check_shape
from unsilenced.sealing.keys import KEY_SIZE
from unsilenced.sealing.padding import SIZES, pad, unpad

BODY_SIZES = frozenset(size + OVERHEAD for size in SIZES)
"""The possible sizes of a sealed body, in bytes."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to seal to: their kind, which key (a reporter has only one), its public half."""

    kind: RecipientKind
    key: UUID | None
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Wrap:
    """A content key sealed to one recipient, named as in `Recipient`."""

    recipient: RecipientKind
    key: UUID | None
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """What is stored of a record; the wraps are in the order of the recipients."""

    body: bytes
    wraps: tuple[Wrap, ...]

    def wrap_for(self, recipient: RecipientKind) -> bytes:
        """Return the first wrap for a recipient of this kind. Raises KeyError if there is none.

        A record of most kinds has at most one.
        """
        for wrap in self.wraps:
            if wrap.recipient is recipient:
                return wrap.sealed
        raise KeyError(recipient)


def draw_content_key() -> bytes:
    """Draw the key of one record."""
    return secrets.token_bytes(KEY_SIZE)


def seal_record(  # noqa: PLR0913 - a record's place has this many parts
    plaintext: bytes,
    *,
    kind: RecordKind,
    subject: UUID,
    record: UUID,
    recipients: Sequence[Recipient],
    content_key: bytes | None = None,
) -> SealedRecord:
    """Seal `plaintext` to the keys of `recipients`: at least one of each that the kind has.

    Give `content_key` (from `draw_content_key`) only if chunks need it too. Raises `Malformed`
    (`recipients`, `recipient`, `record`, `too-large`, `key-size`, `public-key`).
    """
    if {each.kind for each in recipients} != RECIPIENTS[kind]:
        raise Malformed("recipients", "Some kinds are for the project alone, all others for both.")
    if content_key is None:
        content_key = draw_content_key()
    return SealedRecord(
        body=seal_box(pad(plaintext), key=content_key, context=body_context(kind, subject, record)),
        wraps=wrap_content_key(
            content_key, kind=kind, subject=subject, record=record, recipients=recipients
        ),
    )


def wrap_content_key(
    content_key: bytes,
    *,
    kind: RecordKind,
    subject: UUID,
    record: UUID,
    recipients: Sequence[Recipient],
) -> tuple[Wrap, ...]:
    """Seal a record's content key to `recipients`, when it is written or to share it later.

    Raises `Malformed` (`recipients` if one is there twice, `recipient`, `record`, `key-size`,
    `public-key`).
    """
    if len({(each.kind, each.key) for each in recipients}) != len(recipients):
        raise Malformed("recipients", "A record is sealed to each recipient once.")
    return tuple(
        Wrap(
            each.kind,
            each.key,
            seal_key(
                content_key,
                public_key=each.public_key,
                context=key_context(kind, subject, record, each.kind, each.key),
            ),
        )
        for each in recipients
    )


def open_record(  # noqa: PLR0913 - a record's place has this many parts
    body: bytes, wrap: Wrap, *, kind: RecordKind, subject: UUID, record: UUID, private_key: bytes
) -> bytes:
    """Return what was sealed, opened with the recipient's private key; raises `SealingError`."""
    content_key = open_wrap(
        wrap, kind=kind, subject=subject, record=record, private_key=private_key
    )
    return open_body(body, kind=kind, subject=subject, record=record, content_key=content_key)


def open_wrap(
    wrap: Wrap, *, kind: RecordKind, subject: UUID, record: UUID, private_key: bytes
) -> bytes:
    """Return the content key, opened with the recipient's private key; raises `SealingError`."""
    context = key_context(kind, subject, record, wrap.recipient, wrap.key)
    return open_key(wrap.sealed, private_key=private_key, context=context)


def open_body(
    body: bytes, *, kind: RecordKind, subject: UUID, record: UUID, content_key: bytes
) -> bytes:
    """Return what was sealed, using the content key; raises `SealingError`."""
    check_body(body)
    context = body_context(kind, subject, record)
    return unpad(open_box(body, key=content_key, context=context))


def check_body(body: bytes) -> None:
    """Raise `Malformed` (`version`, `suite`, `size`) unless it can be a sealed body."""
    check_shape(body, BODY_SIZES)


def check_wrap(wrap: bytes) -> None:
    """Raise `Malformed` (`version`, `suite`, `size`) unless it can be a wrap."""
    check_envelope(wrap)
