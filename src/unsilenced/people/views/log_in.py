"""Views of log-in and log-out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse

from unsilenced.http.answer import Done, Nothing
from unsilenced.http.body import body
from unsilenced.http.fields import AnyObject, Text
from unsilenced.people import gate
from unsilenced.people.accounts import log_in, sessions, throttle
from unsilenced.people.as_json import Begun, Salted
from unsilenced.people.factors import owned, passkeys, recovery_codes, totp
from unsilenced.people.keys.key_fields import Name, Secret
from unsilenced.people.models import User
from unsilenced.people.permissions import first_page
from unsilenced.people.separation import act_for, apart, in_steps
from unsilenced.sealing.b64u import to_b64u

_CHALLENGE = "passkey_challenge"
LONGEST_CODE = 40


@dataclass(frozen=True)
class PersonName:
    """Whose salt is asked for."""

    name: Name


@dataclass(frozen=True)
class LogIn(PersonName):
    """A name and the log-in secret of its passphrase."""

    secret: Secret


@dataclass(frozen=True)
class Code:
    """A code that somebody typed."""

    code: Annotated[str, Text(most=LONGEST_CODE)]


@dataclass(frozen=True)
class PasskeyAnswer:
    """What a passkey answered (WebAuthn)."""

    credential: Annotated[dict[str, Any], AnyObject()]


class HalfWay(Begun):
    """The ways in which a log-in can be finished."""

    methods: list[owned.Method]


class LoggedIn(Begun):
    """The page to open next."""

    next: str


@gate.anonymous
@body(PersonName)
def salt(request: HttpRequest, asked: PersonName) -> Done[Salted]:
    """Tell the salt of a passphrase."""
    return Done({"salt": to_b64u(log_in.salt_of(asked.name))})


@gate.anonymous
@in_steps
@body(LogIn)
def passphrase(request: HttpRequest, told: LogIn) -> Done[HalfWay]:
    """Begin a log-in."""
    person = log_in.check(told.name, told.secret)
    with apart():
        act_for(person.organisation_id)
        csrf = sessions.begin_half(request, person)
        return Done({"methods": owned.methods(person), "csrf": csrf})


@gate.half_session
@in_steps
@body(Code)
def one_time_password(request: HttpRequest, person: User, typed: Code) -> Done[LoggedIn]:
    """Finish a log-in with an app's code."""
    return _finish(request, person, lambda: totp.check(person, typed.code))


@gate.half_session
@in_steps
@body(Code)
def recovery_code(request: HttpRequest, person: User, typed: Code) -> Done[LoggedIn]:
    """Finish a log-in with a recovery code."""
    return _finish(request, person, lambda: recovery_codes.check(person, typed.code))


@gate.half_session
def passkey_options(request: HttpRequest, person: User) -> Done[dict[str, Any]]:
    """Ask for a passkey."""
    challenge, options = passkeys.authentication(passkeys.RelyingParty.of(request), person)
    request.session[_CHALLENGE] = to_b64u(challenge)
    return Done(options)


@gate.half_session
@in_steps
@body(PasskeyAnswer)
def passkey(request: HttpRequest, person: User, answer: PasskeyAnswer) -> Done[LoggedIn]:
    """Finish a log-in with a passkey."""
    challenge = passkeys.take_challenge(request.session, _CHALLENGE)
    site = passkeys.RelyingParty.of(request)
    return _finish(
        request, person, lambda: passkeys.check(site, person, challenge, answer.credential)
    )


@gate.any_session
def log_out(request: HttpRequest, person: User) -> Done[Nothing]:
    """End the session."""
    sessions.end(request)
    return Done({})


def next_page(person: User) -> str:
    """Return the page for somebody who has just logged in."""
    return reverse(first_page(person) if person.organisation.is_set_up else "set-up")


def _finish(request: HttpRequest, person: User, check: Callable[[], None]) -> Done[LoggedIn]:
    throttle.begin_try("second factor", str(person.pk))
    with apart():
        act_for(person.organisation_id)
        check()
        csrf = sessions.complete(request, person)
        answer: LoggedIn = {"next": next_page(person), "csrf": csrf}
    throttle.forget("second factor", str(person.pk))
    return Done(answer)
