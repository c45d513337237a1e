"""Inviting members to a project: a link lets in one person, as a colleague's link does."""

from __future__ import annotations

from django.db import transaction

from unsilenced.people.keys import grants
from unsilenced.people.models import MemberInvitation, Organisation, User
from unsilenced.people.organisations import link
from unsilenced.people.separation import naming


def invite(inviter: User) -> tuple[bytes, MemberInvitation]:
    """Make an invitation to the inviter's project; return its token, and the stored invitation.

    Raises a 403 refusal unless the inviter has the project's current key.
    """
    with transaction.atomic():
        # Lock the project: a removal also ends the links that the removed person may have, so none
        # may happen now.
        organisation = Organisation.objects.select_for_update().get(pk=inviter.organisation_id)
        grants.require_current(inviter)
        return make(organisation)


def make(organisation: Organisation) -> tuple[bytes, MemberInvitation]:
    """Make an invitation to a project; return its token, which is not stored, and the row."""
    token = link.draw_token()
    invitation = MemberInvitation.objects.create(
        organisation=organisation, token_hash=link.hash_of(token), expires_on=link.expires_on()
    )
    return token, invitation


def invitation_of(token: bytes) -> MemberInvitation:
    """Find an open invitation; raise a 404 refusal for an unknown, used or expired one."""
    token_hash = link.hash_of(token)
    with naming(link=token_hash.hex()):
        open_ones = MemberInvitation.objects.open().select_related("organisation")
        found = open_ones.filter(token_hash=token_hash)
        invitation: MemberInvitation | None = found.first()
    if invitation is None:
        raise link.no_such_invitation()
    return invitation
