"""Contexts: the text that binds a ciphertext to what it is and where it belongs."""

from enum import StrEnum
from uuid import UUID

from unsilenced.sealing.errors import Malformed

_ROOT = "unsilenced/1"


class SealedKind(StrEnum):
    """What a sealed record is."""

    REPORT = "report"
    REPORTER_MESSAGE = "reporter-message"
    PROJECT_MESSAGE = "project-message"
    NOTE = "note"
    ATTACHMENT = "attachment"
    WARNING = "warning"
    REVIEW_REQUEST = "review-request"


FOR_PROJECT_ALONE = frozenset({SealedKind.NOTE, SealedKind.WARNING, SealedKind.REVIEW_REQUEST})
"""Kinds of record that have no reporter wrap."""

_STANDS_ALONE = frozenset({SealedKind.REPORT, SealedKind.REVIEW_REQUEST})


def body_context(kind: SealedKind, report: UUID, record: UUID) -> bytes:
    """Return the context of a record's body."""
    return f"{_ROOT}/body/{_place(kind, report, record)}".encode("ascii")


def key_context_for_project(kind: SealedKind, report: UUID, record: UUID, key: UUID) -> bytes:
    """Return the context of a record's content key, sealed to the project's key `key`."""
    return f"{_ROOT}/key/{_place(kind, report, record)}/project/{key}".encode("ascii")


def key_context_for_reporter(kind: SealedKind, report: UUID, record: UUID) -> bytes:
    """Return the context of a record's content key, sealed to the reporter."""
    return f"{_ROOT}/key/{_place(kind, report, record)}/reporter".encode("ascii")


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


def _place(kind: SealedKind, report: UUID, record: UUID) -> str:
    if kind in _STANDS_ALONE and record != report:
        raise Malformed("record", "What stands alone has one identifier, not two.")
    return f"{kind}/{report}/{record}"
