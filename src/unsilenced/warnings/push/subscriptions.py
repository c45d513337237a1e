"""Where a member's browsers are told that there is something new: kept, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.people.members.sessions import lock_member
from unsilenced.people.models import Member
from unsilenced.warnings.models import MOST_ENDPOINT, PushSubscription
from unsilenced.warnings.push.services import endpoint_of, unknown_service

MOST = 5
"""Browsers of one member: with one more, the oldest is forgotten."""

_POINT = 65
_AUTH = 16


@dataclass(frozen=True)
class NewSubscription:
    """A subscription as the browser made it: the service's address, and what to encrypt with."""

    endpoint: str
    p256dh: bytes
    auth: bytes


def read(members: JsonObject) -> NewSubscription:
    """Read the members of a call. Raises a 422 refusal that names the wrong one."""
    new = NewSubscription(
        endpoint=members.text("endpoint", most=MOST_ENDPOINT),
        p256dh=members.bytes("p256dh", size=_POINT),
        auth=members.bytes("auth", size=_AUTH),
    )
    if endpoint_of(new.endpoint) is None:
        raise unknown_service()
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), new.p256dh)
    except ValueError:
        message = _("“%(name)s” is not a key, or not sealed as it should be.")
        raise Refusal(422, "wrong-member", message % {"name": "p256dh"}, field="p256dh") from None
    return new


def keep(member: Member, new: NewSubscription, language: str) -> None:
    """Keep a subscription of a browser that shows pages in `language`.

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
