"""Refusing what cannot be sealed data, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.sealing.context import RECIPIENTS, RecordKind
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.record import Wrap, check_body, check_wrap

T = TypeVar("T")

_UNKNOWN_FORMAT = frozenset({"version", "suite"})


def refuse_unsealed(kind: RecordKind, body: bytes, wraps: Sequence[Wrap]) -> None:
    """Raise a 422 refusal unless these can be a record of that kind (docs/formats.md)."""
    refuse("body", check_body, body)
    for wrap in wraps:
        refuse(f"{wrap.recipient}_wrap", check_wrap, wrap.sealed)
    if sorted(wrap.recipient for wrap in wraps) != sorted(RECIPIENTS[kind]):
        raise Refusal(
            422,
            "wrong-recipients",
            _("A note is for the project alone; all else is for the project and the writer."),
            field="reporter_wrap",
        )


def refuse(field: str, check: Callable[[T], None], value: T) -> None:
    """Raise a 422 refusal that names `field` unless `value` passes a check of `sealing`."""
    try:
        check(value)
    except Malformed as error:
        raise damaged(field, error.code) from None


def damaged(field: str, code: str) -> Refusal:
    """A refusal of data that is not as it was sealed; `code` says how (docs/formats.md, Suite)."""
    if code in _UNKNOWN_FORMAT:
        message = _("This was sealed in a way that we do not know. Reload the page and try again.")
    else:
        message = _("This was damaged on its way to us. Please send it again.")
    return Refusal(422, f"wrong-{code}", message, field=field)
