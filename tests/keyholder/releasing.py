"""Releases as the platform signs them, for a key holder's log."""

import datetime as dt
from dataclasses import dataclass, replace

from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import signing
from unsilenced.oblivious.manifest import Manifest
from unsilenced.oblivious.signing import Purpose
from unsilenced.sealing.b64u import to_b64u


@dataclass(frozen=True)
class Signed:
    """A manifest and the platform's signature of it, as they are sent."""

    release: Manifest
    signature: str

    @property
    def manifest(self) -> str:
        return to_b64u(self.release.to_bytes())

    @property
    def sent(self) -> tuple[str, str]:
        return self.manifest, self.signature


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def signed(release: Manifest, seed: bytes | None = None) -> Signed:
    seed = seed or keyring().secrets.signing
    return Signed(release, to_b64u(signing.sign(seed, Purpose.RELEASE, release.to_bytes())))


def first(keyholder_key: bytes, **changed) -> Signed:
    """The first release, of today unless `changed`."""
    release = Manifest(
        number=1,
        day=today(),
        previous=b"",
        platform_key=keyring().current.public_key,
        keyholder_key=keyholder_key,
        bucket_count=1,
        bucket_records=256,
        root=bytes(32),
        texts=bytes(32),
    )
    return signed(replace(release, **changed))


def after(before: Signed, **changed) -> Signed:
    """The release after `before`, of the same day unless `changed`."""
    following = {"number": before.release.number + 1, "previous": before.release.hash()}
    return signed(replace(before.release, **{**following, **changed}))
