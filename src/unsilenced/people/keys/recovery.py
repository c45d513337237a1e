"""The recovery sheet: its holder restores an organisation whose people lost their passphrases.

Somebody who left may have the sheet too, or have seen its words. So it opens nothing at once if
anybody else is in the organisation: the holder asks, with the account that they will have, and
waits for a colleague's yes or for the site's waiting time (RECOVERY_WAIT_HOURS). Every colleague
sees the request in that time, and can say no. Until then no key leaves the server. Only this holder
can go on with the request: that takes the sheet and the passphrase of the account, so nobody else
with the same words can use it.

If nobody is left in the organisation, the holder does not wait. An organisation whose only person
has lost the passphrase does wait: that account could be a colleague who sleeps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import names, throttle
from unsilenced.people.keys import grants
from unsilenced.people.keys.key_fields import NewPerson
from unsilenced.people.models import (
    Answer,
    CameIn,
    Organisation,
    OrganisationKey,
    RecoveryRequest,
    User,
)
from unsilenced.people.organisations import enrolment
from unsilenced.people.permissions import role_in
from unsilenced.people.separation import act_for, apart, naming
from unsilenced.sealing.b64u import to_b64u
from unsilenced.sealing.recovery import secret_hash

LAPSES_AFTER = dt.timedelta(days=30)
"""How long a request lasts after the day on which it goes on. So a no, or a forgotten passphrase,
does not shut everybody out for good."""

_WHAT = "recovery"


class SheetState(StrEnum):
    """Where a sheet stands: nobody has asked, or the holder waits, was refused, or may go on."""

    FREE = "free"
    WAITING = "waiting"
    REFUSED = "refused"
    OPEN = "open"


StateOfAsked = Literal[SheetState.WAITING, SheetState.REFUSED, SheetState.OPEN]
"""Where it stands once somebody has asked."""


@dataclass(frozen=True)
class Opened:
    """What a sheet opens when it may: the future account, and the organisation's keys."""

    request: RecoveryRequest
    keys: list[OrganisationKey]


def open_sheet(slug: str, secret: bytes) -> Organisation:
    """Return the organisation whose recovery sheet contains `secret`.

    Raises a 422 refusal for a wrong sheet or organisation, without telling which. There is no pause
    after a wrong try: nobody can guess 256 random bits, and a pause would let a stranger keep the
    right sheet out.
    """
    return _proven(Organisation.objects.filter(slug=slug).first(), secret)


def request_of(organisation: Organisation) -> RecoveryRequest | None:
    """Return the request that waits in an organisation, if there is one."""
    lapsed = timezone.localdate() - LAPSES_AFTER
    return RecoveryRequest.objects.filter(organisation=organisation, goes_on__gt=lapsed).first()


def state_of(request: RecoveryRequest | None) -> SheetState:
    """Return where the sheet of an organisation stands."""
    return SheetState.FREE if request is None else state_of_asked(request)


def state_of_asked(request: RecoveryRequest) -> StateOfAsked:
    """Return where the sheet stands with which somebody has asked."""
    if request.answer == Answer.NO:
        return SheetState.REFUSED
    alone = not request.organisation.people.active().exists()
    if request.answer == Answer.YES or alone or request.goes_on <= timezone.localdate():
        return SheetState.OPEN
    return SheetState.WAITING


def ask(slug: str, secret: bytes, person: NewPerson) -> RecoveryRequest:
    """Ask to come in with the sheet, as `person`.

    Raises the refusals of `open_sheet` and of a name, and a 409 refusal if somebody has asked
    already: asking again changes nothing, and does not restart the wait.
    """
    with transaction.atomic():
        organisation = _held(slug, secret)
        if request_of(organisation) is not None:
            message = _("Somebody has asked with this sheet already. Type the words again.")
            raise Refusal(409, "recovery-asked", message)
        RecoveryRequest.objects.filter(organisation=organisation).delete()
        name = names.tidy(person.name)
        enrolment.refuse_taken(person)
        return RecoveryRequest.objects.create(
            organisation=organisation,
            user=person.user,
            name=name,
            password=make_password(to_b64u(person.secret)),
            salt=person.salt,
            public_key=person.public_key,
            wrapped_private_key=person.wrapped_private_key,
            goes_on=_goes_on(),
        )


def open_keys(slug: str, secret: bytes, log_in_secret: bytes) -> Opened:
    """Return what the sheet opens, to the person who asked and may go on.

    Raises the refusals of `open_sheet`, a 422 refusal if the passphrase is not the one of the
    person who asked, a 429 refusal after too many wrong tries, and refusals for a person who must
    wait or was refused.
    """
    _check_passphrase(slug, secret, log_in_secret)
    with transaction.atomic():
        request = _going_on(_held(slug, secret), log_in_secret)
        return Opened(request, list(request.organisation.keys.order_by("-made_on", "pk")))


