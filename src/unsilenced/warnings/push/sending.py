"""Sending the message to every browser that asked for it, once after each release with news."""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from cryptography.hazmat.primitives.asymmetric import ec

from unsilenced.warnings.models import PushSubscription
from unsilenced.warnings.push import vapid
from unsilenced.warnings.push.delivery import Outcome, post
from unsilenced.warnings.push.message import sealed
from unsilenced.warnings.push.services import endpoint_of

AT_ONCE = 8
"""How many messages are sent at the same moment."""

logger = logging.getLogger(__name__)


def send_all() -> None:
    """Send to all in random order, and forget browsers that their service no longer knows.

    The log says how many messages could not be delivered to a service. They are not sent again: the
    next release's message says the same.
    """
    waiting = in_random_order()
    if not waiting:
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(partial(_send, vapid.private_key()), waiting))
    told = list(zip(waiting, outcomes, strict=True))
    gone = [one.pk for one, outcome in told if outcome is Outcome.GONE]
    PushSubscription.objects.filter(pk__in=gone).delete()
    failed = outcomes.count(Outcome.FAILED)
    if failed:
        # Do not say whose: an address at a push service tells as much as a phone number.
        logger.error("%d of the messages to browsers could not be handed over.", failed)


def in_random_order() -> list[PushSubscription]:
    """Return every subscription, in an order that does not tell who subscribed when."""
    waiting = list(PushSubscription.objects.all())
    secrets.SystemRandom().shuffle(waiting)
    return waiting


def _send(key: ec.EllipticCurvePrivateKey, to: PushSubscription) -> Outcome:
    endpoint = endpoint_of(to.endpoint)
    if endpoint is None:  # The list of services has changed since.
        return Outcome.GONE
    return post(endpoint, vapid.authorization(key, endpoint), sealed(to))
