"""One project, one reporter and one caseworker for the tests of sealing."""

from uuid import UUID

from two_recipients import SealedForBoth, seal_record

from unsilenced.sealing.context import FOR_PROJECT_ALONE, RecordKind
from unsilenced.sealing.keys import public_key_of

REPORT = UUID("7f1c3c0e-58f0-4c2e-9d55-0a5f2c1b7e01")
RECORD = UUID("7f1c3c0e-58f0-4c2e-9d55-0a5f2c1b7e02")
KEY = UUID("7f1c3c0e-58f0-4c2e-9d55-0a5f2c1b7e03")
USER = UUID("7f1c3c0e-58f0-4c2e-9d55-0a5f2c1b7e04")

PROJECT = bytes(range(32))
REPORTER = bytes(range(32, 64))
CASEWORKER = bytes(range(64, 96))

TEXT = b"He had a blue van."


def record_of(kind: RecordKind) -> UUID:
    """Return the identifier of a record of this kind."""
    return REPORT if kind in {RecordKind.REPORT, RecordKind.REVIEW_REQUEST} else RECORD


def seal(text: bytes = TEXT, kind: RecordKind = RecordKind.REPORTER_MESSAGE) -> SealedForBoth:
    """Seal `text` as a record of the one report."""
    return seal_record(
        text,
        kind=kind,
        report=REPORT,
        record=record_of(kind),
        key=KEY,
        project_public_key=public_key_of(PROJECT),
        reporter_public_key=None if kind in FOR_PROJECT_ALONE else public_key_of(REPORTER),
    )


def flip(sealed: bytes, bit: int) -> bytes:
    """Return `sealed` with one bit changed."""
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
