"""The calls of the desk about a project's members: listing, inviting and removing them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path

from unsilenced.http.body import Empty, body
from unsilenced.people import gate
from unsilenced.people.members import invitations, removal
from unsilenced.people.models import User
from unsilenced.people.permissions import Permission
from unsilenced.sealing.b64u import to_b64u

_MADE = 201


@gate.call(Permission.MEMBERS_INVITE)
def listed(request: HttpRequest, person: User) -> JsonResponse:
    """List the members of the project and the open invitations."""
    members = person.organisation.members.order_by("folded_pseudonym")
    open_ones = person.organisation.member_invitations.open().order_by("expires_on", "pk")
    return JsonResponse(
        {
            "members": [{"id": str(one.pk), "pseudonym": one.pseudonym} for one in members],
            "invitations": [
                {"id": one.pk, "expires_on": one.expires_on.isoformat()} for one in open_ones
            ],
        }
    )


@gate.call(Permission.MEMBERS_INVITE)
@body(Empty)
def invite(request: HttpRequest, person: User, _empty: Empty) -> JsonResponse:
    """Make an invitation."""
    token, invitation = invitations.invite(person)
    return JsonResponse(
        {
            "id": invitation.pk,
            "token": to_b64u(token),
            "expires_on": invitation.expires_on.isoformat(),
        },
        status=_MADE,
    )


@gate.call(Permission.MEMBERS_INVITE)
def withdraw_invitation(request: HttpRequest, person: User, invitation: UUID) -> JsonResponse:
    """Withdraw an invitation."""
    withdrawn, _kinds = person.organisation.member_invitations.filter(pk=invitation).delete()
    if not withdrawn:
        raise Http404
    return JsonResponse({})


@gate.call(Permission.MEMBERS_REMOVE)
def remove(request: HttpRequest, person: User, member: UUID) -> JsonResponse:
    """Remove a member, and all that hangs on their account."""
    removal.remove(person, member)
    return JsonResponse({})


urlpatterns = [
    path("desk/api/members", gate.by_method(GET=listed)),
    path("desk/api/members/<uuid:member>", gate.by_method(DELETE=remove)),
    path("desk/api/member-invitations", gate.by_method(POST=invite)),
    path(
        "desk/api/member-invitations/<uuid:invitation>",
        gate.by_method(DELETE=withdraw_invitation),
    ),
]
