"""Views of the people app's pages; what they show is fetched and opened in the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from unsilenced.http.wasm import allows_wasm
from unsilenced.people import gate
from unsilenced.people.accounts import sessions
from unsilenced.people.models import Project, User


@allows_wasm
@gate.anonymous
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; who is logged in goes on to the inbox."""
    if sessions.person_of_full(request):
        return redirect("inbox")
    return render(request, "people/log_in.html")


@allows_wasm
@gate.anonymous
def invitation(request: HttpRequest) -> HttpResponse:
    """Join by a link; its token is behind the `#` and so never sent here by itself."""
    return render(request, "people/invitation.html")


@allows_wasm
@gate.anonymous
def recover(request: HttpRequest) -> HttpResponse:
    """Restore a project by its recovery sheet."""
    projects = Project.objects.set_up().order_by("name")
    return render(request, "people/recover.html", {"projects": projects})


@allows_wasm
@gate.enrolling_page
def set_up(request: HttpRequest, person: User) -> HttpResponse:
    """Make the project's key and print its recovery sheet."""
    if person.project.is_set_up:
        return redirect("inbox")
    return render(request, "people/set_up.html", {"person": person})


@allows_wasm
@gate.logged_in_page
def team(request: HttpRequest, person: User) -> HttpResponse:
    """The people of the project."""
    return render(request, "people/team.html", {"person": person})


@allows_wasm
@gate.logged_in_page
def account(request: HttpRequest, person: User) -> HttpResponse:
    """One's own passphrase and second factors."""
    return render(request, "people/account.html", {"person": person})
