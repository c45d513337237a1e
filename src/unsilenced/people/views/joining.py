"""Views of joining an organisation by invitation, and of setting it up."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from unsilenced.http.answer import Done, Made, Nothing
from unsilenced.http.body import body
from unsilenced.people import gate
from unsilenced.people.accounts import sessions
from unsilenced.people.as_json import Begun, Inviting
from unsilenced.people.keys.key_fields import Envelope, NewKey, NewPerson, Sheet
from unsilenced.people.models import User
from unsilenced.people.organisations import enrolment, set_up
from unsilenced.people.organisations.link import Invited
from unsilenced.people.permissions import Permission


@dataclass(frozen=True)
class Enrolment(NewPerson, Invited):
    """Somebody who joins by invitation."""


@dataclass(frozen=True)
class FirstKey(NewKey):
    """An organisation's first key, and the one that its first person gets of it."""

    grant: Envelope


@dataclass(frozen=True)
class SetUp:
    """What sets an organisation up: its key and its recovery sheet."""

    key: FirstKey
    recovery: Sheet


@gate.anonymous
@body(Invited)
def invitation(request: HttpRequest, invited: Invited) -> Done[Inviting]:
    """Tell which organisation an invitation leads to."""
    invitation = enrolment.invitation_of(invited.token)
    return Done({"project": invitation.organisation.name})


@gate.anonymous
@body(Enrolment)
def enrol(request: HttpRequest, joining: Enrolment) -> Made[Begun]:
    """Join by invitation."""
    person = enrolment.enrol(joining.token, joining)
    return Made({"csrf": sessions.begin_half(request, person)})


@gate.call(Permission.ORGANISATION_SET_UP)
@body(SetUp)
def first_key(request: HttpRequest, person: User, made: SetUp) -> Made[Nothing]:
    """Set the organisation up."""
    set_up.set_up(person, made.key, made.key.grant, made.recovery)
    return Made({})
