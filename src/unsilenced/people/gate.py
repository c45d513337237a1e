"""The gate: who may enter each view of the desk and of members, and what others are answered.

Every such view has one of these decorators, and a test walks the addresses to prove it. `call` and
`page` name the permission that a person needs (`permissions.py`). They also know which state of the
session goes with it:

- `enrolling`: a full session, whether or not the organisation has its key;
- `logged_in`: a full session, and the organisation is set up;
- `with_project_key`: the same, and a colleague has given the person the organisation's current
  key. A call needs this, unless `_STATES` says otherwise. A page needs only `logged_in`, because
  it also tells somebody without the key how to get it.

Where only the state of the session matters, the decorator is named after it:

- `anonymous`: nobody is logged in yet (log-in, invitation, recovery sheet);
- `half_session`: the passphrase was right, the second factor is still missing;
- `any_session`: a half or a full session (log-out);
- `choosing_factor`: a full session, or a half one of somebody who has no second factor yet.

Views for members have `anonymous` or `member`: a member's session, which opens nothing of the desk,
as the session of an organisation's person opens nothing here.

Each call, and each page except those of `anonymous`, is answered in one transaction, in which the
gate sets for whom it acts (`separation.py`). A view that is `in_steps` begins its own transactions,
after one in which the gate looks up who enters.

All except `anonymous` give the view the person who entered, and ask for the CSRF token of the
session on every call that changes something. A refused call is answered 401, 403 or 423
(docs/http.md); a refused page leads to the page that helps. A person who is logged in and lacks the
permission is answered 404, as at an address that does not exist: what other kinds of organisations
do here is none of their business, and a different answer would tell it. This comes before 423 and
403, which would ask them to do something that does not help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect, requires_csrf_token

from unsilenced.http import by_method as methods
from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import sessions
from unsilenced.people.factors import owned
from unsilenced.people.keys import grants
from unsilenced.people.members import sessions as members_sessions
from unsilenced.people.models import Member, User
from unsilenced.people.permissions import Permission, may
from unsilenced.people.separation import is_in_steps, separated

View = Callable[..., HttpResponse]
Who = TypeVar("Who", User, Member)
ViewOf = Callable[Concatenate[HttpRequest, Who, ...], HttpResponse]
PersonsView = ViewOf[User]
MembersView = ViewOf[Member]
Admit = Callable[[HttpRequest], Who]


def by_method(**views: View) -> View:
    """Choose among gated views by the method of the call; answer 405 to other methods."""
    view = methods.by_method(**views)
    view.gates = {method: _gate_of(view) for method, view in views.items()}  # type: ignore[attr-defined]
    view.permissions = {  # type: ignore[attr-defined]
        method: getattr(view, "permission", None) for method, view in views.items()
    }
    return view


def anonymous(view: View) -> View:
    """Admit anybody. A call must say that it is JSON, which no form of another site can."""
    call = view if is_in_steps(view) else separated(view)

    @requires_csrf_token
    @wraps(view)
    def gated(request: HttpRequest, **places: object) -> HttpResponse:
        if request.method == "POST" and request.content_type != "application/json":
            raise Refusal(400, "not-json", _("This call must be a JSON object in UTF-8."))
        # A page is shown even if the database does not answer.
        return (call if request.method == "POST" else view)(request, **places)

    return _marked(gated, "anonymous")


def half_session(view: PersonsView) -> View:
    """Admit somebody who gave the right passphrase but no second factor yet."""
    return _call(_half, view, "half_session")


def any_session(view: PersonsView) -> View:
    """Admit somebody who has a half or a full session."""
    return _call(_any, view, "any_session")


def choosing_factor(view: PersonsView) -> View:
    """Admit somebody who may add a second factor: logged in with one, or without any yet."""
    return _call(_choosing, view, "choosing_factor")


def call(permission: Permission) -> Callable[[PersonsView], View]:
    """Admit somebody who has the permission, in the state of the session that goes with it."""
    state = _STATES.get(permission, _WITH_PROJECT_KEY)

    def decorate(view: PersonsView) -> View:
        return _needing(permission, _call(_permitted(permission, state), view, state.gate))

    return decorate


def page(permission: Permission) -> Callable[[PersonsView], View]:
    """Open a page for people with the permission; lead those not logged in to the log-in page."""
    state = _ENROLLING if permission is Permission.ORGANISATION_SET_UP else _LOGGED_IN

    def decorate(view: PersonsView) -> View:
        return _needing(permission, _page(_permitted(permission, state), view, state.gate))

    return decorate


def member(view: MembersView) -> View:
    """Admit a member who is logged in."""
    return _call(_member, view, "member")


def member_page(view: MembersView) -> View:
    """Open a page for a member who is logged in; lead others to the members' log-in page."""
    return _page(_member, view, "member", leads_to="member-log-in")


