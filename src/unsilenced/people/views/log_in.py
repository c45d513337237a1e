"""Views of log-in and log-out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from unsilenced.http.json_object import JsonObject
from unsilenced.people import gate
from unsilenced.people.accounts import log_in, sessions, throttle
from unsilenced.people.factors import owned, passkeys, recovery_codes, totp
from unsilenced.people.keys import key_fields
from unsilenced.people.models import User
from unsilenced.people.permissions import first_page
from unsilenced.sealing.b64u import to_b64u

_CHALLENGE = "passkey_challenge"
_LONGEST_NAME = 200
_LONGEST_CODE = 40


@gate.anonymous
def salt(request: HttpRequest) -> JsonResponse:
    """Tell the salt of a passphrase."""
    members = JsonObject.parse(request.body)
    return JsonResponse({"salt": to_b64u(log_in.salt_of(_name(members)))})


@gate.anonymous
def passphrase(request: HttpRequest) -> JsonResponse:
    """Begin a log-in."""
    members = JsonObject.parse(request.body)
    person = log_in.check(_name(members), key_fields.secret(members, "secret"))
    csrf = sessions.begin_half(request, person)
    return JsonResponse({"methods": owned.methods(person), "csrf": csrf})


@gate.half_session
def one_time_password(request: HttpRequest, person: User) -> JsonResponse:
    """Finish a log-in with an app's code."""
    code = _code(request)
    return _finish(request, person, lambda: totp.check(person, code))


@gate.half_session
def recovery_code(request: HttpRequest, person: User) -> JsonResponse:
    """Finish a log-in with a recovery code."""
    code = _code(request)
    return _finish(request, person, lambda: recovery_codes.check(person, code))


@gate.half_session
def passkey_options(request: HttpRequest, person: User) -> JsonResponse:
    """Ask for a passkey."""
    challenge, options = passkeys.authentication(passkeys.RelyingParty.of(request), person)
    request.session[_CHALLENGE] = to_b64u(challenge)
    return JsonResponse(options)


@gate.half_session
def passkey(request: HttpRequest, person: User) -> JsonResponse:
    """Finish a log-in with a passkey."""
    credential = JsonObject.parse(request.body).object("credential").values
    challenge = passkeys.take_challenge(request.session, _CHALLENGE)
    site = passkeys.RelyingParty.of(request)
    return _finish(request, person, lambda: passkeys.check(site, person, challenge, credential))


@gate.any_session
def log_out(request: HttpRequest, person: User) -> JsonResponse:
    """End the session."""
    sessions.end(request)
    return JsonResponse({})


def next_page(person: User) -> str:
    """Return where somebody who has just logged in goes on."""
    return reverse(first_page(person) if person.organisation.is_set_up else "set-up")


def _finish(request: HttpRequest, person: User, check: Callable[[], None]) -> JsonResponse:
    throttle.begin_try("second factor", str(person.pk))
    check()
    throttle.forget("second factor", str(person.pk))
    csrf = sessions.complete(request, person)
    return JsonResponse({"next": next_page(person), "csrf": csrf})


def _name(members: JsonObject) -> str:
    return members.text("name", most=_LONGEST_NAME)


def _code(request: HttpRequest) -> str:
    return JsonObject.parse(request.body).text("code", most=_LONGEST_CODE)
