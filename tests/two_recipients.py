"""Records as most are: sealed to a project's key and, unless it is its alone, to the reporter.

Tests that are about something else seal and open records by these.
"""

from dataclasses import dataclass
from uuid import UUID

from unsilenced.sealing import record as sealing
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.record import Recipient, Wrap


@dataclass(frozen=True)
class SealedForBoth:
    """A sealed record by its two recipients."""

    body: bytes
    project_wrap: bytes
    reporter_wrap: bytes | None


def seal_record(
    plaintext: bytes,
    *,
    kind: RecordKind,
    report: UUID,
    record: UUID,
    key: UUID,
    project_public_key: bytes,
    reporter_public_key: bytes | None = None,
    content_key: bytes | None = None,
) -> SealedForBoth:
    recipients = [Recipient(RecipientKind.PROJECT, key, project_public_key)]
    if reporter_public_key is not None:
        recipients.append(Recipient(RecipientKind.REPORTER, None, reporter_public_key))
    sealed = sealing.seal_record(
        plaintext,
        kind=kind,
        subject=report,
        record=record,
        recipients=recipients,
        content_key=content_key,
    )
    wraps = [wrap.sealed for wrap in sealed.wraps]
    return SealedForBoth(sealed.body, wraps[0], wraps[1] if len(wraps) > 1 else None)


def for_project(wrap: bytes, key: UUID) -> Wrap:
    return Wrap(RecipientKind.PROJECT, key, wrap)


def for_reporter(wrap: bytes) -> Wrap:
    return Wrap(RecipientKind.REPORTER, None, wrap)


def open_for_project(body, wrap, *, kind, report, record, key, private_key):
    return sealing.open_record(
        body,
        for_project(wrap, key),
        kind=kind,
        subject=report,
        record=record,
        private_key=private_key,
    )


def open_for_reporter(body, wrap, *, kind, report, record, private_key):
    return sealing.open_record(
        body,
        for_reporter(wrap),
        kind=kind,
        subject=report,
        record=record,
        private_key=private_key,
    )


def content_key_for_project(wrap, *, kind, report, record, key, private_key):
    return sealing.open_wrap(
        for_project(wrap, key), kind=kind, subject=report, record=record, private_key=private_key
    )


def content_key_for_reporter(wrap, *, kind, report, record, private_key):
    return sealing.open_wrap(
        for_reporter(wrap), kind=kind, subject=report, record=record, private_key=private_key
    )


def open_body(body, *, kind, report, record, content_key):
    return sealing.open_body(
        body, kind=kind, subject=report, record=record, content_key=content_key
    )
