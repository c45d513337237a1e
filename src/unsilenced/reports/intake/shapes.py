"""Refusing what cannot belong to a sealed report, before anything is stored."""

from __future__ import annotations

from unsilenced.records.shapes import damaged, refuse
from unsilenced.sealing.chunks import check_chunk, check_count
from unsilenced.sealing.keys import KEY_SIZE, check_public_key
from unsilenced.sealing.record import BODY_SIZES


def refuse_long(body: bytes) -> None:
    """Raise a 422 refusal if `body` is longer than the smallest size."""
    if len(body) > min(BODY_SIZES):
        raise damaged("body", "size")


def refuse_public_key(public_key: bytes) -> None:
    """Raise a 422 refusal unless something can be sealed to `reporter_public_key`."""
    refuse("reporter_public_key", check_public_key, public_key)


def refuse_lookup_hash(lookup_hash: bytes) -> None:
    """Raise a 422 refusal unless `lookup_hash` is as long as a SHA-256."""
    if len(lookup_hash) != KEY_SIZE:
        raise damaged("lookup_hash", "size")


def refuse_chunk(chunk: bytes) -> None:
    """Raise a 422 refusal unless this can be a sealed chunk of 262,175 bytes."""
    refuse("chunk", check_chunk, chunk)


def refuse_count(count: int) -> None:
    """Raise a 422 refusal unless an attachment can have `count` chunks."""
    refuse("chunks", check_count, count)
