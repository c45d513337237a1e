"""Becoming a member: this uses an invitation up and makes the account."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import names
from unsilenced.people.keys.key_fields import NewMember
from unsilenced.people.members.invitations import invitation_of
from unsilenced.people.models import Member, MemberInvitation, Organisation
from unsilenced.people.organisations import link
from unsilenced.people.separation import act_as_member, name, naming
from unsilenced.process.database.taken import if_taken
from unsilenced.sealing.b64u import to_b64u


def join(token: bytes, new: NewMember) -> Member:
    """Use an invitation up for a new member.

    Raises a 404 refusal for an unknown, used or expired invitation, and those of `add`.
    """
    invitation = invitation_of(token)
    with transaction.atomic():
        name(link=link.hash_of(token).hex())
        # Anybody who has the link becomes a member.
        act_as_member(new.member, invitation.organisation_id)
        # Code that changes who belongs to a project locks it first, so that no two calls wait for
        # each other.
        organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
        used, _kinds = MemberInvitation.objects.filter(pk=invitation.pk).delete()
        if not used:
            raise link.no_such_invitation()
        return add(organisation, new)


def add(organisation: Organisation, new: NewMember) -> Member:
    """Store a new member of a project.

    Raises a 422 refusal for a pseudonym that is not allowed, and a 409 refusal for a taken one.
    """
    member = Member(
        id=new.member,
        organisation=organisation,
        pseudonym=names.tidy(new.pseudonym, field="pseudonym"),
        salt=new.salt,
        public_key=new.public_key,
        wrapped_private_key=new.wrapped_private_key,
        settings=new.settings,
        joined_on=timezone.localdate().replace(day=1),
    )
    member.set_password(to_b64u(new.secret))
    with if_taken(partial(_taken, new)), transaction.atomic():
        member.save(force_insert=True)
    return member


def _taken(new: NewMember) -> Refusal:
    with naming(name=names.fold(new.pseudonym)):
        is_taken = Member.objects.named(new.pseudonym).exists()
    if is_taken:
        message = _("Somebody has this name already. Choose another one.")
        return Refusal(409, "name-taken", message, field="pseudonym")
    return Refusal(409, "member-taken", _("Please start again from your link."), field="member")
