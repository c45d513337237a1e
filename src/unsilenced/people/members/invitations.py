"""Inviting members to a project: a link lets one in, as a colleague's does."""

from __future__ import annotations

from django.db import transaction

from unsilenced.people.keys import grants
from unsilenced.people.models import MemberInvitation, Organisation, User
from unsilenced.people.organisations import link
from unsilenced.people.separation import naming


def invite(inviter: User) -> tuple[bytes, MemberInvitation]:
    """Make an invitation to the inviter's project; return its token, and what is kept.

    Raises a 403 refusal unless the inviter holds the project's current key.
    """
    with transaction.atomic():
        # Nobody is removed meanwhile: a removal also ends the links that the removed may have.
        organisation = Organisation.objects.select_for_update().get(pk=inviter.organisation_id)
        grants.require_current(inviter)
        return make(organisation)


def make(organisation: Organisation) -> tuple[bytes, MemberInvitation]:
    """Make an invitation to a project; return its token, which is not kept, and what is kept."""
    token = link.draw_token()
    invitation = MemberInvitation.objects.create(
        organisation=organisation, token_hash=link.hash_of(token), expires_on=link.expires_on()
    )
    return token, invitation


def invitation_of(token: bytes) -> MemberInvitation:
    """Find an open invitation; raise a 404 refusal for one unknown, used or expired."""
    token_hash = link.hash_of(token)
    with naming(link=token_hash.hex()):
        open_ones = MemberInvitation.objects.open().select_related("organisation")
        found = open_ones.filter(token_hash=token_hash)
        invitation: MemberInvitation | None = found.first()
    if invitation is None:
        raise link.no_such_invitation()
    return invitation
