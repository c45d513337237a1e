"""Contexts: the text that binds a ciphertext to what it is and where it belongs."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from unsilenced.sealing.errors import Malformed

_ROOT = "unsilenced/1"


class RecordKind(StrEnum):
    """The kinds of sealed record (docs/formats.md, Context)."""

    REPORT = "report"
    REPORTER_MESSAGE = "reporter-message"
    PROJECT_MESSAGE = "project-message"
    NOTE = "note"
    ATTACHMENT = "attachment"
    WARNING = "warning"
    REVIEW_REQUEST = "review-request"


class RecipientKind(StrEnum):
    """The kinds of recipient to whom a content key is sealed."""

    PROJECT = "project"
    REPORTER = "reporter"
    UNIT = "unit"


_FOR_BOTH = frozenset({RecipientKind.PROJECT, RecipientKind.REPORTER})
_FOR_PROJECT = frozenset({RecipientKind.PROJECT})

RECIPIENTS: Mapping[RecordKind, frozenset[RecipientKind]] = MappingProxyType(
    {
        RecordKind.REPORT: _FOR_BOTH,
        RecordKind.REPORTER_MESSAGE: _FOR_BOTH,
        RecordKind.PROJECT_MESSAGE: _FOR_BOTH,
        RecordKind.NOTE: _FOR_PROJECT,
        RecordKind.ATTACHMENT: _FOR_BOTH,
        RecordKind.WARNING: _FOR_PROJECT,
        RecordKind.REVIEW_REQUEST: _FOR_PROJECT,
    }
)
"""The recipients to whom a record of each kind is sealed when it is written."""

FOR_PROJECT_ALONE = frozenset(kind for kind, to in RECIPIENTS.items() if to == _FOR_PROJECT)
"""Kinds of record that only a project opens."""

_STANDS_ALONE = frozenset({RecordKind.REPORT, RecordKind.REVIEW_REQUEST})


def body_context(kind: RecordKind, subject: UUID, record: UUID) -> bytes:
    """Return the context of a record's body."""
    return f"{_ROOT}/body/{_place(kind, subject, record)}".encode("ascii")


def key_context(
    kind: RecordKind, subject: UUID, record: UUID, recipient: RecipientKind, key: UUID | None
) -> bytes:
    """Return the context of a record's content key, sealed to the recipient's key `key`.

    Raises `Malformed` (`recipient`) if a reporter has a key identifier, or another recipient has
    none.
    """
    if (recipient is RecipientKind.REPORTER) is not (key is None):
        raise Malformed("recipient", "A reporter's key has no identifier, all others have one.")
    name = recipient.value if key is None else f"{recipient}/{key}"
    return f"{_ROOT}/key/{_place(kind, subject, record)}/{name}".encode("ascii")


def chunk_context(report: UUID, record: UUID, index: int, count: int) -> bytes:
    """Return the context of chunk `index` (from 0) of `count`.

    Raises `Malformed` (`chunk-index`) if there is no such chunk.
    """
    if not 0 <= index < count:
        raise Malformed("chunk-index", "There is no chunk with this number.")
    return f"{_ROOT}/chunk/{report}/{record}/{index}/{count}".encode("ascii")


def grant_context(key: UUID, user: UUID) -> bytes:
    """Return the context of a project's private key, sealed to a caseworker."""
    return f"{_ROOT}/grant/{key}/{user}".encode("ascii")


def recovery_context(key: UUID) -> bytes:
    """Return the context of a project's private key, sealed to the recovery sheet."""
    return f"{_ROOT}/recovery/{key}".encode("ascii")


def private_key_context(user: UUID) -> bytes:
    """Return the context of a caseworker's private key, wrapped under the passphrase."""
    return f"{_ROOT}/private-key/{user}".encode("ascii")


def _place(kind: RecordKind, subject: UUID, record: UUID) -> str:
    if kind in _STANDS_ALONE and record != subject:
        raise Malformed("record", "What stands alone has one identifier, not two.")
    return f"{kind}/{subject}/{record}"
