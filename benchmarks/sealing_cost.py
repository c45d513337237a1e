"""Cost of sealing and opening a record, beside the bare library calls in the same run.

The bare calls are the least that any such format must do: one AES-256-GCM of the padded body and
one HPKE seal for each of two recipients; and one of each to open. The rounds alternate, so that a
machine that slows down slows both.
"""

from __future__ import annotations

import secrets
import statistics
import time
from collections.abc import Callable
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from measure import show, wants_json

from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.record import Recipient, open_record, seal_record

ROUNDS, CALLS = 15, 100
TEXT = b"x" * 3000


def seconds(call: Callable[[], object]) -> float:
    """Seconds that one call takes, over a round of calls."""
    start = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - start) / CALLS


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    project, reporter = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    project_raw = project.private_bytes_raw()
    project_public, reporter_public = project.public_key(), reporter.public_key()
    project_public_raw = project_public.public_bytes_raw()
    reporter_public_raw = reporter_public.public_bytes_raw()
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    uid, key = uuid4(), uuid4()
    recipients = [
        Recipient(RecipientKind.PROJECT, key, project_public_raw),
        Recipient(RecipientKind.REPORTER, None, reporter_public_raw),
    ]
    padded = TEXT.ljust(4096, b"\0")

    def seal_ours() -> object:
        return seal_record(
            TEXT,
            kind=RecordKind.REPORT,
            subject=uid,
            record=uid,
            recipients=recipients,
        )

    def seal_bare() -> object:
        content_key = secrets.token_bytes(32)
        return (
            AESGCM(content_key).encrypt(secrets.token_bytes(12), padded, b"aad"),
            suite.encrypt(content_key, project_public, b"info"),
            suite.encrypt(content_key, reporter_public, b"info"),
        )

    sealed = seal_record(
        TEXT,
        kind=RecordKind.REPORT,
        subject=uid,
        record=uid,
        recipients=recipients,
    )
    content_key, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    bare_body = AESGCM(content_key).encrypt(nonce, padded, b"aad")
    bare_wrap = suite.encrypt(content_key, project_public, b"info")

    def open_ours() -> object:
        return open_record(
            sealed.body,
            sealed.wraps[0],
            kind=RecordKind.REPORT,
            subject=uid,
            record=uid,
            private_key=project_raw,
        )

    def open_bare() -> object:
        return AESGCM(suite.decrypt(bare_wrap, project, b"info")).decrypt(nonce, bare_body, b"aad")

    times: dict[str, list[float]] = {"seal": [], "seal_bare": [], "open": [], "open_bare": []}
    for _ in range(ROUNDS):
        for name, call in (
            ("seal", seal_ours),
            ("seal_bare", seal_bare),
            ("open", open_ours),
            ("open_bare", open_bare),
        ):
            times[name].append(seconds(call))
    median = {name: statistics.median(values) for name, values in times.items()}
    show(
        {
            "seal_us": median["seal"] * 1e6,
            "seal_bare_us": median["seal_bare"] * 1e6,
            "seal_ratio": median["seal"] / median["seal_bare"],
            "open_us": median["open"] * 1e6,
            "open_bare_us": median["open_bare"] * 1e6,
            "open_ratio": median["open"] / median["open_bare"],
        },
        as_json=as_json,
    )


if __name__ == "__main__":
    main()
