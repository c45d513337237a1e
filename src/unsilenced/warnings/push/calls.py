"""The calls of a member's browser about push."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import get_language
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u, Done, Made, Nothing
from unsilenced.http.body import body
from unsilenced.people import gate
from unsilenced.people.models import Member
from unsilenced.sealing.b64u import to_b64u
from unsilenced.warnings.push import subscriptions, vapid


class PushKey(TypedDict):
    """The key that a browser subscribes with (VAPID)."""

    public_key: B64u


@gate.member
def key(request: HttpRequest, member: Member) -> Done[PushKey]:
    """Tell the key that a browser subscribes with."""
    return Done({"public_key": to_b64u(vapid.public_key())})


@gate.member
@body(subscriptions.NewSubscription)
def subscribe(
    request: HttpRequest, member: Member, new: subscriptions.NewSubscription
) -> Made[Nothing]:
    """Keep where the browser is told."""
    subscriptions.keep(member, new, get_language() or settings.LANGUAGE_CODE)
    return Made({})


@gate.member
def forget(request: HttpRequest, member: Member) -> Done[Nothing]:
    """Forget all of the member's browsers."""
    subscriptions.forget(member)
    return Done({})


urlpatterns = [
    path("members/api/push", gate.by_method(GET=key, POST=subscribe, DELETE=forget)),
]
