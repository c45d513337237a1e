"""Members' log-in sessions: in the same store as the desk's, but never both in one."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import get_token, rotate_token
from django.utils.crypto import constant_time_compare

from unsilenced.people.accounts import sessions
from unsilenced.people.accounts.session_store import MEMBER_HASH
from unsilenced.people.models import Member, MemberSession
from unsilenced.people.separation import act_as_member, naming


def lock_member(member: Member) -> Member:
    """Return the member as they are now, locked until the end of the transaction.

    Raises a 401 refusal for a member who has left or was removed in the meantime.
    """
    held = Member.objects.select_for_update(of=("self",)).filter(pk=member.pk).first()
    if held is None:
        raise sessions.log_in_first()
    return held


def begin(request: HttpRequest, member: Member) -> str:
    """Start a member's session, replacing any other; return its CSRF token.

    Raises a 401 refusal as `lock_member` does.
    """
    with transaction.atomic():
        act_as_member(member.pk, member.organisation_id)
        lock_member(member)
        # The browser's old session may be the same member's. A removal ends it after locking the
        # member, so keep that order.
        request.session.flush()
        request.session[MEMBER_HASH] = member.get_session_auth_hash()
        request.session.create()
        _keep_whose(request, member)
    rotate_token(request)
    return get_token(request)


def go_on(request: HttpRequest, member: Member) -> None:
    """Go on under a new cookie, with the same CSRF token, after a change ended all sessions.

    Raises a 401 refusal as `lock_member` does.
    """
    with transaction.atomic():
        act_as_member(member.pk, member.organisation_id)
        lock_member(member)
        request.session[MEMBER_HASH] = member.get_session_auth_hash()
        request.session.cycle_key()
        _keep_whose(request, member)


def member_of(request: HttpRequest) -> Member | None:
    """Return the member who is logged in, and act as them."""
    kept = request.session.get(MEMBER_HASH)
    if kept is None:
        return None
    member = _whose(str(request.session.session_key))
    if member is None or not constant_time_compare(kept, member.get_session_auth_hash()):
        return None
    act_as_member(member.pk, member.organisation_id)
    return member


def _whose(session: str) -> Member | None:
    with naming(session=session):
        whose = MemberSession.objects.filter(session=session).values_list("member", flat=True)
        found = whose.first()
    if found is None:
        return None
    with naming(member=str(found)):
        return Member.objects.select_related("organisation").filter(pk=found).first()


def end(request: HttpRequest) -> None:
    """End the session, and forget all that was stored for it."""
    request.session.flush()


def end_all(member: Member) -> None:
    """End every session that is known as the member's."""
    Session.objects.filter(member_session__member=member).delete()


def _keep_whose(request: HttpRequest, member: Member) -> None:
    MemberSession.objects.create(session_id=str(request.session.session_key), member=member)
