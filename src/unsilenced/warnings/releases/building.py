"""Building a release of the records that stand: its buckets, its texts, its signed manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings

from unsilenced.evaluator.keyring import keyring
from unsilenced.oblivious import merkle, signing
from unsilenced.oblivious.layout import Layout
from unsilenced.oblivious.manifest import Manifest
from unsilenced.oblivious.release import buckets
from unsilenced.oblivious.signing import Purpose
from unsilenced.oblivious.texts import texts_hash, texts_of
from unsilenced.warnings.approval.sharing import Shared
from unsilenced.warnings.check.epochs import Epoch
from unsilenced.warnings.models import Bucket, Release, ReleasedRecord
from unsilenced.warnings.releases import own_keys
from unsilenced.warnings.shared import ReleasedWarning

_AT_ONCE = 5_000
_BUCKETS_AT_ONCE = 32


@dataclass(frozen=True)
class Following:
    """What a new release follows: its number, and the hash and layout of the last one, if any."""

    number: int
    previous: bytes
    layout: Layout | None


def following() -> Following:
    """Return what the next release follows, logged or not."""
    last = Release.objects.order_by("-number").first()
    if last is None:
        return Following(1, b"", None)
    manifest = manifest_of(last)
    layout = Layout(manifest.bucket_count, manifest.bucket_records)
    return Following(last.number + 1, manifest.hash(), layout)


def manifest_of(release: Release) -> Manifest:
    """Return the content of a release's manifest."""
    return Manifest.from_bytes(bytes(release.manifest))


@dataclass(frozen=True)
class Contents:
    """The content of a release: the standing records of `epoch`, laid out, and the warnings."""

    epoch: Epoch
    layout: Layout
    warnings: Iterable[Shared]
    rolled_back_to: int | None = None


def build(after: Following, day: dt.date, contents: Contents) -> Release:
    """Store the next release, signed and not yet logged.

    Raises KeysError if the one before was signed with other keys.
    """
    keys = keyring()
    own_keys.refuse_others(keys, settings.CHECK_KEYS_FILE)
    texts = _store_texts(after.number, contents.warnings)
    manifest = Manifest(
        number=after.number,
        day=day,
        previous=after.previous,
        platform_key=contents.epoch.platform,
        keyholder_key=contents.epoch.keyholder,
        bucket_count=contents.layout.count,
        bucket_records=contents.layout.records,
        root=_store_buckets(after.number, contents.epoch, contents.layout),
        texts=texts_hash(texts),
        rolled_back_to=contents.rolled_back_to,
    )
    return Release.objects.create(
        number=after.number,
        day=day,
        epoch=contents.epoch.id,
        manifest=manifest.to_bytes(),
        signature=signing.sign(keys.secrets.signing, Purpose.RELEASE, manifest.to_bytes()),
        text_hashes=texts,
        rolled_back_to=contents.rolled_back_to,
    )


def _store_buckets(number: int, epoch: Epoch, layout: Layout) -> bytes:
    """Store the buckets one after the other, then their paths; return the tree's root."""
    leaves = []
    made = enumerate(buckets(_in_order(number, epoch), layout.count, layout.records))
    while some := list(islice(made, _BUCKETS_AT_ONCE)):
        leaves += [merkle.leaf_of(records) for _, records in some]
        Bucket.objects.bulk_create(
            Bucket(release_id=number, index=index, path=b"", records=records)
            for index, records in some
        )
    for index, path in enumerate(merkle.paths(leaves)):
        if path:
            Bucket.objects.filter(release_id=number, index=index).update(path=b"".join(path))
    return merkle.root(leaves)


def _in_order(number: int, epoch: Epoch) -> Iterator[tuple[int, bytes]]:
    standing = ReleasedRecord.objects.of(number).filter(epoch=epoch.id)
    for place, record in standing.values_list("place", "record").iterator(_AT_ONCE):
        yield int.from_bytes(place), bytes(record)


def _store_texts(number: int, warnings: Iterable[Shared]) -> bytes:
    published = {shared.warning: shared.canonical for shared in warnings}
    ReleasedWarning.objects.bulk_create(
        ReleasedWarning(release_id=number, warning=warning, canonical=canonical)
        for warning, canonical in published.items()
    )
    return texts_of({warning.reference: text for warning, text in published.items()})
