"""The members' pages; the browser fetches, opens and verifies what they show."""

from __future__ import annotations

from typing import cast

import phonenumbers
from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from unsilenced.evaluator.keyring import keyring
from unsilenced.http.connects_to_keyholder import connects_to_keyholder
from unsilenced.http.wasm import allows_wasm
from unsilenced.oblivious.normalise import LONGEST
from unsilenced.people import gate
from unsilenced.people.members import sessions
from unsilenced.people.models import Member
from unsilenced.reports import places
from unsilenced.sealing.b64u import to_b64u

_JAVASCRIPT = "text/javascript; charset=utf-8"
_WORKER = {"trusted-types": ["messages"], "worker-src": [SELF]}


def _lets_messages_come(view: gate.View) -> gate.View:
    """Let a page start the worker of messages; Trusted Types ask a policy for its address."""
    return cast("gate.View", csp_replace(_WORKER)(view))


@allows_wasm
@gate.anonymous
def join(request: HttpRequest) -> HttpResponse:
    """Join by a link; its token is behind the `#`, so the browser does not send it here."""
    return render(request, "warnings/members_join.html", _pins())


@allows_wasm
@gate.anonymous
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; somebody who is logged in goes on to the check."""
    if sessions.member_of(request):
        return redirect("member-home")
    return render(request, "warnings/members_log_in.html")


@allows_wasm
@connects_to_keyholder
@gate.member_page
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """The check, and the feed."""
    context = {
        "member": member,
        "most": {"typed": LONGEST},
        "area_groups": places.area_groups(),
        "home_region": places.place_list().telephone_region,
        "place_facts": places.facts(),
        "regions": sorted(phonenumbers.SUPPORTED_REGIONS),
        **_pins(),
    }
    return render(request, "warnings/members_home.html", context)


@allows_wasm
@_lets_messages_come
@gate.member_page
def account(request: HttpRequest, member: Member) -> HttpResponse:
    """Areas, messages, passphrase, leaving."""
    context = {"member": member, "area_groups": places.area_groups(), **_pins()}
    return render(request, "warnings/members_account.html", context)


@gate.anonymous
def messages(request: HttpRequest) -> HttpResponse:
    """The worker that shows messages. Its address never changes: a worker stays in its folder."""
    return render(request, "warnings/members_messages.js", content_type=_JAVASCRIPT)


def _pins() -> dict[str, str]:
    """The key holder's address and the keys that a browser pins; empty if nobody can check."""
    configuration = settings.CONFIGURATION
    if not configuration.keyholder_url:
        return {"keyholder_url": "", "release_key": "", "log_key": ""}
    return {
        "keyholder_url": configuration.keyholder_url,
        "release_key": to_b64u(keyring().signing_key),
        "log_key": to_b64u(configuration.keyholder_log_key),
    }


urlpatterns = [
    path("members/join/", gate.by_method(GET=join), name="member-join"),
    path("members/log-in/", gate.by_method(GET=log_in), name="member-log-in"),
    path("members/", gate.by_method(GET=home), name="member-home"),
    path("members/account/", gate.by_method(GET=account), name="member-account"),
    path("members/messages.js", gate.by_method(GET=messages), name="member-messages"),
]
