"""Views of the recovery sheet: asking with it, colleagues' answers, and coming in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from typing_extensions import TypedDict

from unsilenced.http.answer import B64u, Done, Made, Nothing
from unsilenced.http.body import body
from unsilenced.http.fields import Flag, Objects, Text, Uuid
from unsilenced.people import gate
from unsilenced.people.accounts import sessions
from unsilenced.people.as_json import Begun
from unsilenced.people.keys import recovery
from unsilenced.people.keys.key_fields import (
    MOST_KEYS,
    Envelope,
    Name,
    NewPerson,
    PublicKey,
    Salt,
    Secret,
    WrappedPrivateKey,
)
from unsilenced.people.keys.recovery import SheetState
from unsilenced.people.models import RecoveryRequest, User
from unsilenced.people.permissions import Permission
from unsilenced.people.separation import in_steps
from unsilenced.sealing.b64u import to_b64u

_LONGEST_SLUG = 50


@dataclass(frozen=True)
class Proof:
    """The organisation and the secret of a sheet."""

    project: Annotated[str, Text(most=_LONGEST_SLUG)]
    secret: Secret


@dataclass(frozen=True)
class Asking(Proof):
    """Somebody who asks to come in with the sheet: the account to be."""

    user: Uuid
    name: Name
    salt: Salt
    log_in_secret: Secret
    public_key: PublicKey
    wrapped_private_key: WrappedPrivateKey

    def new_person(self) -> NewPerson:
        """Return the person who asks."""
        return NewPerson(
            salt=self.salt,
            secret=self.log_in_secret,
            wrapped_private_key=self.wrapped_private_key,
            user=self.user,
            name=self.name,
            public_key=self.public_key,
        )


@dataclass(frozen=True)
class GoingOn(Proof):
    """Somebody who asked before, and whose time has come."""

    log_in_secret: Secret


@dataclass(frozen=True)
class OwnKey:
    """A key of the organisation, sealed to who comes in."""

    key: Uuid
    envelope: Envelope


@dataclass(frozen=True)
class ComingIn(GoingOn):
    """Somebody who comes in, with the keys that the sheet opened."""

    grants: Annotated[tuple[OwnKey, ...], Objects(MOST_KEYS, once="key")]


@dataclass(frozen=True)
class Who:
    """A person."""

    user: Uuid


@dataclass(frozen=True)
class Answer(Who):
    """A colleague's answer to who waits."""

    yes: Annotated[bool, Flag()]


class FreeSheet(TypedDict):
    """A sheet of an organisation in which nobody has asked."""

    project: str
    state: Literal[SheetState.FREE]


class AskedSheet(TypedDict):
    """Where a sheet stands with which somebody has asked: who, and from when they may go on."""

    state: recovery.StateOfAsked
    user: UUID
    name: str
    salt: B64u
    public_key: B64u
    goes_on: dt.date


class AskedSheetOf(AskedSheet):
    """The same, with the organisation of the sheet."""

    project: str


class AccountToBe(TypedDict):
    """The account of who asked."""

    id: UUID
    public_key: B64u
    wrapped_private_key: B64u


class KeyOfSheet(TypedDict):
    """A key of the organisation, sealed to the sheet."""

    id: UUID
    public_key: B64u
    recovery_envelope: B64u


class KeysOfSheet(TypedDict):
    """All that a sheet opens, for who may go on."""

    user: AccountToBe
    keys: list[KeyOfSheet]


class Waiting(TypedDict):
    """Who waits with the sheet, as colleagues see them."""

    user: UUID
    name: str
    public_key: B64u
    state: recovery.StateOfAsked
    goes_on: dt.date
    lapses_on: dt.date
    answered_by: str | None


class AboutWaiting(TypedDict):
    """Who waits with the sheet; null where nobody does."""

    recovery: Waiting | None


class News(AboutWaiting):
    """What every page of the desk says: who waits, and the names of who came in with the sheet."""

    came_in: list[str]


