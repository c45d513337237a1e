"""The gate: who may enter each view of the desk and of members, and what others are answered.

Every such view wears one of these decorators, and a test walks the addresses to prove it:

- `anonymous`: nobody is logged in yet (log-in, invitation, recovery sheet);
- `half_session`: the passphrase was right, the second factor is to come;
- `any_session`: a half or a full session (log-out);
- `choosing_factor`: a full session, or a half one of somebody who has no second factor yet;
- `enrolling`: a full session, whether or not the project has its key;
- `logged_in`: a full session, and the project is set up;
- `with_project_key`: the same, of somebody whom a colleague has given the project's current key.

Views for members wear `anonymous` or `member`: a member's session, which opens nothing of the desk,
as a caseworker's opens nothing here.

All but `anonymous` hand the view the person who entered, and ask for the CSRF token of the
session on every call that changes something. A refused call is answered 401, 403 or 423
(docs/http.md); a refused page leads to the page that helps.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect, requires_csrf_token

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import sessions
from unsilenced.people.factors import owned
from unsilenced.people.keys import grants
from unsilenced.people.members import sessions as members_sessions
from unsilenced.people.models import Member, User

View = Callable[..., HttpResponse]
Who = TypeVar("Who", User, Member)
ViewOf = Callable[Concatenate[HttpRequest, Who, ...], HttpResponse]
PersonsView = ViewOf[User]
MembersView = ViewOf[Member]
Admit = Callable[[HttpRequest], Who]


def by_method(**views: View) -> View:
    """Choose among gated views by the method of the call; answer 405 to other methods."""

    def view(request: HttpRequest, **places: object) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else request.method
        if method not in views:
            return HttpResponseNotAllowed(views)
        return views[method](request, **places)

    view.gates = {method: _gate_of(view) for method, view in views.items()}  # type: ignore[attr-defined]
    return view


def anonymous(view: View) -> View:
    """Admit anybody. A call must say it is JSON, which no other site's form can."""

    @requires_csrf_token
    @wraps(view)
    def gated(request: HttpRequest, **places: object) -> HttpResponse:
        if request.method == "POST" and request.content_type != "application/json":
            raise Refusal(400, "not-json", _("This call must be a JSON object in UTF-8."))
        return view(request, **places)

    return _marked(gated, "anonymous")


def half_session(view: PersonsView) -> View:
    """Admit who gave the right passphrase and not yet the second factor."""
    return _call(_half, view, "half_session")


def any_session(view: PersonsView) -> View:
    """Admit who has a half or a full session."""
    return _call(_any, view, "any_session")


def choosing_factor(view: PersonsView) -> View:
    """Admit who may add a second factor: logged in with one, or without any yet."""
    return _call(_choosing, view, "choosing_factor")


def enrolling(view: PersonsView) -> View:
    """Admit who is logged in, whether or not the project has its key."""
    return _call(_full, view, "enrolling")


def logged_in(view: PersonsView) -> View:
    """Admit who is logged in, of a project that is set up."""
    return _call(_set_up, view, "logged_in")


def with_project_key(view: PersonsView) -> View:
    """Admit who is logged in and holds the project's current key."""
    return _call(_holding, view, "with_project_key")


def enrolling_page(view: PersonsView) -> View:
    """Open a page for who is logged in; lead others to the log-in page."""
    return _page(_full, view, "enrolling")


def logged_in_page(view: PersonsView) -> View:
    """Open a page for who is logged in, of a project that is set up; lead others there."""
    return _page(_set_up, view, "logged_in")


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


def _set_up(request: HttpRequest) -> User:
    person = _full(request)
    if not person.project.is_set_up:
        raise Refusal(423, "set-up", _("Set up your project first: its key and recovery sheet."))
    return person


def _holding(request: HttpRequest) -> User:
    person = _set_up(request)
    grants.require_current(person)
    return person


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
        raise members_sessions.log_in_first()
    return found


def _missing(request: HttpRequest) -> Refusal:
    if sessions.person_of_half(request):
        return Refusal(423, "second-factor", _("Finish logging in with your second factor."))
    return Refusal(401, "log-in", _("Log in first. You may have been logged out after a while."))


def _call(admit: Admit[Who], view: ViewOf[Who], gate: str) -> View:
    protected = csrf_protect(view)

    @wraps(view)
    def gated(request: HttpRequest, **places: object) -> HttpResponse:
        # A body may take its time, and the person may be removed while it arrives: look after it.
        request.body  # noqa: B018 - reading is the point
        return protected(request, admit(request), **places)

    return _marked(gated, gate)


def _page(admit: Admit[Who], view: ViewOf[Who], gate: str, *, leads_to: str = "log-in") -> View:
    protected = csrf_protect(view)

    @wraps(view)
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


def _gate_of(view: View) -> str:
    gate: str = view.gate  # type: ignore[attr-defined]
    return gate
