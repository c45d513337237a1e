"""Refusing what could not be something sealed, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.sealing.chunks import check_chunk, check_count
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.keys import KEY_SIZE, check_public_key
from unsilenced.sealing.record import BODY_SIZES, check_body, check_wrap

T = TypeVar("T")

_UNKNOWN_FORMAT = frozenset({"version", "suite"})


def refuse_unsealed(*, body: bytes, project_wrap: bytes, reporter_wrap: bytes | None) -> None:
    """Raise a 422 refusal unless these could be a record (docs/formats.md)."""
    _refuse("body", check_body, body)
    _refuse("project_wrap", check_wrap, project_wrap)
    if reporter_wrap is not None:
        _refuse("reporter_wrap", check_wrap, reporter_wrap)


def refuse_long(body: bytes) -> None:
    """Raise a 422 refusal where `body` is longer than the smallest that there is."""
    if len(body) > min(BODY_SIZES):
        raise _refusal("body", "size")


def refuse_public_key(public_key: bytes) -> None:
    """Raise a 422 refusal unless something can be sealed to `reporter_public_key`."""
    _refuse("reporter_public_key", check_public_key, public_key)


def refuse_lookup_hash(lookup_hash: bytes) -> None:
    """Raise a 422 refusal unless `lookup_hash` is as long as a SHA-256."""
    if len(lookup_hash) != KEY_SIZE:
        raise _refusal("lookup_hash", "size")


def refuse_chunk(chunk: bytes) -> None:
    """Raise a 422 refusal unless this could be a sealed chunk of 262,175 bytes."""
    _refuse("chunk", check_chunk, chunk)


def refuse_count(count: int) -> None:
    """Raise a 422 refusal unless an attachment can have `count` chunks."""
    _refuse("chunks", check_count, count)


def _refuse(field: str, check: Callable[[T], None], value: T) -> None:
    try:
        check(value)
    except Malformed as error:
        raise _refusal(field, error.code) from None


def _refusal(field: str, code: str) -> Refusal:
    if code in _UNKNOWN_FORMAT:
        message = _("This was sealed in a way that we do not know. Reload the page and try again.")
    else:
        message = _("This was damaged on its way to us. Please send it again.")
    return Refusal(422, f"wrong-{code}", message, field=field)