@gate.anonymous
@body(Proof)
def open_sheet(request: HttpRequest, proof: Proof) -> Done[FreeSheet | AskedSheetOf]:
    """Tell where the recovery sheet stands. It opens no key."""
    organisation = recovery.open_sheet(proof.project, proof.secret)
    waiting = recovery.request_of(organisation)
    if waiting is None:
        return Done({"project": organisation.name, "state": SheetState.FREE})
    return Done({"project": organisation.name, **_asked(waiting)})


@gate.anonymous
@body(Asking)
def ask(request: HttpRequest, asking: Asking) -> Made[AskedSheet]:
    """Ask to come in with the recovery sheet."""
    waiting = recovery.ask(asking.project, asking.secret, asking.new_person())
    return Made(_asked(waiting))


@gate.anonymous
@in_steps
@body(GoingOn)
def keys(request: HttpRequest, proof: GoingOn) -> Done[KeysOfSheet]:
    """Hand out what the recovery sheet opens, to who may go on."""
    opened = recovery.open_keys(proof.project, proof.secret, proof.log_in_secret)
    return Done(
        {
            "user": {
                "id": opened.request.user,
                "public_key": to_b64u(opened.request.public_key),
                "wrapped_private_key": to_b64u(opened.request.wrapped_private_key),
            },
            "keys": [
                {
                    "id": key.pk,
                    "public_key": to_b64u(key.public_key),
                    "recovery_envelope": to_b64u(key.recovery_envelope),
                }
                for key in opened.keys
            ],
        }
    )


@gate.anonymous
@in_steps
@body(ComingIn)
def recover(request: HttpRequest, proof: ComingIn) -> Made[Begun]:
    """Come in by the recovery sheet, with the keys that it opened."""
    envelopes = {each.key: each.envelope for each in proof.grants}
    person = recovery.restore(proof.project, proof.secret, proof.log_in_secret, envelopes)
    return Made({"csrf": sessions.begin_half(request, person)})


@gate.call(Permission.PEOPLE_READ)
def news(request: HttpRequest, person: User) -> Done[News]:
    """Tell who waits with the sheet, and who came in with it: what every page of the desk says."""
    return Done(
        {
            "recovery": as_colleagues_see(recovery.request_of(person.organisation)),
            "came_in": [one.name for one in recovery.newly_in(person)],
        }
    )


@gate.call(Permission.KEYS_GRANT)
@body(Answer)
def answer(request: HttpRequest, person: User, said: Answer) -> Done[AboutWaiting]:
    """Say yes or no to who waits."""
    waiting = recovery.answer(person, said.user, yes=said.yes)
    return Done({"recovery": as_colleagues_see(waiting)})


@gate.call(Permission.KEYS_GRANT)
@body(Who)
def acknowledge(request: HttpRequest, person: User, known: Who) -> Done[Nothing]:
    """Say that one knows somebody who came in with the sheet."""
    recovery.acknowledge(person, known.user)
    return Done({})


def as_colleagues_see(waiting: RecoveryRequest | None) -> Waiting | None:
    """Tell the team who waits."""
    if waiting is None:
        return None
    return {
        "user": waiting.user,
        "name": waiting.name,
        "public_key": to_b64u(waiting.public_key),
        "state": recovery.state_of_asked(waiting),
        "goes_on": waiting.goes_on,
        "lapses_on": waiting.goes_on + recovery.LAPSES_AFTER,
        "answered_by": waiting.answered_by.name if waiting.answered_by else None,
    }


def _asked(waiting: RecoveryRequest) -> AskedSheet:
    return {
        "state": recovery.state_of_asked(waiting),
        "user": waiting.user,
        "name": waiting.name,
        "salt": to_b64u(waiting.salt),
        "public_key": to_b64u(waiting.public_key),
        "goes_on": waiting.goes_on,
    }
