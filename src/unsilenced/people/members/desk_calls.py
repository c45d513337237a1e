"""The calls of the desk about a project's members: listing, inviting and removing them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import path
from typing_extensions import TypedDict

from unsilenced.http.answer import Done, Made, Nothing
from unsilenced.http.body import Empty, body
from unsilenced.people import gate
from unsilenced.people.as_json import (
    NewInvitation,
    OpenInvitation,
    new_invitation,
    open_invitation,
)
from unsilenced.people.members import invitations, removal
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission


class MemberNamed(TypedDict):
    """A member, as the desk sees them."""

    id: UUID
    pseudonym: str


class MembersOfProject(TypedDict):
    """The members of a project, and the open invitations."""

    members: list[MemberNamed]
    invitations: list[OpenInvitation]


@gate.call(Permission.MEMBERS_INVITE)
def listed(request: HttpRequest, person: User) -> Done[MembersOfProject]:
    """List the members of the project and the open invitations."""
    members = person.organisation.members.order_by("folded_pseudonym")
    open_ones = person.organisation.member_invitations.open().order_by("expires_on", "pk")
    return Done(
        {
            "members": [{"id": one.pk, "pseudonym": one.pseudonym} for one in members],
            "invitations": [open_invitation(one) for one in open_ones],
        }
    )


@gate.call(Permission.MEMBERS_INVITE)
@body(Empty)
def invite(request: HttpRequest, person: User, _empty: Empty) -> Made[NewInvitation]:
    """Make an invitation."""
    token, invitation = invitations.invite(person)
    return Made(new_invitation(token, invitation))


@gate.call(Permission.MEMBERS_INVITE)
def withdraw_invitation(request: HttpRequest, person: User, invitation: UUID) -> Done[Nothing]:
    """Withdraw an invitation."""
    withdrawn, _kinds = person.organisation.member_invitations.filter(pk=invitation).delete()
    if not withdrawn:
        raise Http404
    return Done({})


@gate.call(Permission.MEMBERS_REMOVE)
def remove(request: HttpRequest, person: User, member: UUID) -> Done[Nothing]:
    """Remove a member, and all that hangs on their account."""
    removal.remove(person, member)
    return Done({})


urlpatterns = [
    path("desk/api/members", gate.by_method(GET=listed)),
    path("desk/api/members/<uuid:member>", gate.by_method(DELETE=remove)),
    path("desk/api/member-invitations", gate.by_method(POST=invite)),
    path(
        "desk/api/member-invitations/<uuid:invitation>",
        gate.by_method(DELETE=withdraw_invitation),
    ),
]