def _full(request: HttpRequest) -> User:
    person = sessions.person_of_full(request)
    if person is None:
        raise _missing(request)
    return person


def _set_up(person: User) -> None:
    if not person.organisation.is_set_up:
        raise Refusal(423, "set-up", _("Set up your team first: its key and recovery sheet."))


def _holding(person: User) -> None:
    _set_up(person)
    grants.require_current(person)


@dataclass(frozen=True)
class _State:
    """What a person needs besides a full session; `require` raises a refusal without it."""

    gate: str
    require: Callable[[User], None]


_ENROLLING = _State("enrolling", lambda _person: None)
_LOGGED_IN = _State("logged_in", _set_up)
_WITH_PROJECT_KEY = _State("with_project_key", _holding)
_STATES = {
    Permission.ACCOUNT_OWN: _ENROLLING,
    Permission.ORGANISATION_SET_UP: _ENROLLING,
    Permission.PEOPLE_READ: _LOGGED_IN,
}
"""The state that a call needs, if it is not `with_project_key`."""


def _permitted(permission: Permission, state: _State) -> Admit[User]:
    def admit(request: HttpRequest) -> User:
        person = _full(request)
        if not may(person, permission):
            raise Http404
        state.require(person)
        return person

    return admit


def _half(request: HttpRequest) -> User:
    person = sessions.person_of_half(request)
    if person is None:
        raise Refusal(401, "log-in", _("Log in first, with your name and passphrase."))
    return person


def _any(request: HttpRequest) -> User:
    return sessions.person_of_full(request) or _half(request)


def _choosing(request: HttpRequest) -> User:
    half = sessions.person_of_half(request)
    return half if half and not owned.methods(half) else _full(request)


def _member(request: HttpRequest) -> Member:
    found = members_sessions.member_of(request)
    if found is None:
        raise sessions.log_in_first()
    return found


def _missing(request: HttpRequest) -> Refusal:
    if sessions.person_of_half(request):
        return Refusal(423, "second-factor", _("Finish logging in with your second factor."))
    return sessions.log_in_first()


def _call(admit: Admit[Who], view: ViewOf[Who], gate: str) -> View:
    protected = csrf_protect(view)
    enter = separated(admit) if is_in_steps(view) else admit

    def admitted(request: HttpRequest, **places: object) -> HttpResponse:
        return protected(request, enter(request), **places)

    answered = admitted if is_in_steps(view) else separated(admitted)

    @wraps(view)
    def gated(request: HttpRequest, **places: object) -> HttpResponse:
        # A body may arrive slowly, and the person may be removed in that time: look them up after
        # it.
        request.body  # noqa: B018 - reading is the point
        return answered(request, **places)

    return _marked(gated, gate)


def _page(admit: Admit[Who], view: ViewOf[Who], gate: str, *, leads_to: str = "log-in") -> View:
    protected = csrf_protect(view)

    @wraps(view)
    @separated
    def gated(request: HttpRequest, **places: object) -> HttpResponse:
        try:
            person = admit(request)
        except Refusal as refusal:
            return redirect("set-up" if refusal.code == "set-up" else leads_to)
        return protected(request, person, **places)

    return _marked(gated, gate)


def _marked(view: View, gate: str) -> View:
    view.gate = gate  # type: ignore[attr-defined]
    return view


def _needing(permission: Permission, view: View) -> View:
    view.permission = permission  # type: ignore[attr-defined]
    return view


def _gate_of(view: View) -> str:
    gate: str = view.gate  # type: ignore[attr-defined]
    return gate
