"""The gate of a report's writer: a call carries the look-up secret of their receipt.

`by_receipt` gives the view the report that the secret opens. It stands above the decorator that
reads the body, so that a caller without the words learns nothing else. It answers in one
transaction, and sets there which report the call acts for (`separation.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from unsilenced.people.separation import separated
from unsilenced.reports.models import Report
from unsilenced.reports.puzzle import Proof
from unsilenced.reports.receipts import no_such_receipt, report_for, report_or_rest_for
from unsilenced.sealing.b64u import from_b64u

View = Callable[..., HttpResponse]


def by_receipt(view: View) -> View:
    """Admit somebody who has the words of a report."""
    return _gated(view, report_for)


def by_receipt_or_rest(view: View) -> View:
    """Admit somebody who has the words of a report, or of the rest of one its project deleted."""
    return _gated(view, report_or_rest_for)


def _gated(view: View, find: Callable[[bytes, Proof | None], Report]) -> View:
    @wraps(view)
    @separated
    def gated(request: HttpRequest, **places: object) -> HttpResponse:
        return view(request, find(*_secret(request)), **places)

    gated.gate = "receipt"  # type: ignore[attr-defined]
    return gated


def _secret(request: HttpRequest) -> tuple[bytes, Proof | None]:
    """Return the look-up secret that the call carries, and its work."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Receipt":
        raise no_such_receipt()
    try:
        lookup_secret = from_b64u(secret)
    except ValueError:
        raise no_such_receipt() from None
    return lookup_secret, Proof.of(request)
