"""Where a member's browsers are told that there is something new: storing and forgetting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.db.models import Max
from typing_extensions import override

from unsilenced.http.fields import Bytes, Text, Unfit, not_well_formed
from unsilenced.people.members.sessions import lock_member
from unsilenced.people.models import Member
from unsilenced.warnings.models import MOST_ENDPOINT, PushSubscription
from unsilenced.warnings.push.services import endpoint_of, unknown_service

MOST = 5
"""Browsers of one member, at most: one more replaces the oldest."""

_POINT = 65
_AUTH = 16


class _Point(Bytes):
    """A point of the curve P-256, as browsers give it."""

    @override
    def read(self, value: str) -> bytes:
        point = super().read(value)
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        except ValueError:
            raise Unfit(not_well_formed) from None
        return point


@dataclass(frozen=True)
class NewSubscription:
    """A subscription as the browser made it: the service's address, and what to encrypt with."""

    endpoint: Annotated[str, Text(most=MOST_ENDPOINT)]
    p256dh: Annotated[bytes, _Point(size=_POINT)]
    auth: Annotated[bytes, Bytes(size=_AUTH)]

    def __post_init__(self) -> None:
        """Raise a 422 refusal for an unknown service."""
        if endpoint_of(self.endpoint) is None:
            raise unknown_service()


def keep(member: Member, new: NewSubscription, language: str) -> None:
    """Store a subscription of a browser that shows pages in `language`.

    Raises a 401 refusal for a member who is gone.
    """
    with transaction.atomic():
        held = lock_member(member)
        last = held.push_subscriptions.aggregate(last=Max("turn"))["last"]
        kept = {"p256dh": new.p256dh, "auth": new.auth, "language": language}
        PushSubscription.objects.update_or_create(
            member=held,
            endpoint=new.endpoint,
            defaults=kept,
            create_defaults={**kept, "turn": 0 if last is None else last + 1},
        )
        newest = held.push_subscriptions.order_by("-turn").values("pk")[:MOST]
        held.push_subscriptions.exclude(pk__in=newest).delete()


def forget(member: Member) -> None:
    """Forget all subscriptions of the member."""
    member.push_subscriptions.all().delete()
