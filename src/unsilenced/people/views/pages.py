"""Views of the people app's pages; the browser fetches and opens what they show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from unsilenced.http.wasm import allows_wasm
from unsilenced.people import gate
from unsilenced.people.accounts import sessions
from unsilenced.people.models import Organisation, User
from unsilenced.people.permissions import Permission, first_page, may


@allows_wasm
@gate.anonymous
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; who is logged in goes on to their first page."""
    person = sessions.person_of_full(request)
    if person is not None:
        return redirect(first_page(person))
    return render(request, "people/log_in.html")


@allows_wasm
@gate.anonymous
def invitation(request: HttpRequest) -> HttpResponse:
    """Join by a link; its token is behind the `#` and so never sent here by itself."""
    return render(request, "people/invitation.html")


@allows_wasm
@gate.anonymous
def recover(request: HttpRequest) -> HttpResponse:
    """Restore an organisation by its recovery sheet."""
    organisations = Organisation.objects.set_up().order_by("name")
    return render(request, "people/recover.html", {"organisations": organisations})


@allows_wasm
@gate.page(Permission.ORGANISATION_SET_UP)
def set_up(request: HttpRequest, person: User) -> HttpResponse:
    """Make the organisation's key and print its recovery sheet."""
    if person.organisation.is_set_up:
        return redirect(first_page(person))
    return render(request, "people/set_up.html", {"person": person})


@allows_wasm
@gate.page(Permission.PEOPLE_READ)
def team(request: HttpRequest, person: User) -> HttpResponse:
    """The people of the organisation; a project's also see its members."""
    context = {
        "person": person,
        "may_invite_members": may(person, Permission.MEMBERS_INVITE),
        "reads_reports": may(person, Permission.REPORT_READ),
    }
    return render(request, "people/team.html", context)


@allows_wasm
@gate.page(Permission.ACCOUNT_OWN)
def account(request: HttpRequest, person: User) -> HttpResponse:
    """One's own passphrase and second factors."""
    return render(request, "people/account.html", {"person": person})
