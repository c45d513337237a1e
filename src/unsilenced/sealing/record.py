"""Records: one sealed body, and its content key sealed to each recipient."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from unsilenced.sealing.box import OVERHEAD, open_box, seal_box
from unsilenced.sealing.context import (
    FOR_PROJECT_ALONE,
    SealedKind,
    body_context,
    key_context_for_project,
    key_context_for_reporter,
)
from unsilenced.sealing.envelope import check_envelope, open_key, seal_key
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.header import check_shape
from unsilenced.sealing.keys import KEY_SIZE
from unsilenced.sealing.padding import SIZES, pad, unpad

BODY_SIZES = frozenset(size + OVERHEAD for size in SIZES)
"""What a sealed body may measure, in bytes."""


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """What is stored of a record; one for the project alone has no `reporter_wrap`."""

    body: bytes
    project_wrap: bytes
    reporter_wrap: bytes | None


def draw_content_key() -> bytes:
    """Draw the key of one record."""
    return secrets.token_bytes(KEY_SIZE)


def seal_record(  # noqa: PLR0913 - a record's place has this many parts
    plaintext: bytes,
    *,
    kind: SealedKind,
    report: UUID,
    record: UUID,
    key: UUID,
    project_public_key: bytes,
    reporter_public_key: bytes | None = None,
    content_key: bytes | None = None,
) -> SealedRecord:
    """Seal `plaintext` to the project's key `key` and, unless it is its alone, to the reporter.

    Give `content_key` (from `draw_content_key`) only where chunks need it too.
    Raises `Malformed` (`recipients`, `record`, `too-large`, `key-size`, `public-key`).
    """
    if (reporter_public_key is None) is not (kind in FOR_PROJECT_ALONE):
        raise Malformed("recipients", "Some kinds are for the project alone, all others for both.")
    if content_key is None:
        content_key = draw_content_key()
    return SealedRecord(
        body=seal_box(pad(plaintext), key=content_key, context=body_context(kind, report, record)),
        project_wrap=seal_key(
            content_key,
            public_key=project_public_key,
            context=key_context_for_project(kind, report, record, key),
        ),
        reporter_wrap=None
        if reporter_public_key is None
        else seal_key(
            content_key,
            public_key=reporter_public_key,
            context=key_context_for_reporter(kind, report, record),
        ),
    )


def open_for_project(  # noqa: PLR0913 - a record's place has this many parts
    body: bytes,
    wrap: bytes,
    *,
    kind: SealedKind,
    report: UUID,
    record: UUID,
    key: UUID,
    private_key: bytes,
) -> bytes:
    """Return what was sealed, with the project's private key; raises `SealingError`."""
    content_key = content_key_for_project(
        wrap, kind=kind, report=report, record=record, key=key, private_key=private_key
    )
    return open_body(body, kind=kind, report=report, record=record, content_key=content_key)


def open_for_reporter(  # noqa: PLR0913 - a record's place has this many parts
    body: bytes, wrap: bytes, *, kind: SealedKind, report: UUID, record: UUID, private_key: bytes
) -> bytes:
    """Return what was sealed, with the reporter's private key; raises `SealingError`."""
    content_key = content_key_for_reporter(
        wrap, kind=kind, report=report, record=record, private_key=private_key
    )
    return open_body(body, kind=kind, report=report, record=record, content_key=content_key)


def content_key_for_project(  # noqa: PLR0913 - a record's place has this many parts
    wrap: bytes, *, kind: SealedKind, report: UUID, record: UUID, key: UUID, private_key: bytes
) -> bytes:
    """Return the content key from the project's wrap; raises `SealingError`."""
    context = key_context_for_project(kind, report, record, key)
    return open_key(wrap, private_key=private_key, context=context)


def content_key_for_reporter(
    wrap: bytes, *, kind: SealedKind, report: UUID, record: UUID, private_key: bytes
) -> bytes:
    """Return the content key from the reporter's wrap; raises `SealingError`."""
    context = key_context_for_reporter(kind, report, record)
    return open_key(wrap, private_key=private_key, context=context)


def open_body(
    body: bytes, *, kind: SealedKind, report: UUID, record: UUID, content_key: bytes
) -> bytes:
    """Return what was sealed, with the content key; raises `SealingError`."""
    check_body(body)
    context = body_context(kind, report, record)
    return unpad(open_box(body, key=content_key, context=context))


def check_body(body: bytes) -> None:
    """Raise `Malformed` (`version`, `suite`, `size`) unless it could be a sealed body."""
    check_shape(body, BODY_SIZES)


def check_wrap(wrap: bytes) -> None:
    """Raise `Malformed` (`version`, `suite`, `size`) unless it could be a wrap."""
    check_envelope(wrap)