def restore(
    slug: str, secret: bytes, log_in_secret: bytes, envelopes: Mapping[UUID, bytes]
) -> User:
    """Add the person who asked; `envelopes` gives them the sheet's keys, the current one included.

    Raises the refusals of `open_keys`, a 409 refusal for keys that are not the organisation's or if
    the current one is missing, and a 409 refusal for a name that somebody else took in the
    meantime.
    """
    _check_passphrase(slug, secret, log_in_secret)
    with transaction.atomic():
        organisation = _held(slug, secret)
        request = _going_on(organisation, log_in_secret)
        current = set(organisation.keys.current().values_list("pk", flat=True))
        if not current <= set(envelopes) <= set(organisation.keys.values_list("pk", flat=True)):
            message = _("The team's keys have changed meanwhile. Type the words again.")
            raise Refusal(409, "keys-changed", message)
        user = enrolment.add(_account(request))
        grants.store([grants.NewGrant(user.pk, key, sealed) for key, sealed in envelopes.items()])
        request.delete()
    return user


def answer(colleague: User, user: UUID, *, yes: bool) -> RecoveryRequest:
    """Say yes or no to the account that waits in the colleague's organisation.

    A no may follow a yes until somebody comes in; a no is final. Raises a 403 refusal for somebody
    who does not have the current key, Http404 if that account does not wait, and a 409 refusal for
    a yes after a no.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=colleague.organisation_id)
        grants.require_current(colleague)
        request = request_of(organisation)
        if request is None or request.user != user:
            raise Http404
        if request.answer == Answer.NO and yes:
            message = _("A colleague has said no. Make a new sheet, or invite them.")
            raise Refusal(409, "recovery-refused", message)
        if request.answer != Answer.NO:
            request.answer = Answer.YES if yes else Answer.NO
            request.answered_by = colleague
            request.save(update_fields=["answer", "answered_by"])
        return request


def acknowledge(colleague: User, user: UUID) -> None:
    """Note that a colleague knows somebody who came in with the sheet.

    Raises a 403 refusal for somebody who does not have the current key, and Http404 for oneself and
    for somebody who did not come in that way.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=colleague.organisation_id)
        grants.require_current(colleague)
        new = (
            organisation.people.active()
            .filter(pk=user, came_in=CameIn.NEW)
            .exclude(pk=colleague.pk)
        )
        if not new.update(came_in=CameIn.KNOWN):
            raise Http404


def newly_in(colleague: User) -> list[User]:
    """Return people who came in with the sheet and whom no colleague has confirmed yet."""
    others = colleague.organisation.people.active().exclude(pk=colleague.pk)
    return list(others.filter(came_in=CameIn.NEW).order_by("name"))


def forget_lapsed(today: dt.date) -> None:
    """Remove requests that have lapsed."""
    RecoveryRequest.objects.filter(goes_on__lte=today - LAPSES_AFTER).delete()


def _proven(organisation: Organisation | None, secret: bytes) -> Organisation:
    kept = organisation.recovery_secret_hash if organisation else None
    if organisation is None or not constant_time_compare(secret_hash(secret), bytes(kept or b"")):
        message = _("These words do not open this team's keys. Check each one against the sheet.")
        raise Refusal(422, "wrong-sheet", message, field="secret")
    # Somebody who has the sheet acts for the organisation.
    act_for(organisation.pk)
    return organisation


def _held(slug: str, secret: bytes) -> Organisation:
    """Lock the organisation and check the sheet again: it may have been replaced since."""
    with naming(addressed=slug):
        held = Organisation.objects.select_for_update().filter(slug=slug).first()
    return _proven(held, secret)


def _goes_on() -> dt.date:
    """Return the day after the waiting time has passed; an hour would tell the moment of asking."""
    wait = dt.timedelta(hours=settings.CONFIGURATION.recovery_wait_hours)
    return timezone.localdate(timezone.now() + wait) + dt.timedelta(days=1)


def _check_passphrase(slug: str, secret: bytes, log_in_secret: bytes) -> None:
    with apart():
        request = request_of(open_sheet(slug, secret))
    if request is None:
        raise _not_asked()
    throttle.begin_try(_WHAT, str(request.user))
    if not _is_theirs(request, log_in_secret):
        message = _("This is not the passphrase that you chose when you asked.")
        raise Refusal(422, "wrong-passphrase", message, field="log_in_secret")
    throttle.forget(_WHAT, str(request.user))


def _is_theirs(request: RecoveryRequest, log_in_secret: bytes) -> bool:
    return check_password(to_b64u(log_in_secret), request.password)


def _going_on(organisation: Organisation, log_in_secret: bytes) -> RecoveryRequest:
    """Return the request of a locked organisation, if it may go on and is still the same."""
    request = request_of(organisation)
    state = state_of(request)
    if request is None or not _is_theirs(request, log_in_secret):
        raise _not_asked()
    if state is SheetState.REFUSED:
        message = _("A colleague has said no. Ask the team to invite you, or for a new sheet.")
        raise Refusal(403, "recovery-refused", message)
    if state is not SheetState.OPEN:
        message = _(
            "Nothing is opened yet. A colleague must say yes, or the waiting time must end."
        )
        raise Refusal(403, "recovery-waits", message)
    return request


def _not_asked() -> Refusal:
    message = _("Nobody waits with this sheet any more. Type the words again to start again.")
    return Refusal(409, "recovery-not-asked", message)


def _account(request: RecoveryRequest) -> User:
    return User(
        id=request.user,
        name=request.name,
        organisation=request.organisation,
        role=role_in(request.organisation),
        password=request.password,
        salt=request.salt,
        public_key=request.public_key,
        wrapped_private_key=request.wrapped_private_key,
        joined_on=timezone.localdate(),
        came_in=CameIn.NEW,
    )
