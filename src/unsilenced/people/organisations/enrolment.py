"""Joining an organisation: a link lets one person in, who makes an account with it."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import names
from unsilenced.people.keys import grants
from unsilenced.people.keys.key_fields import NewPerson
from unsilenced.people.models import Invitation, Organisation, RecoveryRequest, User
from unsilenced.people.organisations import link
from unsilenced.people.permissions import role_in
from unsilenced.people.separation import act_for, name, naming
from unsilenced.process.database.taken import if_taken
from unsilenced.sealing.b64u import to_b64u


def invite(organisation: Organisation) -> tuple[bytes, Invitation]:
    """Make an invitation; return its token, which is not stored, and the invitation."""
    token = link.draw_token()
    invitation = Invitation.objects.create(
        organisation=organisation, token_hash=link.hash_of(token), expires_on=link.expires_on()
    )
    return token, invitation


def invite_colleague(inviter: User) -> tuple[bytes, Invitation]:
    """Make an invitation to the inviter's organisation, as `invite` does.

    Raises a 403 refusal unless the inviter has the organisation's current key.
    """
    with transaction.atomic():
        _lock_team(inviter.organisation)
        grants.require_current(inviter)
        return invite(inviter.organisation)


def invitation_of(token: bytes) -> Invitation:
    """Find an open invitation; raise a 404 refusal for an unknown, used or expired one."""
    token_hash = link.hash_of(token)
    with naming(link=token_hash.hex()):
        found = Invitation.objects.open().filter(token_hash=token_hash)
        invitation: Invitation | None = found.first()
    if invitation is None:
        raise link.no_such_invitation()
    return invitation


def enrol(token: bytes, person: NewPerson) -> User:
    """Use an invitation up for a new person.

    Raises a 404 refusal as `invitation_of` does, and those of `add_person`.
    """
    invitation = invitation_of(token)
    with transaction.atomic():
        # Anybody who has the link comes in.
        act_for(invitation.organisation_id)
        _lock_team(invitation.organisation)
        used, _kinds = Invitation.objects.filter(pk=invitation.pk).delete()
        if not used:
            raise link.no_such_invitation()
        return add_person(invitation.organisation, person)


def add_person(organisation: Organisation, person: NewPerson) -> User:
    """Store a new person of an organisation.

    Raises a 422 refusal for a name that is not allowed, and a 409 refusal for one that is taken.
    """
    user = User(
        id=person.user,
        name=names.tidy(person.name),
        organisation=organisation,
        role=role_in(organisation),
        salt=person.salt,
        public_key=person.public_key,
        wrapped_private_key=person.wrapped_private_key,
        joined_on=timezone.localdate(),
    )
    user.set_password(to_b64u(person.secret))
    refuse_taken(person)
    return add(user)


def refuse_taken(person: NewPerson) -> None:
    """Raise a 409 refusal for a name or an account that somebody has, or is waiting for."""
    name(name=names.fold(person.name), user=str(person.user))
    waiting = RecoveryRequest.objects.filter(folded_name=names.fold(person.name))
    if waiting.exists() or _is_taken(person.name):
        raise _name_taken()
    if User.objects.filter(pk=person.user).exists():
        raise _user_taken()


def add(user: User) -> User:
    """Store a new person unchanged; raise a 409 refusal for a name that is taken."""
    with transaction.atomic():
        _lock_team(user.organisation)
        with if_taken(partial(_taken, user)), transaction.atomic():
            user.save(force_insert=True)
    return user


def _taken(user: User) -> Refusal:
    return _name_taken() if _is_taken(user.name) else _user_taken()


def _lock_team(organisation: Organisation) -> None:
    # A removal needs a grant for everybody who stays, so nobody may join at that time. Code that
    # changes a team locks the organisation first, so that no two calls wait for each other.
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _is_taken(name: str) -> bool:
    # The person who has the name may be of another organisation.
    with naming(name=names.fold(name)):
        return User.objects.named(name).exists()


def _name_taken() -> Refusal:
    message = _("Somebody has this name already. Choose another one.")
    return Refusal(409, "name-taken", message, field="name")


def _user_taken() -> Refusal:
    return Refusal(409, "user-taken", _("Please start again from your link."), field="user")
